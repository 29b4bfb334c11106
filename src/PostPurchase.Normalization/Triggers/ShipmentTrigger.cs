using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Engine;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers;

/// <summary>Something that a host may want to act on. Immutable and safe to share between threads.</summary>
/// <remarks>
/// One sealed record for each trigger of the catalogue, below an abstract record for its group, so that handlers choose how much they want to hear:
/// one trigger, a group, or all. A host's own rules give <see cref="HostTrigger"/>.
/// </remarks>
public abstract record ShipmentTrigger
{
    private protected ShipmentTrigger()
    {
    }

    /// <summary>What recognises a repeat.</summary>
    public TriggerId Id => Occasion.Id;

    /// <summary>Name of the rule that fired.</summary>
    public string Name => Occasion.Rule.Name;

    /// <summary>What it is about.</summary>
    public TriggerGroup Group => Occasion.Rule.Group;

    /// <summary>The key under which the host keeps the shipment.</summary>
    public string ShipmentKey => Occasion.Setting.ShipmentKey;

    /// <summary>The shipment as it was when the trigger fired; where a store kept the trigger, as it is when it is handled.</summary>
    public Shipment Shipment => Occasion.Setting.Shipment;

    /// <summary>What the host attached to the shipment, as of the same moment as <see cref="Shipment"/>.</summary>
    public ShipmentAttributes Attributes => Occasion.Setting.Attributes;

    /// <summary>The scan that caused it, or with which the wait began that is now over; <see langword="null"/> where no single scan did.</summary>
    public ShipmentScan? Cause => Occasion.Scan;

    /// <summary>Since when what it tells is so; the default time where that is not known.</summary>
    public EventTime Since => Occasion.Since;

    /// <summary>When a wait was over; <see langword="null"/> where nothing was waited for.</summary>
    public Instant? Due => Occasion.Details.Due;

    /// <summary>When the rules found it.</summary>
    public Instant FiredAt => Occasion.Setting.FiredAt;

    internal Occasion Occasion { get; init; } = null!;
}
