using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>What a type means to a shipment's state, beyond its milestone.</summary>
[Flags]
internal enum ScanTraits : byte
{
    None,

    /// <summary>About the parcel or its label: it may move the phase.</summary>
    MovesParcel = 1,

    /// <summary>The carrier takes the parcel over for the first time.</summary>
    TakesOver = 2,

    /// <summary>Data about a parcel that is yet to come.</summary>
    Announces = 4,

    /// <summary>The carrier handled the parcel itself.</summary>
    IsPhysical = 8,

    /// <summary>An earlier scan was an error.</summary>
    Retracts = 16,
}

/// <summary>Kinds of trouble, by what ends them.</summary>
[Flags]
internal enum ProblemFamilies : ushort
{
    None,
    Pickup = 1,
    Customs = 2,
    Hold = 4,
    Delay = 8,
    Attempt = 16,
    Address = 32,
    Contents = 64,
    Lost = 128,
    Handling = 256,
    Payment = 512,
    Case = 1024,

    /// <summary>Over as soon as the parcel moves.</summary>
    EndedByMovement = Pickup | Customs | Hold | Lost | Handling | Payment,

    /// <summary>Over when the carrier goes to the recipient again, or the parcel's way ends.</summary>
    EndedByRound = EndedByMovement | Delay | Attempt | Address,
}

/// <summary>Traits, trouble and remedy of every type, looked up by the type's number.</summary>
internal readonly record struct ScanMeaning(ScanTraits Traits, ProblemFamilies Opens, ProblemFamilies Ends)
{
    private static readonly ScanMeaning[] ByNumber = Build();

    public static ScanMeaning Of(EventType type) => type.Number > 0 ? ByNumber[type.Number] : Read(type);

    public bool Has(ScanTraits traits) => (Traits & traits) != ScanTraits.None;

    private static ScanMeaning[] Build()
    {
        var table = new ScanMeaning[EventType.All[^1].Number + 1];
        foreach (var type in EventType.All) table[type.Number] = Read(type);
        return table;
    }

    private static ScanMeaning Read(EventType type) => new(TraitsOf(type), Trouble(type), Remedy(type));

    private static ScanTraits TraitsOf(EventType type)
    {
        if (type.Scope is not (EventScope.Parcel or EventScope.Label)) return ScanTraits.None;
        var traits = ScanTraits.MovesParcel;
        if (type.Is(EventType.Acceptance.Completed)) traits |= ScanTraits.TakesOver;
        if (type.Is(EventType.Tracking.Retracted)) traits |= ScanTraits.Retracts;
        if (type.Milestone == Milestone.InfoReceived && type.Group is "info" or "label" or "pickup" && type.Condition == Condition.OnTrack) traits |= ScanTraits.Announces;
        if (type.Milestone >= Milestone.InTransit && type.Milestone < Milestone.Failed && !IsPlan(type)) traits |= ScanTraits.IsPhysical;
        return traits;
    }

    /// <summary>Types that speak of what is to come: the parcel lies where it lay.</summary>
    private static bool IsPlan(EventType type) =>
        type.Is(EventType.Delivery.Scheduled) || type.Is(EventType.Delivery.AppointmentRequired) || type.Is(EventType.Delivery.EstimateUpdated)
        || type.Is(EventType.Delivery.RescheduledByRecipient) || type.Is(EventType.Delivery.Rescheduled) || type.Is(EventType.Delivery.InstructionsReceived)
        || type.Is(EventType.Transit.DeparturePlanned) || type.Is(EventType.Customs.DutiesAssessed) || type.Is(EventType.Customs.DutiesPaid)
        || type.Is(EventType.Customs.DocumentsReceived) || type.Is(EventType.Tracking.Retracted);

    private static ProblemFamilies Trouble(EventType type) => type switch
    {
        { Condition: Condition.OnTrack } => ProblemFamilies.None,
        { Scope: EventScope.Case } => ProblemFamilies.Case,
        { Group: "customs" } => ProblemFamilies.Customs,
        { Milestone: Milestone.AttemptFailed } or { Pitfall: Pitfalls.DeliveryDisputed } => ProblemFamilies.Attempt,
        _ when type.Is(EventType.ReturnToSender.AttemptFailed) => ProblemFamilies.Attempt,
        { Group: "pickup" or "info" or "order" } or { Pitfall: Pitfalls.NeverHandedOver } => ProblemFamilies.Pickup,
        { Pitfall: Pitfalls.Damaged } => ProblemFamilies.Contents,
        { Pitfall: Pitfalls.Lost or Pitfalls.Stalled } => ProblemFamilies.Lost,
        { Pitfall: Pitfalls.PaymentDue } => ProblemFamilies.Payment,
        { Condition: Condition.Held } => ProblemFamilies.Hold,
        { Condition: Condition.Delayed } => ProblemFamilies.Delay,
        { Pitfall: Pitfalls.AddressProblem } => ProblemFamilies.Address,
        _ => ProblemFamilies.Handling,
    };

    private static ProblemFamilies Remedy(EventType type)
    {
        if (type.Condition != Condition.OnTrack && !type.IsEndExpected) return ProblemFamilies.None;
        if (type == EventType.Exception.Resolved) return ProblemFamilies.EndedByRound | ProblemFamilies.Contents;
        if (type == EventType.Hold.Released) return ProblemFamilies.Hold | ProblemFamilies.Payment;
        if (type == EventType.Payment.Received) return ProblemFamilies.Payment;
        if (type == EventType.Exception.AddressCorrected) return ProblemFamilies.Address;
        if (type == EventType.Exception.Repacked) return ProblemFamilies.Contents;
        if (type == EventType.Exception.Found) return ProblemFamilies.Lost;
        if (type.Scope == EventScope.Case) return ProblemFamilies.Case;
        if (type.Scope != EventScope.Parcel) return ProblemFamilies.None;
        if (type.Milestone is Milestone.OutForDelivery or Milestone.AvailableForPickup or Milestone.Delivered or Milestone.Returning or Milestone.Returned) return ProblemFamilies.EndedByRound;
        if (type.Milestone is Milestone.Failed or Milestone.Cancelled) return ProblemFamilies.EndedByRound;
        if (type.Is(EventType.Delivery.Scheduled) || type.Is(EventType.Delivery.RescheduledByRecipient) || type.Group == "redirect") return ProblemFamilies.Attempt;
        if (type.Milestone != Milestone.InTransit || IsPlan(type)) return ProblemFamilies.None;
        var isStillInCustoms = type.Group == "customs" && type != EventType.Customs.Cleared && type != EventType.Customs.ExportCleared;
        return isStillInCustoms ? ProblemFamilies.EndedByMovement & ~(ProblemFamilies.Customs | ProblemFamilies.Hold) : ProblemFamilies.EndedByMovement;
    }
}
