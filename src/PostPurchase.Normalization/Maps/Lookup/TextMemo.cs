namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>
/// What labels and details meant before, as sent: carriers send the same texts again and again, and looking them up once more costs less than
/// folding them and trying patterns. Safe to use from several threads; what is learnt has a bound and stays, so that odd texts gain nothing.
/// </summary>
internal sealed class TextMemo
{
    private const int Size = 512;
    private const int LongestText = 256;

    private readonly Entry?[] _entries = new Entry?[Size];

    /// <summary>What was found; <see langword="null"/> where it is not known yet.</summary>
    public TextMatch? Find(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail)
    {
        var index = IndexOf(label, detail);
        if (_entries[index] is not { } first) return null;
        if (first.IsOf(label, detail)) return first.Found;
        return _entries[Beside(index)] is { } second && second.IsOf(label, detail) ? second.Found : null;
    }

    /// <summary>Remembers what was found, if there is room. Threads that do so at once may undo each other; what is lost is learnt again.</summary>
    public void Keep(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail, TextMatch found)
    {
        if (label.Length + detail.Length > LongestText) return;
        var index = IndexOf(label, detail);
        if (_entries[index] is not null) index = Beside(index);
        if (_entries[index] is null) _entries[index] = new(label.ToArray(), detail.ToArray(), found);
    }

    private static int IndexOf(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail) =>
        (int)((ByteHash.Of(label) ^ (detail.IsEmpty ? 0 : uint.RotateLeft(ByteHash.Of(detail), 1))) & (Size - 1));

    private static int Beside(int index) => index ^ 1;

    private sealed class Entry(byte[] label, byte[] detail, TextMatch found)
    {
        public TextMatch Found { get; } = found;

        public bool IsOf(ReadOnlySpan<byte> otherLabel, ReadOnlySpan<byte> otherDetail) => otherLabel.SequenceEqual(label) && otherDetail.SequenceEqual(detail);
    }
}

/// <summary>What a label or detail means.</summary>
/// <param name="Meaning">The row; <see langword="null"/> where none fits.</param>
/// <param name="IsWhole">Whether all of the text was known, not just a part of it.</param>
internal readonly record struct TextMatch(Meaning? Meaning, bool IsWhole);
