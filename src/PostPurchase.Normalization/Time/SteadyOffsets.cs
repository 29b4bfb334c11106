using NodaTime;

namespace PostPurchase.Normalization.Time;

/// <summary>The offset that zones share through a whole month, for the months in which no clock is changed. Thread-safe.</summary>
/// <remarks>Ten months of twelve are answered by one look into a list.</remarks>
internal sealed class SteadyOffsets(DateTimeZone[] zones)
{
    private const int FirstYear = 2000;
    private const int Years = 64;
    private const int MonthsOfYear = 12;

    /// <summary>What stands for an offset of zero minutes; smaller values say that a month was not looked at yet, or that it has no one offset.</summary>
    private const short Zero = 24 * 60;
    private const short NotAsked = 0;
    private const short Changing = 1;

    private readonly short[] _minutes = new short[Years * MonthsOfYear];

    /// <summary>The offset in seconds that all zones have throughout a month of local time.</summary>
    public bool TryGet(int year, int month, out int seconds)
    {
        seconds = 0;
        var index = ((year - FirstYear) * MonthsOfYear) + month - 1;
        if ((uint)index >= (uint)_minutes.Length) return false;
        var minutes = _minutes[index];
        // That two threads may look at once does no harm.
        if (minutes == NotAsked) _minutes[index] = minutes = Look(year, month);
        seconds = (minutes - Zero) * 60;
        return minutes != Changing;
    }

    private short Look(int year, int month)
    {
        // Local time differs from UTC by less than a day, and a change is felt up to a day around it.
        var first = new LocalDate(year, month, 1);
        var (start, end) = (first.PlusDays(-2).AtMidnight().InUtc().ToInstant(), first.PlusMonths(1).PlusDays(2).AtMidnight().InUtc().ToInstant());
        var offset = zones[0].GetUtcOffset(start);
        foreach (var zone in zones)
        {
            var interval = zone.GetZoneInterval(start);
            if (interval.WallOffset != offset || (interval.HasEnd && interval.End < end)) return Changing;
        }
        return offset.Seconds % 60 == 0 ? (short)(Zero + (offset.Seconds / 60)) : Changing;
    }
}
