using System.Runtime.CompilerServices;
using NodaTime;

namespace PostPurchase.Normalization.Time;

/// <summary>
/// The offset that zones share through a whole month, or a whole day of a month in which clocks are changed, or that they have different ones. Thread-safe.
/// </summary>
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
    private const short Differing = 2;

    private readonly short[] _months = new short[Years * MonthsOfYear];

    /// <summary>The days of months in which clocks are changed.</summary>
    private readonly short[]?[] _days = new short[]?[Years * MonthsOfYear];

    /// <summary>What is known of a whole day of local time.</summary>
    /// <param name="year">The year.</param>
    /// <param name="month">The month.</param>
    /// <param name="day">The day.</param>
    /// <param name="seconds">The offset that all zones have throughout it, if there is one.</param>
    public Steadiness Find(int year, int month, int day, out int seconds)
    {
        seconds = 0;
        var index = ((year - FirstYear) * MonthsOfYear) + month - 1;
        if ((uint)index >= (uint)_months.Length) return Steadiness.Unknown;
        var minutes = _months[index];
        // That two threads may look at once does no harm.
        if (minutes == NotAsked) _months[index] = minutes = Look(new(year, month, 1), new LocalDate(year, month, 1).PlusMonths(1));
        if (minutes == Changing) minutes = OfDay(index, year, month, day);
        seconds = (minutes - Zero) * 60;
        return minutes > Differing ? Steadiness.Same : minutes == Differing ? Steadiness.Different : Steadiness.Unknown;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private short OfDay(int index, int year, int month, int day)
    {
        ref var minutes = ref (_days[index] ??= new short[MostDays])[day - 1];
        if (minutes == NotAsked) minutes = Look(new(year, month, day), new LocalDate(year, month, day).PlusDays(1));
        return minutes;
    }

    /// <summary>The minutes from the midnight of one day up to that of another, if every zone keeps its offset from the one to the other; and whether all have the same.</summary>
    private short Look(LocalDate from, LocalDate until)
    {
        var (first, last) = (from.AtMidnight(), until.AtMidnight().PlusNanoseconds(-1));
        var differs = false;
        var offset = zones[0].MapLocal(first).EarlyInterval.WallOffset;
        foreach (var zone in zones)
        {
            var (start, end) = (zone.MapLocal(first), zone.MapLocal(last));
            // Between two times that an interval has for itself lie none that it shares, or that are left out.
            if (start.Count != 1 || end.Count != 1 || !start.EarlyInterval.Equals(end.EarlyInterval)) return Changing;
            differs |= start.EarlyInterval.WallOffset != offset;
        }
        if (differs) return Differing;
        return offset.Seconds % 60 == 0 ? (short)(Zero + (offset.Seconds / 60)) : Changing;
    }
}

/// <summary>What is known of the offsets of zones on a day.</summary>
internal enum Steadiness
{
    /// <summary>It has to be looked up for each moment.</summary>
    Unknown,

    /// <summary>All zones have one, throughout the day.</summary>
    Same,

    /// <summary>At every moment of the day two of them have different ones.</summary>
    Different,
}
