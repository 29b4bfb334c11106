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
    private readonly Dictionary<string, Meaning> _wholeLabels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Meaning> _wholeDetails = new(StringComparer.Ordinal);
    private readonly PhraseIndex<Phrase> _phrases;

    public TextTable(IEnumerable<TextDocument> texts, IEnumerable<RowDocument> rows)
    {
        var phrases = new List<(TextPattern, Phrase)>();
        foreach (var text in texts)
        {
            if (Meaning.From(text.Meaning) is not { } meaning) continue;
            TextField? only = text.In switch { "detail" => TextField.Detail, "label" => TextField.Label, _ => null };
            var pattern = TextPattern.Create(text.Text);
            if (!pattern.IsExact)
            {
                phrases.Add((pattern, new(only, meaning)));
                continue;
            }
            foreach (var whole in pattern.ExactTexts)
            {
                var key = Encoding.UTF8.GetString(whole);
                if (only != TextField.Detail) _wholeLabels.TryAdd(key, meaning);
                if (only != TextField.Label) _wholeDetails.TryAdd(key, meaning);
            }
        }
        _phrases = new(phrases);
        AddLabels(rows);
    }

    /// <summary>Finds what a text means; <paramref name="isWhole"/> tells whether all of it was known.</summary>
    public Meaning? Find(ReadOnlySpan<byte> folded, TextField field, out bool isWhole)
    {
        isWhole = true;
        if (folded.IsEmpty) return null;
        Span<char> text = stackalloc char[FoldedText.MaxLength];
        var length = Encoding.UTF8.GetChars(folded, text);
        var whole = field == TextField.Label ? _wholeLabels : _wholeDetails;
        if (whole.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var meaning)) return meaning;

        isWhole = false;
        return _phrases.Find(folded, new FieldFilter(field))?.Meaning;
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
            _wholeLabels.TryAdd(label, meaning);
            _wholeDetails.TryAdd(label, meaning);
        }
    }

    private sealed record Phrase(TextField? Only, Meaning Meaning);

    private readonly struct FieldFilter(TextField field) : IPhraseFilter<Phrase>
    {
        public bool Allows(Phrase item) => item.Only is null || item.Only == field;
    }
}
