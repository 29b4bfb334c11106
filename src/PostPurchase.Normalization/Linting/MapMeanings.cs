using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Linting;

/// <summary>What the entries of a map mean, boiled down so that a later reading tells whether it is still the same. Labels, sources and notes do not count.</summary>
internal sealed class MapMeanings
{
    /// <summary>Bytes kept of a row's hash: three make four letters, and mistake a changed row for an old one less than once in ten thousand.</summary>
    private const int RowBytes = 3;
    private const int HashBytes = 9;
    private const char Separator = '\u001F';

    private readonly HashSet<string> _rows;

    private MapMeanings(string hash, IEnumerable<string> rows)
    {
        Hash = hash;
        _rows = rows.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Stands for all rows, texts and refinements: the rows in any order, the others in theirs, which decides between them.</summary>
    public string Hash { get; }

    /// <summary>Stands for each row by itself.</summary>
    public string Rows => string.Concat(_rows.Order(StringComparer.Ordinal));

    public static MapMeanings Of(MapDocument map)
    {
        var rows = map.Codes.SelectMany(set => set.Rows.Select(row => Row(set, row))).Order(StringComparer.Ordinal).ToList();
        var texts = map.Texts.Select(text => Line("text", text.Text, text.In, Meaning(text.Meaning)));
        var refinements = map.Refinements.Select(one => Line("refinement", one.Of, one.Code, one.Set, one.In, one.Text, Meaning(one.Meaning)));
        return new(Short(string.Join('\n', [.. rows, .. texts, .. refinements]), HashBytes), rows.Select(row => Short(row, RowBytes)));
    }

    /// <summary>Reads what <see cref="Hash"/> and <see cref="Rows"/> gave.</summary>
    public static MapMeanings Recorded(string hash, string rows) => new(hash, rows.Chunk(4).Select(letters => new string(letters)));

    /// <summary>Whether every row of an earlier reading is here still, and means the same.</summary>
    public bool KeepsAllOf(MapMeanings earlier) => earlier._rows.IsSubsetOf(_rows);

    /// <summary>Whether there are rows that an earlier reading did not have.</summary>
    public bool AddsTo(MapMeanings earlier) => !_rows.IsSubsetOf(earlier._rows);

    private static string Row(CodeSetDocument set, RowDocument row) => Line(
        "row", set.Set, set.Compare.Fold(row.Code), row.Qualifier is null ? null : set.Compare.Fold(row.Qualifier),
        row.Qualifier2 is null ? null : set.Compare.Fold(row.Qualifier2), row.Remove ? "removed" : Meaning(row.Meaning));

    private static string Meaning(MeaningDocument meaning) =>
        string.Join(Separator, meaning.Facets.OrderBy(facet => facet.Key, StringComparer.Ordinal).Select(facet => facet.Key + "=" + facet.Value).Prepend(meaning.Type));

    private static string Line(params string?[] parts) => string.Join(Separator, parts);

    private static string Short(string text, int bytes) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
