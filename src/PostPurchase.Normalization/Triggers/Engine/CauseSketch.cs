using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Tells at once of most causes that they have no mark: a bit for each of 64 kinds of keys.</summary>
internal readonly struct CauseSketch
{
    /// <summary>Keys of this length and more begin with day and minute.</summary>
    private const int MinuteLength = 16;

    private readonly ulong _bits;

    private CauseSketch(ulong bits) => _bits = bits;

    public CauseSketch With(ReadOnlySpan<Mark> added)
    {
        var bits = _bits;
        foreach (ref readonly var mark in added) bits |= BitOf(mark.Cause);
        return new(bits);
    }

    /// <summary>Whether a key may be there that begins so.</summary>
    public bool MayHave(string beginning) => beginning.Length < MinuteLength || (_bits & BitOf(beginning)) != 0;

    /// <summary>The kind of a key, by its day, hour and minute; one that is shorter is asked for in vain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitOf(string key) => key.Length < MinuteLength ? 0 : 1UL << (key[9] + (3 * key[12]) + (7 * key[14]) + (13 * key[15]));
}
