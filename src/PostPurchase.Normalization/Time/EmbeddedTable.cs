namespace PostPurchase.Normalization.Time;

/// <summary>The package's own tables: comma-separated lines without quotes, <c>#</c> begins a comment line, bars separate names in a cell.</summary>
internal static class EmbeddedTable
{
    public static IEnumerable<string[]> Read(string name)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The package lacks its table '{name}'.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split(',');
        }
    }
}
