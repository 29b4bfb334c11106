namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>A pattern over folded text: parts that must occur in order, <c>*</c> between them; <c>|</c> separates alternatives.</summary>
internal sealed class TextPattern
{
    private readonly Alternative[] _alternatives;

    private TextPattern(Alternative[] alternatives) => _alternatives = alternatives;

    /// <summary>Whether every alternative is a whole text, without <c>*</c>.</summary>
    public bool IsExact => Array.TrueForAll(_alternatives, alternative => alternative.Parts.Length == 1 && alternative.FromStart && alternative.ToEnd);

    public IEnumerable<byte[]> ExactTexts => _alternatives.Select(alternative => alternative.Parts[0]);

    public static TextPattern Create(string pattern) => new([.. pattern.Split('|').Select(Read)]);

    /// <summary>Whether the text, folded already, fits.</summary>
    public bool Matches(ReadOnlySpan<byte> folded)
    {
        foreach (var alternative in _alternatives)
        {
            if (Matches(alternative, folded)) return true;
        }
        return false;
    }

    private static bool Matches(in Alternative alternative, ReadOnlySpan<byte> text)
    {
        var parts = alternative.Parts;
        if (parts.Length == 0) return true;
        if (parts.Length == 1 && alternative.FromStart && alternative.ToEnd) return text.SequenceEqual(parts[0]);
        for (var i = 0; i < parts.Length; i++)
        {
            ReadOnlySpan<byte> part = parts[i];
            if (i == 0 && alternative.FromStart)
            {
                if (!text.StartsWith(part)) return false;
                text = text[part.Length..];
            }
            else if (i == parts.Length - 1 && alternative.ToEnd) return text.EndsWith(part);
            else
            {
                var at = text.IndexOf(part);
                if (at < 0) return false;
                text = text[(at + part.Length)..];
            }
        }
        return true;
    }

    private static Alternative Read(string text)
    {
        var trimmed = text.Trim();
        var parts = trimmed.Split('*', StringSplitOptions.RemoveEmptyEntries).Select(FoldedText.Fold).Where(part => part.Length > 0).ToArray();
        return new(parts, !trimmed.StartsWith('*'), !trimmed.EndsWith('*'));
    }

    private readonly record struct Alternative(byte[][] Parts, bool FromStart, bool ToEnd);
}
