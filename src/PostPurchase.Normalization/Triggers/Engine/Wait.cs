using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A wait that has begun, and when it is over.</summary>
internal readonly record struct Wait(EventTime Since, Instant Due, ShipmentScan? Scan, ShipmentProblem? Problem, DeliveryEstimate? Estimate, string? Suffix)
{
    /// <summary><see langword="null"/> where nothing is waited for.</summary>
    public static Wait? Of(DeadlineCause cause, in Situation situation)
    {
        var shipment = situation.Shipment;
        if (cause.Phases.Count == 0 ? shipment.IsEnded : !cause.Phases.Contains(shipment.Milestone)) return null;
        return cause.After switch
        {
            DeadlineStart.LastScan => OfScan(cause, shipment, Last(shipment, static _ => true)),
            DeadlineStart.Phase => OfTime(cause, shipment, shipment.Since, PhaseScan(shipment)),
            DeadlineStart.Problem => OfProblem(cause, shipment),
            DeadlineStart.Scan => OfScanOfType(cause, shipment),
            DeadlineStart.Estimate => OfEstimate(cause, shipment, shipment.Estimates.Current?.Estimate),
            DeadlineStart.Promise => OfEstimate(cause, shipment, shipment.Estimates.Promise),
            _ => OfAttribute(cause, situation),
        };
    }

    private static Wait? OfScan(DeadlineCause cause, Shipment shipment, ShipmentScan? scan) => scan is null ? null : OfTime(cause, shipment, scan.Time, scan);

    /// <summary>The scan that put the shipment, or the piece that lags behind, in its phase.</summary>
    private static ShipmentScan? PhaseScan(Shipment shipment)
    {
        for (var i = shipment.Phases.Count - 1; i >= 0; i--)
        {
            var phase = shipment.Phases[i];
            if (phase.To == shipment.Milestone && phase.Scan.Time.Equals(shipment.Since)) return phase.Scan;
        }
        return null;
    }

    private static Wait? OfScanOfType(DeadlineCause cause, Shipment shipment)
    {
        var scan = Last(shipment, one => cause.Types.Count == 0 || RuleIndex.IsAny(one.Type, cause.Types));
        return scan is null || Last(shipment, one => RuleIndex.IsAny(one.Type, cause.Until)) is { } until && until.Index > scan.Index ? null : OfScan(cause, shipment, scan);
    }

    private static Wait? OfProblem(DeadlineCause cause, Shipment shipment)
    {
        foreach (var problem in shipment.Problems)
        {
            if (!problem.IsOpen || (cause.Types.Count > 0 && !RuleIndex.IsAny(problem.Type, cause.Types))) continue;
            if (OfTime(cause, shipment, problem.Since, problem.Opened) is { } wait) return wait with { Problem = problem };
        }
        return null;
    }

    private static Wait? OfEstimate(DeadlineCause cause, Shipment shipment, DeliveryEstimate? estimate)
    {
        if (estimate is null) return null;
        var through = estimate.Through.IsKnown ? estimate.Through : estimate.From;
        // A window's day is over at its midnight, whatever clock time it was told with.
        if (!through.IsKnown || DueAfter(cause, shipment, EventTime.OnDay(through.Date)) is not { } due) return null;
        return new(through, due, null, null, estimate, CauseKey.Of(estimate));
    }

    private static Wait? OfAttribute(DeadlineCause cause, in Situation situation)
    {
        if (cause.Attribute is null || !situation.Attributes.TryGet(cause.Attribute, out var value) || value.Moment is not { } moment) return null;
        var since = EventTime.AtInstant(moment, Offset.Zero, TimePrecision.Second, OffsetBasis.Utc);
        return DueAfter(cause, situation.Shipment, since) is { } due ? new(since, due, null, null, null, cause.Attribute) : null;
    }

    private static Wait? OfTime(DeadlineCause cause, Shipment shipment, EventTime since, ShipmentScan? scan) =>
        DueAfter(cause, shipment, since) is { } due ? new(since, due, scan, null, null, "/wait") : null;

    private static Instant? DueAfter(DeadlineCause cause, Shipment shipment, EventTime since)
    {
        if (!since.IsKnown) return null;
        var offset = since.Offset ?? Moments.OffsetOf(shipment);
        var isDay = since.Precision == TimePrecision.Day;
        // The end of a day is the midnight after it, its beginning the one before.
        var isEnd = isDay && cause.Wait >= Duration.Zero;
        var local = isDay ? since.Date.PlusDays(isEnd ? 1 : 0).AtMidnight() : since.Local;
        for (var days = cause.BusinessDays; days > 0;)
        {
            local = local.PlusDays(1);
            if (BusinessCalendar.MondayToFriday.IsBusinessDay(isEnd ? local.Date.PlusDays(-1) : local.Date)) days--;
        }
        var due = local.WithOffset(offset).ToInstant() + cause.Wait;
        if (cause.At is not { } at) return due;
        var day = due.WithOffset(offset).Date.PlusDays(isEnd ? -1 : 0);
        if (!isDay && cause.Wait >= Duration.Zero && day + at < since.Local) day = day.PlusDays(1);
        return (day + at).WithOffset(offset).ToInstant();
    }

    private static ShipmentScan? Last(Shipment shipment, Func<ShipmentScan, bool> isMeant)
    {
        for (var i = shipment.History.Count - 1; i >= 0; i--)
        {
            var scan = shipment.History[i];
            if (scan.Counts && isMeant(scan)) return scan;
        }
        return null;
    }
}
