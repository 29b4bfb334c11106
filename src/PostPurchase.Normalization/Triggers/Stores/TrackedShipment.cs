using NodaTime;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Stores;

/// <summary>What a store keeps of a shipment.</summary>
/// <remarks>Its timeline can be changed: a shipment that was loaded belongs to whoever loaded it, and one that was saved to the store.</remarks>
public sealed record TrackedShipment
{
    /// <summary>The key under which the host keeps it; compared exactly.</summary>
    public required string Key { get; init; }

    /// <summary>Everything that was reported of it.</summary>
    public required ShipmentTimeline Timeline { get; init; }

    /// <summary>What the host attached to it.</summary>
    public ShipmentAttributes Attributes { get; init; } = ShipmentAttributes.None;

    /// <summary>What has fired.</summary>
    public TriggerMarks Marks { get; init; } = TriggerMarks.None;

    /// <summary>When the rules want to look again though nothing is reported; <see langword="null"/>: only when something is.</summary>
    public Instant? NextDue { get; init; }

    /// <summary>How often it was saved; 0 where it never was. A store saves only over the version that was loaded.</summary>
    public long Version { get; init; }
}

/// <summary>A shipment to be saved, and what fired with it.</summary>
/// <param name="Shipment">As it is to be, with the <see cref="TrackedShipment.Version"/> that was loaded; it is saved as the next one.</param>
/// <param name="Triggers">What goes into the outbox with it. One whose id is there already is passed over.</param>
public sealed record ShipmentSave(TrackedShipment Shipment, IReadOnlyList<OutboxEntry> Triggers);

/// <summary>When there is something to do. Immutable.</summary>
/// <param name="NextDue">The earliest <see cref="TrackedShipment.NextDue"/>; <see langword="null"/> where no shipment waits.</param>
/// <param name="NextAttempt">The earliest <see cref="OutboxEntry.NextAttempt"/> of what is pending; <see langword="null"/> where nothing is.</param>
public sealed record PendingWork(Instant? NextDue, Instant? NextAttempt);
