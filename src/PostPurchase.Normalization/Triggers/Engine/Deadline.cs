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

    /// <summary>From what it waits.</summary>
    public DeadlineStart Start { get; } = cause.After;

    /// <summary>Whether its wait is over for so long that it no longer fires.</summary>
    public bool IsTooLate(long due, long now) => due + _withinTicks < now;

    public bool IsIn(Milestone phase) => _phases.Allows(phase);

    /// <summary>When its wait is over, in Unix ticks.</summary>
    /// <returns>Whether it waits.</returns>
    public bool TryDue(Situation situation, out long due)
    {
        due = 0;
        var shipment = situation.Shipment;
        if (_phases.IsEmpty && shipment.IsEnded) return false;
        return Start switch
        {
            DeadlineStart.LastScan => situation.LastScan is { } last && TryDue(situation, last.Time, out due),
            DeadlineStart.Phase => TryDue(situation, shipment.Since, out due),
            DeadlineStart.Problem => OpenProblem(shipment) is { } problem && TryDue(situation, problem.Since, out due),
            DeadlineStart.Scan => LastOfTypes(situation) is { } scan && TryDue(situation, scan.Time, out due),
            DeadlineStart.Estimate => TryDue(situation, shipment.Estimates.Current?.Estimate, out due),
            DeadlineStart.Promise => TryDue(situation, shipment.Estimates.Promise, out due),
            _ => SinceAttribute(situation) is { IsKnown: true } since && TryDue(situation, since, out due),
        };
    }

    /// <summary>With what its wait began.</summary>
    public Wait Begin(Situation situation)
    {
        var shipment = situation.Shipment;
        return Start switch
        {
            DeadlineStart.LastScan => Wait.Since(situation.LastScan!),
            DeadlineStart.Phase => new() { Start = shipment.Since, Scan = situation.PhaseScan(), Suffix = Wait.OfScan, Until = shipment.History.Count },
            DeadlineStart.Problem => Wait.Since(OpenProblem(shipment)!, shipment),
            DeadlineStart.Scan => Wait.Since(LastOfTypes(situation)!),
            DeadlineStart.Estimate => Wait.Since(situation, shipment.Estimates.Current!.Estimate),
            DeadlineStart.Promise => Wait.Since(situation, shipment.Estimates.Promise!),
            _ => new() { Start = SinceAttribute(situation), Suffix = cause.Attribute },
        };
    }

    private ShipmentScan? LastOfTypes(Situation situation)
    {
        if (_types.IsEmpty && _until.IsEmpty) return situation.LastScan;
        if (!_types.IsEmpty && !_types.MayMeet(situation.Types)) return null;
        var history = situation.History;
        for (var i = history.Length - 1; i >= 0; i--)
        {
            var scan = history[i];
            if (!scan.Counts) continue;
            if (_types.IsEmpty || _types.Has(scan.Type)) return scan;
            if (_until.Has(scan.Type)) return null;
        }
        return null;
    }

    private ShipmentProblem? OpenProblem(Shipment shipment)
    {
        if (shipment.OpenProblem is null) return null;
        for (var i = 0; i < shipment.Problems.Count; i++)
        {
            var problem = shipment.Problems[i];
            if (problem.IsOpen && problem.Since.IsKnown && (_types.IsEmpty || _types.Has(problem.Type))) return problem;
        }
        return null;
    }

    private EventTime SinceAttribute(Situation situation) =>
        cause.Attribute is { } name && situation.Attributes.TryGet(name, out var value) && value.Moment is { } moment
            ? EventTime.AtInstant(moment, Offset.Zero, TimePrecision.Second, OffsetBasis.Utc)
            : default;

    private bool TryDue(Situation situation, DeliveryEstimate? estimate, out long due)
    {
        due = 0;
        if (estimate is null || Wait.EndOf(estimate) is not { IsKnown: true } end) return false;
        // A window's day is over at its midnight, whatever clock time it was told with.
        due = DueAfter(end.LocalDay * NodaConstants.TicksPerDay, isDay: true, situation.ClockTicks, situation.Calendar);
        return true;
    }

    private bool TryDue(Situation situation, EventTime since, out long due)
    {
        due = 0;
        if (!since.IsKnown) return false;
        var offset = since.HasOffset ? since.OffsetSeconds * NodaConstants.TicksPerSecond : situation.ClockTicks;
        due = DueAfter(since.LocalTicks, since.Precision == TimePrecision.Day, offset, situation.Calendar);
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
        if (cause.BusinessDays > 0) reached += calendar.DaysUntil(DayOf(local), cause.BusinessDays) * NodaConstants.TicksPerDay;
        reached += _waitTicks;
        if (_atTicks is not { } at) return reached - offset;
        var due = (DayOf(reached - day) * NodaConstants.TicksPerDay) + at;
        if (!isDay && _waitTicks >= 0 && due < local) due += NodaConstants.TicksPerDay;
        return due - offset;
    }

    private static long DayOf(long ticks) => (ticks < 0 ? ticks - NodaConstants.TicksPerDay + 1 : ticks) / NodaConstants.TicksPerDay;
}
