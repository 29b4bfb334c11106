namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>A pattern over folded text: parts that must occur in order, <c>*</c> between them; <c>|</c> separates alternatives.</summary>
internal sealed class TextPattern
{
    private TextPattern(TextAlternative[] alternatives) => Alternatives = alternatives;

    public TextAlternative[] Alternatives { get; }

    /// <summary>Whether every alternative is a whole text, without <c>*</c>.</summary>
    public bool IsExact => Array.TrueForAll(Alternatives, alternative => alternative.IsExact);

    public IEnumerable<byte[]> ExactTexts => Alternatives.Select(alternative => alternative.Parts[0]);

    public static TextPattern Create(string pattern) => new([.. pattern.Split('|').Select(TextAlternative.Create)]);

    /// <summary>Whether the text, folded already, fits.</summary>
    public bool Matches(ReadOnlySpan<byte> folded)
    {
        foreach (var alternative in Alternatives)
        {
            if (alternative.Matches(folded)) return true;
        }
        return false;
    }
}

/// <summary>One alternative of a pattern.</summary>
internal sealed class TextAlternative
{
    private readonly bool _fromStart;
    private readonly bool _toEnd;

    private TextAlternative(byte[][] parts, bool fromStart, bool toEnd)
    {
        Parts = parts;
        _fromStart = fromStart;
        _toEnd = toEnd;
    }

    /// <summary>The parts that must occur, folded.</summary>
    public byte[][] Parts { get; }

    public bool IsExact => Parts.Length == 1 && _fromStart && _toEnd;

    public static TextAlternative Create(string text)
    {
        var trimmed = text.Trim();
        var parts = trimmed.Split('*', StringSplitOptions.RemoveEmptyEntries).Select(FoldedText.Fold).Where(part => part.Length > 0).ToArray();
        return new(parts, !trimmed.StartsWith('*'), !trimmed.EndsWith('*'));
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (IsExact) return text.SequenceEqual(Parts[0]);
        for (var i = 0; i < Parts.Length; i++)
        {
            ReadOnlySpan<byte> part = Parts[i];
            if (i == 0 && _fromStart)
            {
                if (!text.StartsWith(part)) return false;
                text = text[part.Length..];
            }
            else if (i == Parts.Length - 1 && _toEnd) return text.EndsWith(part);
            else
            {
                var at = text.IndexOf(part);
                if (at < 0) return false;
                text = text[(at + part.Length)..];
            }
        }
        return true;
    }
}
