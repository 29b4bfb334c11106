using PostPurchase.Normalization.Normalizing.Streams;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary>A file to read, or standard input.</summary>
/// <param name="Name">As shown.</param>
/// <param name="Path">The file; <see langword="null"/> for standard input.</param>
internal sealed record InputFile(string Name, string? Path)
{
    public PayloadFraming Framing => Path is not null && (Path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || Path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
        ? PayloadFraming.Lines
        : PayloadFraming.Auto;

    /// <summary>The input, or <see langword="null"/> after telling why it cannot be read; the others go on.</summary>
    public Stream? TryOpen()
    {
        try
        {
            return Path is null ? Console.OpenStandardInput() : new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(fault.Message);
            return null;
        }
    }
}

/// <summary>Finds the files that paths on the command line name.</summary>
internal static class InputFiles
{
    private static readonly string[] Payloads = [".json", ".xml", ".ndjson", ".jsonl", ".edi", ".txt", ".csv"];

    /// <summary>The files in ordinal order, or <see langword="null"/> after telling which path is wrong. Folders give the files whose name ends like a payload's.</summary>
    public static IReadOnlyList<InputFile>? Find(IEnumerable<string> paths)
    {
        var files = new List<InputFile>();
        foreach (var path in paths)
        {
            if (path == "-") files.Add(new("-", null));
            else if (File.Exists(path)) files.Add(new(path, path));
            else if (Directory.Exists(path))
            {
                var found = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Where(file => Payloads.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !IsAboutPayloads(Path.GetFileName(file)));
                files.AddRange(found.Order(StringComparer.Ordinal).Select(file => new InputFile(file, file)));
            }
            else
            {
                Console.Error.WriteLine($"There is no file or folder '{path}'.");
                return null;
            }
        }
        return files;
    }

    /// <summary>Files that stand beside payloads: maps, expected events, lists of the payloads.</summary>
    private static bool IsAboutPayloads(string name) =>
        name is "map.json" or "manifest.csv" || name.EndsWith(".expected.json", StringComparison.Ordinal) || name.EndsWith(".schema.json", StringComparison.Ordinal);
}
