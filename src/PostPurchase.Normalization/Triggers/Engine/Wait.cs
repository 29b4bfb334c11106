using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A wait that has begun, and when it is over, in Unix ticks.</summary>
internal readonly ref struct Wait
{
    public EventTime Since { get; init; }

    public long Due { get; init; }

    /// <summary>What tells it apart from the scan that it began with; of one that began with an estimate, that does.</summary>
    public string? Suffix { get; init; }

    public ShipmentScan? Scan { get; init; }

    public ShipmentProblem? Problem { get; init; }

    public DeliveryEstimate? Estimate { get; init; }
}
