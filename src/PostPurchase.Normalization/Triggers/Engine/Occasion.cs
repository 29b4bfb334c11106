using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>All that is known when a rule fires. Immutable.</summary>
internal sealed record Occasion
{
    private KnownTriggerId? _id;

    /// <summary>Worked out when it is first asked for, as a cryptographic hash costs more than the rest.</summary>
    public TriggerId Id
    {
        get => (_id ??= new(TriggerId.Of(ShipmentKey, Rule.Name, CauseKey))).Value;
        init => _id = new(value);
    }

    public required TriggerRule Rule { get; init; }

    public required string ShipmentKey { get; init; }

    public required Shipment Shipment { get; init; }

    public required ShipmentAttributes Attributes { get; init; }

    public required string CauseKey { get; init; }

    public required Instant FiredAt { get; init; }

    public ShipmentScan? Scan { get; init; }

    public EventTime Since { get; init; }

    public Instant? Due { get; init; }

    public PhaseChange? Phase { get; init; }

    public ShipmentProblem? Problem { get; init; }

    public DeliveryEstimate? Estimate { get; init; }

    public DeliveryEstimate? PreviousEstimate { get; init; }

    public int Days { get; init; }

    public int Times { get; init; } = 1;

    /// <summary>Failed attempts up to then.</summary>
    public int Attempts { get; init; }

    public string? Piece { get; init; }
}
