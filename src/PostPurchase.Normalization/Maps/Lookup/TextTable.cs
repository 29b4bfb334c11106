using System.Text;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>Which field of a scan a text was found in.</summary>
internal enum TextField
{
    Label,
    Detail,
}

/// <summary>What a label means where no code decides: whole texts first, then patterns in file order. Immutable.</summary>
internal sealed class TextTable
{
    private readonly Dictionary<string, Meaning> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Meaning> _wholeDetail = new(StringComparer.Ordinal);
    private readonly List<(TextPattern Pattern, TextField? Only, Meaning Meaning)> _patterns = [];

    public TextTable(IEnumerable<TextDocument> texts, IEnumerable<RowDocument> rows)
    {
        foreach (var text in texts)
        {
            if (Meaning.From(text.Meaning) is not { } meaning) continue;
            TextField? only = text.In switch { "detail" => TextField.Detail, "label" => TextField.Label, _ => null };
            var pattern = TextPattern.Create(text.Text);
            if (!pattern.IsExact)
            {
                _patterns.Add((pattern, only, meaning));
                continue;
            }
            foreach (var whole in pattern.ExactTexts)
            {
                var key = Encoding.UTF8.GetString(whole);
                if (only != TextField.Detail) _whole.TryAdd(key, meaning);
                if (only != TextField.Label) _wholeDetail.TryAdd(key, meaning);
            }
        }
        AddLabels(rows);
    }

    /// <summary>Finds what a text means; <paramref name="isWhole"/> tells whether all of it was known.</summary>
    public Meaning? Find(ReadOnlySpan<byte> folded, TextField field, out bool isWhole)
    {
        isWhole = true;
        if (folded.IsEmpty) return null;
        Span<char> text = stackalloc char[FoldedText.MaxLength];
        var length = Encoding.UTF8.GetChars(folded, text);
        var whole = field == TextField.Label ? _whole : _wholeDetail;
        if (whole.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var meaning)) return meaning;

        isWhole = false;
        foreach (var (pattern, only, patternMeaning) in _patterns)
        {
            if ((only is null || only == field) && pattern.Matches(folded)) return patternMeaning;
        }
        return null;
    }

    /// <summary>Labels of code rows serve as texts where one label has one type.</summary>
    private void AddLabels(IEnumerable<RowDocument> rows)
    {
        var labels = new Dictionary<string, Meaning?>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Label is null || row.Remove || row.Meaning.Confidence < Confidence.Medium || Meaning.From(row.Meaning) is not { HasType: true } meaning) continue;
            var key = Encoding.UTF8.GetString(FoldedText.Fold(row.Label));
            if (key.Length == 0) continue;
            labels[key] = labels.TryGetValue(key, out var other) && other?.Type != meaning.Type ? null : other ?? meaning;
        }
        foreach (var (label, meaning) in labels)
        {
            if (meaning is null) continue;
            _whole.TryAdd(label, meaning);
            _wholeDetail.TryAdd(label, meaning);
        }
    }
}
