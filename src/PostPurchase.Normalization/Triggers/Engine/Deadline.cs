using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A rule on time that passes: with what its wait begins, and when that is over. Immutable.</summary>
internal sealed class Deadline(PreparedRule rule, DeadlineCause cause)
{
    private readonly EnumSet<Milestone> _phases = new(cause.Phases);
    private readonly TypeSet _types = new(cause.Types);
    private readonly TypeSet _until = new(cause.Until);
    private readonly long _waitTicks = cause.Wait.BclCompatibleTicks;
    private readonly long? _atTicks = cause.At?.TickOfDay;
    private readonly long? _withinTicks = cause.Within?.BclCompatibleTicks;

    public PreparedRule Rule { get; } = rule;

    /// <summary>Whether its wait is over for so long that it no longer fires.</summary>
    public bool IsTooLate(long due, long now) => due + _withinTicks < now;

    public bool IsIn(Milestone phase) => _phases.Allows(phase);

    /// <summary>The index before which scans stand that may have begun the same wait.</summary>
    public int UntilOf(in Wait wait, Shipment shipment)
    {
        if (wait.Problem is { } problem) return problem.Cleared?.Index ?? shipment.History.Count;
        return cause.After == DeadlineStart.Phase ? shipment.History.Count : 0;
    }

    /// <summary>Whether it waits.</summary>
    public bool TryBegin(Situation situation, out Wait wait)
    {
        wait = default;
        var shipment = situation.Shipment;
        if (_phases.IsEmpty && shipment.IsEnded) return false;
        return cause.After switch
        {
            DeadlineStart.LastScan => situation.LastScan is { } last && TryBegin(situation, last.Time, last, null, out wait),
            DeadlineStart.Phase => TryBegin(situation, shipment.Since, situation.PhaseScan(), null, out wait),
            DeadlineStart.Problem => shipment.OpenProblem is not null && TryBeginWithProblem(situation, out wait),
            DeadlineStart.Scan => LastOfTypes(situation) is { } scan && TryBegin(situation, scan.Time, scan, null, out wait),
            DeadlineStart.Estimate => TryBegin(situation, shipment.Estimates.Current?.Estimate, out wait),
            DeadlineStart.Promise => TryBegin(situation, shipment.Estimates.Promise, out wait),
            _ => TryBeginWithAttribute(situation, out wait),
        };
    }

    private ShipmentScan? LastOfTypes(Situation situation)
    {
        if (_types.IsEmpty && _until.IsEmpty) return situation.LastScan;
        if (!_types.IsEmpty && !_types.MayMeet(situation.Types)) return null;
        var history = situation.Shipment.History;
        for (var i = history.Count - 1; i >= 0; i--)
        {
            var scan = history[i];
            if (!scan.Counts) continue;
            if (_types.IsEmpty || _types.Has(scan.Type)) return scan;
            if (_until.Has(scan.Type)) return null;
        }
        return null;
    }

    private bool TryBeginWithProblem(Situation situation, out Wait wait)
    {
        var problems = situation.Shipment.Problems;
        for (var i = 0; i < problems.Count; i++)
        {
            var problem = problems[i];
            if (!problem.IsOpen || (!_types.IsEmpty && !_types.Has(problem.Type))) continue;
            if (TryBegin(situation, problem.Since, problem.Opened, problem, out wait)) return true;
        }
        wait = default;
        return false;
    }

    private bool TryBegin(Situation situation, DeliveryEstimate? estimate, out Wait wait)
    {
        wait = default;
        if (estimate is null) return false;
        var through = estimate.Through.IsKnown ? estimate.Through : estimate.From;
        if (!through.IsKnown) return false;
        // A window's day is over at its midnight, whatever clock time it was told with.
        wait = new() { Since = through, Due = DueAfter(through.LocalDay * NodaConstants.TicksPerDay, isDay: true, situation.ClockTicks, situation.Calendar), Estimate = estimate };
        return true;
    }

    private bool TryBeginWithAttribute(Situation situation, out Wait wait)
    {
        wait = default;
        if (cause.Attribute is not { } name || !situation.Attributes.TryGet(name, out var value) || value.Moment is not { } moment) return false;
        var since = EventTime.AtInstant(moment, Offset.Zero, TimePrecision.Second, OffsetBasis.Utc);
        wait = new() { Since = since, Due = DueAfter(since.LocalTicks, isDay: false, 0, situation.Calendar), Suffix = name };
        return true;
    }

    private bool TryBegin(Situation situation, EventTime since, ShipmentScan? scan, ShipmentProblem? problem, out Wait wait)
    {
        wait = default;
        if (!since.IsKnown) return false;
        var offset = since.HasOffset ? since.OffsetSeconds * NodaConstants.TicksPerSecond : situation.ClockTicks;
        var due = DueAfter(since.LocalTicks, since.Precision == TimePrecision.Day, offset, situation.Calendar);
        wait = new() { Since = since, Due = due, Scan = scan, Problem = problem, Suffix = "/wait" };
        return true;
    }

    /// <param name="local">Ticks of the clock on the wall.</param>
    /// <param name="isDay">Whether that is a day: its end is the midnight after it, its beginning the one before.</param>
    /// <param name="offset">Local time minus UTC, in ticks.</param>
    /// <param name="calendar">Which days count as business days.</param>
    /// <returns>Unix ticks.</returns>
    private long DueAfter(long local, bool isDay, long offset, BusinessCalendar calendar)
    {
        var isEnd = isDay && _waitTicks >= 0;
        var day = isEnd ? NodaConstants.TicksPerDay : 0;
        var reached = local + day;
        for (var left = cause.BusinessDays; left > 0;)
        {
            reached += NodaConstants.TicksPerDay;
            if (calendar.IsBusinessDay(DayOf(reached - day))) left--;
        }
        reached += _waitTicks;
        if (_atTicks is not { } at) return reached - offset;
        var due = (DayOf(reached - day) * NodaConstants.TicksPerDay) + at;
        if (!isDay && _waitTicks >= 0 && due < local) due += NodaConstants.TicksPerDay;
        return due - offset;
    }

    private static long DayOf(long ticks) => (ticks < 0 ? ticks - NodaConstants.TicksPerDay + 1 : ticks) / NodaConstants.TicksPerDay;
}
