namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>
/// Which refinement the texts of scans led to before, for one row: carriers send the same few texts with a code, and looking for phrases in
/// them costs more than comparing them. Immutable; what is learnt makes another, up to a bound.
/// </summary>
internal sealed class RefinementMemo
{
    public static readonly RefinementMemo Empty = new([]);

    private const int MostRemembered = 8;
    private const int LongestText = 256;

    private readonly Entry[] _entries;

    private RefinementMemo(Entry[] entries) => _entries = entries;

    /// <summary>Whether it is known what was found; <see langword="null"/> is an answer too.</summary>
    public bool TryFind(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail, string? set, ReadOnlySpan<byte> code, out Refinement? found)
    {
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (!label.SequenceEqual(entry.Label) || !detail.SequenceEqual(entry.Detail) || !code.SequenceEqual(entry.Code) || entry.Set != set) continue;
            found = entry.Found;
            return true;
        }
        found = null;
        return false;
    }

    /// <summary>The same with one answer more; itself where enough is known.</summary>
    public RefinementMemo With(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail, string? set, ReadOnlySpan<byte> code, Refinement? found) =>
        _entries.Length == MostRemembered || label.Length + detail.Length + code.Length > LongestText
            ? this
            : new([.. _entries, new(label.ToArray(), detail.ToArray(), set, code.ToArray(), found)]);

    private readonly record struct Entry(byte[] Label, byte[] Detail, string? Set, byte[] Code, Refinement? Found);
}
