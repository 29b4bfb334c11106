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
        get => (_id ??= new(TriggerId.Of(Setting.ShipmentKey, Rule.Name, CauseKey))).Value;
        init => _id = new(value);
    }

    public required Setting Setting { get; init; }

    public required TriggerRule Rule { get; init; }

    public required string CauseKey { get; init; }

    public ShipmentScan? Scan { get; init; }

    /// <summary>What the scan alone does not tell.</summary>
    public OccasionDetails Details { get; init; } = OccasionDetails.None;

    public EventTime Since => HasDetails ? Details.Since : Scan?.Time ?? default;

    public string? Piece => HasDetails ? Details.Piece : Scan?.Piece;

    private bool HasDetails => !ReferenceEquals(Details, OccasionDetails.None);
}

/// <summary>What all occasions of one decision have in common. Immutable.</summary>
/// <param name="ShipmentKey">The key under which the host keeps the shipment.</param>
/// <param name="Shipment">The shipment.</param>
/// <param name="Attributes">What the host attached to it.</param>
/// <param name="FiredAt">The moment of the decision.</param>
/// <param name="Attempts">Failed attempts up to then.</param>
internal sealed record Setting(string ShipmentKey, Shipment Shipment, ShipmentAttributes Attributes, Instant FiredAt, int Attempts);

/// <summary>What only some causes tell, all of it. Immutable.</summary>
internal sealed record OccasionDetails
{
    /// <summary>There is nothing to tell but the scan, its time and its piece.</summary>
    public static OccasionDetails None { get; } = new();

    public EventTime Since { get; init; }

    public Instant? Due { get; init; }

    public PhaseChange? Phase { get; init; }

    public string? Piece { get; init; }

    public ShipmentProblem? Problem { get; init; }

    public DeliveryEstimate? Estimate { get; init; }

    public DeliveryEstimate? PreviousEstimate { get; init; }

    public int Days { get; init; }

    public int Times { get; init; } = 1;
}
