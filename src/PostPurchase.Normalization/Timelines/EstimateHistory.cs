using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines;

/// <summary>What was said of the day of delivery, by whom and when. Immutable.</summary>
public sealed record EstimateHistory
{
    /// <summary>Nothing was said.</summary>
    internal static EstimateHistory None { get; } = new();

    /// <summary>What the host promised when the goods were ordered; <see langword="null"/> where it did not say.</summary>
    public DeliveryEstimate? Promise { get; init; }

    /// <summary>What the carriers said, each estimate once, in the order in which they were first told.</summary>
    public IReadOnlyList<ToldEstimate> Told { get; init; } = [];

    /// <summary>The first that was told; of several at once the firmest.</summary>
    public ToldEstimate? First { get; init; }

    /// <summary>The one that counts now: of the newest report, an appointment before an estimate before a plan before the promise of the service.</summary>
    public ToldEstimate? Current { get; init; }

    /// <summary>Every time the estimate moved to another day or window, oldest first.</summary>
    public IReadOnlyList<EstimateChange> Changes { get; init; } = [];

    /// <summary>Number of times it moved to a later day.</summary>
    public int Slips => Changes.Count(change => change.Days > 0);

    /// <summary>How late the delivery was against <see cref="Promise"/>, or else <see cref="First"/>; <see langword="null"/> before it, or without either.</summary>
    public DeliveryLateness? Lateness { get; init; }

    /// <summary>How late a day is against a window of delivery.</summary>
    /// <param name="day">The local day at the place of delivery.</param>
    /// <param name="estimate">The window.</param>
    /// <param name="calendar">Which days count as business days.</param>
    /// <returns><see langword="null"/> where the window has no day.</returns>
    public static DeliveryLateness? LatenessOf(LocalDate day, DeliveryEstimate estimate, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(calendar);
        if (!estimate.From.IsKnown && !estimate.Through.IsKnown) return null;
        var (from, through) = Days(estimate);
        var nearest = day < from ? from : day > through ? through : day;
        return new(Period.DaysBetween(nearest, day), calendar.DaysBetween(nearest, day));
    }

    internal static (LocalDate From, LocalDate Through) Days(DeliveryEstimate estimate)
    {
        var from = estimate.From.IsKnown ? estimate.From.Date : estimate.Through.Date;
        var through = estimate.Through.IsKnown ? estimate.Through.Date : from;
        return through < from ? (through, from) : (from, through);
    }
}

/// <summary>An estimate, and from when to when it was told. Immutable.</summary>
/// <param name="Estimate">The day or window.</param>
/// <param name="Source">Id of the carrier or aggregator that told it.</param>
/// <param name="Since">When it was first told: the time of receipt where the host gives it, else that of the newest scan beside it.</param>
/// <param name="Until">When it was told last.</param>
public sealed record ToldEstimate(DeliveryEstimate Estimate, string Source, EventTime Since, EventTime Until);

/// <summary>A move of the estimate. Immutable.</summary>
/// <param name="From">What it was.</param>
/// <param name="To">What it became.</param>
/// <param name="Days">By how many days its end moved; positive: later, 0: only the hours or the beginning moved.</param>
public sealed record EstimateChange(ToldEstimate From, ToldEstimate To, int Days);

/// <summary>Days between a window of delivery and the delivery: positive when late, negative when early, 0 within the window.</summary>
/// <param name="Days">Calendar days.</param>
/// <param name="BusinessDays">Business days.</param>
public readonly record struct DeliveryLateness(int Days, int BusinessDays);
