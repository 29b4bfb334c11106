using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Which reports tell of the same scan.</summary>
/// <remarks>
/// Two reports of one source do when code, qualifiers, text and type agree and the times are at most two seconds apart. Reports of different sources
/// do when, besides the time, their types agree (one may be the coarser), or the carrier's code or text does; and nothing contradicts it:
/// piece, city, country. Minutes agree with any second in them, of another source also those sent as seconds; a day agrees with any time in it.
/// A local clock is compared where an offset is missing, doubtful or derived on either side; moments otherwise.
/// </remarks>
internal static class ScanMatch
{
    private const long SecondsTolerance = 2 * NodaConstants.TicksPerSecond;
    private const long MinuteTolerance = NodaConstants.TicksPerMinute - 1;

    /// <summary>A day agrees with any time in it, whatever the zone: zones span 26 hours.</summary>
    private const long WidestWindow = 26 * NodaConstants.TicksPerHour;

    /// <summary>With more reports between them, or in the scan already, two are not compared: so many only come with an intent.</summary>
    private const int MostCompared = 1000;

    /// <summary>Tells each report which the first report of its scan is, and links the reports of a scan in their order.</summary>
    public static void Match(Span<Placed> order)
    {
        var window = WindowOf(order);
        for (var i = 0; i < order.Length; i++)
        {
            var scan = ScanOf(order, i, window);
            (order[i].First, order[i].Next) = (scan, 0);
            if (scan != i) order[order[scan].Last].Next = i;
            order[scan].Last = i;
        }
    }

    /// <summary>The first report of the scan of which a report tells: of the nearest that agrees in type, else of the nearest that agrees.</summary>
    private static int ScanOf(ReadOnlySpan<Placed> order, int index, long window)
    {
        var (scan, turnedDown, left) = (index, -1, MostCompared);
        ref readonly var report = ref order[index];
        var one = report.Sighting.Event;
        for (var i = index - 1; i >= 0 && index - i <= MostCompared && report.Moment - order[i].Moment <= window; i--)
        {
            var other = order[i].Sighting.Event;
            var isSameType = one.Type == other.Type;
            if ((scan != index && !isSameType) || order[i].First == turnedDown || !IsSameScan(one, other, report.Piece, order[i].Piece)) continue;
            if (HoldsOther(order, order[i].First, index, ref left))
            {
                turnedDown = order[i].First;
                continue;
            }
            scan = order[i].First;
            if (isSameType) break;
        }
        return scan;
    }

    /// <summary>How far apart two reports of one scan stand at most: clocks on the wall that agree differ in moment by their offsets.</summary>
    private static long WindowOf(ReadOnlySpan<Placed> order)
    {
        var (areTrusted, least, most) = (true, int.MaxValue, int.MinValue);
        foreach (ref readonly var one in order)
        {
            var time = one.Sighting.Event.Time;
            if (time.Precision <= TimePrecision.Day) return WidestWindow;
            areTrusted &= IsTrusted(time);
            if (!time.HasOffset) continue;
            (least, most) = (Math.Min(least, time.OffsetSeconds), Math.Max(most, time.OffsetSeconds));
        }
        return areTrusted || least > most ? MinuteTolerance : MinuteTolerance + ((most - least) * NodaConstants.TicksPerSecond);
    }

    /// <summary>Whether the scan already has a report of the same source that tells of another scan.</summary>
    private static bool HoldsOther(ReadOnlySpan<Placed> order, int scan, int index, ref int left)
    {
        var one = order[index].Sighting.Event;
        for (var i = scan; ; i = order[i].Next)
        {
            var other = order[i].Sighting.Event;
            if (--left < 0) return true;
            if (IsSameSource(one, other) && !IsSameScan(one, other, order[index].Piece, order[i].Piece)) return true;
            if (order[i].Next == 0) return false;
        }
    }

    public static bool IsSameScan(TrackingEvent one, TrackingEvent other, string? piece, string? otherPiece) =>
        AgreeInTime(one.Time, other.Time, IsSameSource(one, other))
        && (piece is null || otherPiece is null || piece == otherPiece)
        && (IsSameSource(one, other) ? AgreeInWords(one, other) : AgreeInMeaning(one, other))
        && AgreeInPlace(one.Place, other.Place);

    public static bool IsSameSource(TrackingEvent one, TrackingEvent other) => one.Carrier == other.Carrier && one.Via == other.Via && one.Format == other.Format;

    private static bool AgreeInTime(EventTime one, EventTime other, bool isSameSource)
    {
        if (!one.IsKnown || !other.IsKnown) return one.IsKnown == other.IsKnown;
        if (one.Precision == TimePrecision.Day || other.Precision == TimePrecision.Day) return one.LocalDay == other.LocalDay;
        var isByTheMinute = isSameSource ? one.Precision == TimePrecision.Minute || other.Precision == TimePrecision.Minute : IsWholeMinute(one) || IsWholeMinute(other);
        return AgreeInTime(one, other, isByTheMinute ? MinuteTolerance : SecondsTolerance);
    }

    private static bool AgreeInTime(EventTime one, EventTime other, long tolerance)
    {
        if (one.HasOffset && other.HasOffset && Math.Abs(one.MomentTicks - other.MomentTicks) <= tolerance) return true;
        return !(IsTrusted(one) && IsTrusted(other)) && Math.Abs(one.LocalTicks - other.LocalTicks) <= tolerance;
    }

    /// <summary>A source that sends seconds may know minutes only, and put zeros.</summary>
    private static bool IsWholeMinute(EventTime time) => time.LocalTicks % NodaConstants.TicksPerMinute == 0;

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
