using System.Collections.Frozen;
using NodaTime;

namespace PostPurchase.Normalization.Timelines;

/// <summary>The days on which parcels are delivered. Immutable and safe to share between threads.</summary>
public sealed class BusinessCalendar
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    private readonly FrozenSet<IsoDayOfWeek> _weekend;
    private readonly FrozenSet<LocalDate> _holidays;
    private readonly int _weekendDays;

    /// <summary>A calendar.</summary>
    /// <param name="weekend">Days of the week without delivery.</param>
    /// <param name="holidays">Single days without delivery.</param>
    /// <exception cref="ArgumentException">No day of the week is left.</exception>
    public BusinessCalendar(IEnumerable<IsoDayOfWeek> weekend, IEnumerable<LocalDate>? holidays = null)
    {
        _weekend = weekend.ToFrozenSet();
        _holidays = (holidays ?? []).ToFrozenSet();
        foreach (var day in _weekend) _weekendDays |= 1 << (int)day;
        if (Enum.GetValues<IsoDayOfWeek>().All(day => day == IsoDayOfWeek.None || _weekend.Contains(day)))
            throw new ArgumentException("A week has at least one business day.", nameof(weekend));
    }

    /// <summary>Monday to Friday, without holidays.</summary>
    public static BusinessCalendar MondayToFriday { get; } = new([IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday]);

    /// <summary>Whether parcels are delivered on that day.</summary>
    /// <param name="day">A local day.</param>
    public bool IsBusinessDay(LocalDate day) => !_weekend.Contains(day.DayOfWeek) && !_holidays.Contains(day);

    /// <summary>After how many days so many business days have passed.</summary>
    /// <param name="daysSinceEpoch">The day from which is counted, itself not counted, in days since 1970-01-01, a Thursday.</param>
    /// <param name="businessDays">How many are waited for.</param>
    internal int DaysUntil(long daysSinceEpoch, int businessDays)
    {
        var (days, dayOfWeek) = (0, (int)(((daysSinceEpoch % 7) + 7 + 3) % 7) + 1);
        for (var left = businessDays; left > 0;)
        {
            days++;
            dayOfWeek = dayOfWeek == 7 ? 1 : dayOfWeek + 1;
            if ((_weekendDays >> dayOfWeek & 1) == 0 && (_holidays.Count == 0 || !_holidays.Contains(Epoch.PlusDays((int)daysSinceEpoch + days)))) left--;
        }
        return days;
    }

    /// <summary>Business days after <paramref name="from"/> up to and with <paramref name="to"/>; negative where <paramref name="to"/> is earlier.</summary>
    /// <param name="from">The day from which is counted; itself not counted.</param>
    /// <param name="to">The day up to which is counted.</param>
    public int DaysBetween(LocalDate from, LocalDate to)
    {
        if (to < from) return -DaysBetween(to, from);
        var days = Period.DaysBetween(from, to);
        var count = days / 7 * (7 - _weekend.Count);
        for (var day = from.PlusDays(days / 7 * 7 + 1); day <= to; day = day.PlusDays(1)) count += _weekend.Contains(day.DayOfWeek) ? 0 : 1;
        foreach (var holiday in _holidays) count -= holiday > from && holiday <= to && !_weekend.Contains(holiday.DayOfWeek) ? 1 : 0;
        return count;
    }
}
