using System.Runtime.CompilerServices;
using NodaTime;

namespace PostPurchase.Normalization.Time;

/// <summary>The offset that zones share through a whole month, or a whole day of a month in which clocks are changed. Thread-safe.</summary>
/// <remarks>All but the days of the changes are answered by one look into a list, or two.</remarks>
internal sealed class SteadyOffsets(DateTimeZone[] zones)
{
    private const int FirstYear = 2000;
    private const int Years = 64;
    private const int MonthsOfYear = 12;
    private const int MostDays = 31;

    /// <summary>What stands for an offset of zero minutes; smaller values say that a month or day was not looked at yet, or that it has no one offset.</summary>
    private const short Zero = 24 * 60;
    private const short NotAsked = 0;
    private const short Changing = 1;

    private readonly short[] _months = new short[Years * MonthsOfYear];

    /// <summary>The days of months in which clocks are changed.</summary>
    private readonly short[]?[] _days = new short[]?[Years * MonthsOfYear];

    /// <summary>The offset in seconds that all zones have throughout a day of local time.</summary>
    public bool TryGet(int year, int month, int day, out int seconds)
    {
        seconds = 0;
        var index = ((year - FirstYear) * MonthsOfYear) + month - 1;
        if ((uint)index >= (uint)_months.Length) return false;
        var minutes = _months[index];
        // That two threads may look at once does no harm.
        if (minutes == NotAsked) _months[index] = minutes = Look(new(year, month, 1), new LocalDate(year, month, 1).PlusMonths(1));
        if (minutes == Changing) minutes = OfDay(index, year, month, day);
        seconds = (minutes - Zero) * 60;
        return minutes != Changing;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private short OfDay(int index, int year, int month, int day)
    {
        ref var minutes = ref (_days[index] ??= new short[MostDays])[day - 1];
        if (minutes == NotAsked) minutes = Look(new(year, month, day), new LocalDate(year, month, day).PlusDays(1));
        return minutes;
    }

    /// <summary>The minutes from the midnight of one day up to that of another, if every zone keeps its offset from the one to the other, and all have the same.</summary>
    private short Look(LocalDate from, LocalDate until)
    {
        var (first, last) = (from.AtMidnight(), until.AtMidnight().PlusNanoseconds(-1));
        var offset = zones[0].MapLocal(first).EarlyInterval.WallOffset;
        foreach (var zone in zones)
        {
            var (start, end) = (zone.MapLocal(first), zone.MapLocal(last));
            // Between two times that an interval has for itself lie none that it shares, or that are left out.
            if (start.Count != 1 || end.Count != 1 || !start.EarlyInterval.Equals(end.EarlyInterval) || start.EarlyInterval.WallOffset != offset) return Changing;
        }
        return offset.Seconds % 60 == 0 ? (short)(Zero + (offset.Seconds / 60)) : Changing;
    }
}
