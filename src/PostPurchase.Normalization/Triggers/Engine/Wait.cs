using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A wait that has begun.</summary>
internal readonly ref struct Wait
{
    /// <summary>What tells it apart from the scan that it began with.</summary>
    public const string OfScan = "/wait";

    public EventTime Start { get; init; }

    public string? Suffix { get; init; }

    public ShipmentScan? Scan { get; init; }

    public ShipmentProblem? Problem { get; init; }

    public DeliveryEstimate? Estimate { get; init; }

    /// <summary>The index before which scans stand that may have begun the same wait.</summary>
    public int Until { get; init; }

    public static Wait Since(ShipmentScan scan) => new() { Start = scan.Time, Scan = scan, Suffix = OfScan };

    public static Wait Since(ShipmentProblem problem, Shipment shipment) =>
        new() { Start = problem.Since, Scan = problem.Opened, Problem = problem, Suffix = OfScan, Until = problem.Cleared?.Index ?? shipment.History.Count };

    public static Wait Since(Situation situation, DeliveryEstimate estimate) => new() { Start = EndOf(estimate), Estimate = estimate, Suffix = situation.KeyOf(estimate) };

    /// <summary>The end of a window of delivery, or else its beginning.</summary>
    public static EventTime EndOf(DeliveryEstimate estimate) => estimate.Through.IsKnown ? estimate.Through : estimate.From;
}
