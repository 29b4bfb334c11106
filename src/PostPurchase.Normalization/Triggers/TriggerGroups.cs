using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers;

/// <summary>The shipment entered a phase, or passed a station on its way.</summary>
public abstract record MilestoneTrigger : ShipmentTrigger
{
    private protected MilestoneTrigger()
    {
    }

    /// <summary>The phase that it came from.</summary>
    public Milestone From => Occasion.Details.Phase?.From ?? Milestone.None;
}

/// <summary>How and to whom it was delivered.</summary>
public abstract record DeliveryTrigger : ShipmentTrigger
{
    private protected DeliveryTrigger()
    {
    }

    /// <summary>Who took it over, where it was left, and what proof there is.</summary>
    public EventFacets Facets => Cause?.Event.Facets ?? default;
}

/// <summary>A failed attempt at the door.</summary>
public abstract record AttemptTrigger : ShipmentTrigger
{
    private protected AttemptTrigger()
    {
    }

    /// <summary>Failed attempts up to when it fired, this one among them.</summary>
    public int Attempt => Occasion.Setting.Attempts;

    /// <summary>Whether the carrier calls it its last.</summary>
    public bool IsFinal => Cause is { } cause && (cause.Event.Facets.IsFinalAttempt || cause.Type == EventType.DeliveryAttempt.Exhausted);
}

/// <summary>Trouble with a beginning and, in time, an end.</summary>
public abstract record ProblemTrigger : ShipmentTrigger
{
    private protected ProblemTrigger()
    {
    }

    /// <summary>The problem; <see langword="null"/> where a single scan tells of it.</summary>
    public ShipmentProblem? Problem => Occasion.Details.Problem;

    /// <summary>Who has to act.</summary>
    public Party ActionBy => Cause is not { } cause ? Party.None : cause.Event.Facets.ActionBy != Party.None ? cause.Event.Facets.ActionBy : cause.Type.ActionBy;
}

/// <summary>Customs.</summary>
public abstract record CustomsTrigger : ProblemTrigger
{
    private protected CustomsTrigger()
    {
    }
}

/// <summary>A hold outside customs.</summary>
public abstract record HoldTrigger : ProblemTrigger
{
    private protected HoldTrigger()
    {
    }
}

/// <summary>A delay.</summary>
public abstract record DelayTrigger : ProblemTrigger
{
    private protected DelayTrigger()
    {
    }
}

/// <summary>Damage, loss, a search or a claim.</summary>
public abstract record DamageTrigger : ProblemTrigger
{
    private protected DamageTrigger()
    {
    }
}

/// <summary>Trouble with the address or the contact.</summary>
public abstract record AddressTrigger : ProblemTrigger
{
    private protected AddressTrigger()
    {
    }
}

/// <summary>A pickup point or locker.</summary>
public abstract record PickupPointTrigger : ShipmentTrigger
{
    private protected PickupPointTrigger()
    {
    }

    /// <summary>Since when it can be collected; the default time where it cannot.</summary>
    public EventTime ReadySince => Shipment.Dates.AvailableForPickup;
}

/// <summary>A change of the destination or the day of delivery.</summary>
public abstract record RedirectTrigger : ShipmentTrigger
{
    private protected RedirectTrigger()
    {
    }
}

/// <summary>A return, to the sender or of a customer.</summary>
public abstract record ReturnTrigger : ShipmentTrigger
{
    private protected ReturnTrigger()
    {
    }

    /// <summary>Which kind of return.</summary>
    public Direction Leg => Shipment.Leg;
}

/// <summary>News of the day of delivery.</summary>
public abstract record EstimateTrigger : ShipmentTrigger
{
    private protected EstimateTrigger()
    {
    }

    /// <summary>The estimate that it is about.</summary>
    public DeliveryEstimate? Estimate => Occasion.Details.Estimate;

    /// <summary>What was said before; <see langword="null"/> where nothing was.</summary>
    public DeliveryEstimate? Previous => Occasion.Details.PreviousEstimate;

    /// <summary>By how many days it moved, or how late the delivery was; positive: later.</summary>
    public int Days => Occasion.Details.Days;
}

/// <summary>From carrier to carrier.</summary>
public abstract record HandOverTrigger : ShipmentTrigger
{
    private protected HandOverTrigger()
    {
    }

    /// <summary>The partner's number, where it is known.</summary>
    public string? PartnerNumber => Cause?.Event.PartnerNumber ?? (Shipment.OtherNumbers.Count > 0 ? Shipment.OtherNumbers[0].Number : null);
}

/// <summary>Order, label, pickup at the sender.</summary>
public abstract record FirstMileTrigger : ShipmentTrigger
{
    private protected FirstMileTrigger()
    {
    }
}

/// <summary>Nothing happens.</summary>
public abstract record SilenceTrigger : ShipmentTrigger
{
    private protected SilenceTrigger()
    {
    }

    /// <summary>The newest scan.</summary>
    public ShipmentScan? LastScan => Shipment.History.Count > 0 ? Shipment.History[^1] : null;
}

/// <summary>Something that happens again, or in an odd order.</summary>
public abstract record SequenceTrigger : ShipmentTrigger
{
    private protected SequenceTrigger()
    {
    }

    /// <summary>How often it happened; 1 where nothing was counted.</summary>
    public int Times => Occasion.Details.Times;
}

/// <summary>Several pieces.</summary>
public abstract record PieceTrigger : ShipmentTrigger
{
    private protected PieceTrigger()
    {
    }

    /// <summary>The piece that it is about; <see langword="null"/> where it is about all.</summary>
    public string? Piece => Occasion.Piece;
}

/// <summary>A payment.</summary>
public abstract record PaymentTrigger : ShipmentTrigger
{
    private protected PaymentTrigger()
    {
    }
}

/// <summary>A code, clock or number in doubt.</summary>
public abstract record DataQualityTrigger : ShipmentTrigger
{
    private protected DataQualityTrigger()
    {
    }
}

/// <summary>A host's own rule fired; <see cref="ShipmentTrigger.Name"/> says which.</summary>
public sealed record HostTrigger : ShipmentTrigger
{
    internal HostTrigger()
    {
    }
}
