using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Which reports tell of the same scan.</summary>
/// <remarks>
/// Two reports of one source do when code, qualifiers, text and type agree and the times are at most two seconds apart. Reports of different sources
/// do when, besides the time, their types agree (one may be the coarser), or the carrier's code or text does; and nothing contradicts it:
/// piece, city, country. Minutes agree with any second in them, a day with any time in it. A local clock is compared where an offset is
/// missing, doubtful or derived on either side; moments otherwise.
/// </remarks>
internal static class ScanMatch
{
    private const long SecondsTolerance = 2 * NodaConstants.TicksPerSecond;
    private const long MinuteTolerance = NodaConstants.TicksPerMinute - 1;

    /// <summary>Further apart in the order two reports of one scan never stand: zones span 26 hours.</summary>
    private const long WidestWindow = 26 * NodaConstants.TicksPerHour;

    /// <summary>Gives each report the index of the first report of its scan.</summary>
    public static int[] Match(ReadOnlySpan<Placed> order, ReadOnlySpan<string?> pieces)
    {
        var first = new int[order.Length];
        var window = WindowOf(order);
        for (var i = 0; i < order.Length; i++)
        {
            first[i] = i;
            var isExact = false;
            for (var j = i - 1; j >= 0 && order[i].Moment - order[j].Moment <= window; j--)
            {
                var (one, other) = (order[i].Sighting.Event, order[j].Sighting.Event);
                if (!IsSameScan(one, other, pieces[i], pieces[j]) || HoldsOther(order, pieces, first, first[j], i)) continue;
                var isSameType = one.Type == other.Type;
                if (first[i] != i && (isExact || !isSameType)) continue;
                (first[i], isExact) = (first[j], isSameType);
            }
        }
        return first;
    }

    private static long WindowOf(ReadOnlySpan<Placed> order)
    {
        var (trusted, local) = (0, 0);
        foreach (ref readonly var one in order)
        {
            var time = one.Sighting.Event.Time;
            if (time.Precision <= TimePrecision.Day) return WidestWindow;
            if (!time.HasOffset) local++;
            else if (IsTrusted(time)) trusted++;
        }
        return trusted == order.Length || local == order.Length ? MinuteTolerance : WidestWindow;
    }

    /// <summary>Whether the scan already has a report of the same source that tells of another scan.</summary>
    private static bool HoldsOther(ReadOnlySpan<Placed> order, ReadOnlySpan<string?> pieces, int[] first, int scan, int index)
    {
        var one = order[index].Sighting.Event;
        for (var i = scan; i < index; i++)
        {
            if (first[i] != scan) continue;
            var other = order[i].Sighting.Event;
            if (IsSameSource(one, other) && !IsSameScan(one, other, pieces[index], pieces[i])) return true;
        }
        return false;
    }

    public static bool IsSameScan(TrackingEvent one, TrackingEvent other, string? piece, string? otherPiece) =>
        AgreeInTime(one.Time, other.Time)
        && (piece is null || otherPiece is null || piece == otherPiece)
        && (IsSameSource(one, other) ? AgreeInWords(one, other) : AgreeInMeaning(one, other))
        && AgreeInPlace(one.Place, other.Place);

    public static bool IsSameSource(TrackingEvent one, TrackingEvent other) => one.Carrier == other.Carrier && one.Via == other.Via && one.Format == other.Format;

    private static bool AgreeInTime(EventTime one, EventTime other)
    {
        if (!one.IsKnown || !other.IsKnown) return one.IsKnown == other.IsKnown;
        if (one.Precision == TimePrecision.Day || other.Precision == TimePrecision.Day) return one.DayNumber == other.DayNumber;
        var tolerance = one.Precision == TimePrecision.Minute || other.Precision == TimePrecision.Minute ? MinuteTolerance : SecondsTolerance;
        if (one.HasOffset && other.HasOffset && Math.Abs(one.MomentTicks - other.MomentTicks) <= tolerance) return true;
        return !(IsTrusted(one) && IsTrusted(other)) && Math.Abs(one.LocalTicks - other.LocalTicks) <= tolerance;
    }

    /// <summary>An offset that was sent, not one that was derived or is in doubt.</summary>
    public static bool IsTrusted(EventTime time) => time.Basis is OffsetBasis.Sent or OffsetBasis.Utc or OffsetBasis.Epoch or OffsetBasis.ZoneId;

    private static bool AgreeInWords(TrackingEvent one, TrackingEvent other)
    {
        var (raw, otherRaw) = (one.Raw, other.Raw);
        return one.Type == other.Type && raw.Code == otherRaw.Code && raw.Qualifier == otherRaw.Qualifier && raw.Qualifier2 == otherRaw.Qualifier2
            && string.Equals(raw.Label, otherRaw.Label, StringComparison.OrdinalIgnoreCase) && raw.Detail == otherRaw.Detail;
    }

    private static bool AgreeInMeaning(TrackingEvent one, TrackingEvent other)
    {
        if (one.Raw.Label is { } label && string.Equals(label, other.Raw.Label, StringComparison.OrdinalIgnoreCase)) return true;
        if (one.Carrier == other.Carrier && one.Raw.Code is { } code && code == other.Raw.Code && one.Raw.Qualifier == other.Raw.Qualifier) return true;
        return one.Match != MatchKind.Unmapped && other.Match != MatchKind.Unmapped && (one.Type.Is(other.Type) || other.Type.Is(one.Type));
    }

    private static bool AgreeInPlace(Place? one, Place? other) =>
        one is null || other is null || ReferenceEquals(one, other) || (Agree(one.City, other.City) && Agree(one.Country, other.Country));

    private static bool Agree(string? one, string? other) => one is null || other is null || string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
