namespace PostPurchase.Normalization.Tests.Taxonomy;

/// <summary>Reads <c>carrier-maps/taxonomy/event-types.csv</c>.</summary>
internal static class TaxonomyFile
{
    public static IReadOnlyList<TaxonomyRow> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var columns = Split(lines[0]);
        return [.. lines.Skip(1).Select((line, index) => new TaxonomyRow(index + 2, Fields(columns, Split(line))))];
    }

    private static Dictionary<string, string> Fields(List<string> columns, List<string> values) =>
        columns.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    private static List<string> Split(string line)
    {
        List<string> values = [];
        var value = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') value.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else value.Append(line[i]);
        }

        values.Add(value.ToString());
        return values;
    }
}

/// <summary>One row, with the texts of its columns; <paramref name="Line"/> is one-based.</summary>
internal sealed record TaxonomyRow(int Line, IReadOnlyDictionary<string, string> Fields)
{
    public string Code => Fields["code"];

    public int Number => int.Parse(Fields["number"]);

    public string Group => Code.Split('.')[0];

    public string this[string column] => Fields[column];

    public override string ToString() => $"event-types.csv({Line}): {Code}";
}
