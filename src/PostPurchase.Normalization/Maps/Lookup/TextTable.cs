using System.Runtime.CompilerServices;
using System.Text;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>Which field of a scan a text was found in.</summary>
internal enum TextField
{
    Label,
    Detail,
}

/// <summary>What a label means where no code decides: whole texts first, then patterns in file order. Immutable, but that it remembers what it found; thread-safe.</summary>
internal sealed class TextTable
{
    private readonly Dictionary<string, Meaning> _wholeLabels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Meaning> _wholeDetails = new(StringComparer.Ordinal);
    private readonly PhraseIndex<Phrase> _phrases;
    private readonly TextMemo _found = new();

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

    /// <summary>Finds what the texts of a scan mean, as sent; the label first.</summary>
    public TextMatch Find(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail) =>
        label.IsEmpty && detail.IsEmpty ? default : _found.Find(label, detail) ?? FindAnew(label, detail);

    /// <summary>Finds what a folded text means.</summary>
    public TextMatch FindFolded(ReadOnlySpan<byte> folded, TextField field)
    {
        if (folded.IsEmpty) return default;
        Span<char> text = stackalloc char[FoldedText.MaxLength];
        var length = Encoding.UTF8.GetChars(folded, text);
        var whole = field == TextField.Label ? _wholeLabels : _wholeDetails;
        return whole.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var meaning)
            ? new(meaning, IsWhole: true)
            : new(_phrases.Find(folded, new FieldFilter(field))?.Meaning, IsWhole: false);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TextMatch FindAnew(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail)
    {
        Span<byte> buffer = stackalloc byte[FoldedText.MaxLength];
        var found = FindFolded(FoldedText.Fold(label, buffer), TextField.Label);
        if (found.Meaning is null) found = FindFolded(FoldedText.Fold(detail, buffer), TextField.Detail);
        _found.Keep(label, detail, found);
        return found;
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
