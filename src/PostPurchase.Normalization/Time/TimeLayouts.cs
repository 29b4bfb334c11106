using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Time;

/// <summary>
/// How texts of one pattern were written before: carriers write them alike, so that where the parts stand need not be found out again.
/// Thread-safe. How much is learnt has a bound.
/// </summary>
internal sealed class TimeLayouts
{
    private const int SlotBits = 6;
    private const int MostInSlot = 4;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private static readonly TimeLayout?[] Nothing = new TimeLayout?[1 << SlotBits];

    private TimeLayout?[] _slots = Nothing;

    /// <summary>What was learnt first, mostly all that there is; it stands in its slot, too.</summary>
    private TimeLayout? _first;

    /// <summary>Reads a text that is written like one before. Else nothing is written, and the text may yet be one that fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, ref TimeParts parts)
    {
        if (!IsLearnt(text)) return false;
        var lanes = TextLanes.Of(text);
        var key = KeyOf(lanes, text.Length);
        var layout = _first;
        if (layout is null || layout.Key != key) layout = _slots[SlotOf(key)];
        for (; layout is not null; layout = layout.Next)
        {
            if (layout.Key == key && layout.Fits(lanes)) return layout.TryRead(text, lanes, ref parts);
        }
        return false;
    }

    /// <summary>Remembers how a text is written.</summary>
    /// <param name="text">The text, which was read.</param>
    /// <param name="parts">What was read.</param>
    /// <param name="places">Where it was found.</param>
    public void Learn(ReadOnlySpan<byte> text, in TimeParts parts, in TimePlaces places)
    {
        if (!IsLearnt(text) || places.DependOnValues) return;
        var lanes = TextLanes.Of(text);
        var key = KeyOf(lanes, text.Length);
        if (ReferenceEquals(_slots, Nothing)) Interlocked.CompareExchange(ref _slots, new TimeLayout?[1 << SlotBits], Nothing);
        ref var place = ref _slots[SlotOf(key)];
        var count = 0;
        for (; place is not null; place = ref place.Next)
        {
            if (++count == MostInSlot || (place.Key == key && place.Fits(lanes))) return;
        }
        // Where another thread was here first, this is learnt from another text.
        var learnt = new TimeLayout(key, text, parts, places);
        if (Interlocked.CompareExchange(ref place, learnt, null) is null) _first ??= learnt;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLearnt(ReadOnlySpan<byte> text) => TextLanes.AreSupported && text.Length is >= TextLanes.ShortestText and <= TextLanes.LongestText;

    /// <summary>How long a text is and where its digits stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(TextLanes lanes, int length) => lanes.Digits | ((ulong)(uint)length << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ulong key) => (int)(key * Multiplier >> (64 - SlotBits));
}
