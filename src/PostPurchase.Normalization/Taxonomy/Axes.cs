namespace PostPurchase.Normalization.Taxonomy;

/// <summary>What an event is about. Only <see cref="Parcel"/> and <see cref="Label"/> events move a parcel.</summary>
public enum EventScope : byte
{
    /// <summary>The physical parcel, or the announcement of it.</summary>
    Parcel,

    /// <summary>A shipping label or waybill; voiding it does not end the shipment.</summary>
    Label,

    /// <summary>The merchant's order or the handling of a customer return.</summary>
    Order,

    /// <summary>A search, inquiry or claim.</summary>
    Case,

    /// <summary>A charge, a payment or a refund.</summary>
    Money,

    /// <summary>Something said to, or by, sender or recipient.</summary>
    Message,
}

/// <summary>The last physical phase that a parcel is known to have reached.</summary>
public enum Milestone : byte
{
    /// <summary>The event does not move the parcel: the phase stays what it was.</summary>
    None,

    /// <summary>Nothing but an order or a number exists.</summary>
    Pending,

    /// <summary>The carrier has the data, not the parcel.</summary>
    InfoReceived,

    /// <summary>The carrier has the parcel and moves it.</summary>
    InTransit,

    /// <summary>On the delivery round.</summary>
    OutForDelivery,

    /// <summary>The carrier was at the door and could not deliver.</summary>
    AttemptFailed,

    /// <summary>Waits at a point where the recipient collects it.</summary>
    AvailableForPickup,

    /// <summary>Handed over to the recipient's side.</summary>
    Delivered,

    /// <summary>On the way back to the sender or merchant.</summary>
    Returning,

    /// <summary>Back with the sender or merchant.</summary>
    Returned,

    /// <summary>Ended without delivery and without a return: lost, destroyed, seized.</summary>
    Failed,

    /// <summary>Called off before or during transport.</summary>
    Cancelled,

    /// <summary>The source stopped reporting before an end was seen.</summary>
    Expired,
}

/// <summary>How things stand, beside the phase: a delay does not change where the parcel is.</summary>
public enum Condition : byte
{
    /// <summary>Nothing is known to be wrong.</summary>
    OnTrack,

    /// <summary>Later than planned.</summary>
    Delayed,

    /// <summary>Kept back on purpose, by the carrier, an authority or on a wish.</summary>
    Held,

    /// <summary>Something went wrong.</summary>
    Exception,
}

/// <summary>How urgent an event is, in ascending order.</summary>
public enum Severity : byte
{
    /// <summary>Routine.</summary>
    Info,

    /// <summary>Worth telling.</summary>
    Notice,

    /// <summary>Likely to need attention.</summary>
    Warning,

    /// <summary>The delivery is at stake.</summary>
    Critical,
}

/// <summary>Who has to act, or who caused it.</summary>
public enum Party : byte
{
    /// <summary>Nobody, or it is not known.</summary>
    None,

    /// <summary>The sender or merchant.</summary>
    Sender,

    /// <summary>The recipient.</summary>
    Recipient,

    /// <summary>The carrier.</summary>
    Carrier,

    /// <summary>Customs or another authority.</summary>
    Authority,

    /// <summary>Nobody involved: weather, unrest, holidays.</summary>
    Outside,
}

/// <summary>How sure a statement is, in ascending order.</summary>
public enum Confidence : byte
{
    /// <summary>Not stated.</summary>
    Unknown,

    /// <summary>A judgement.</summary>
    Low,

    /// <summary>Several independent uses agree, or one that works; or right but coarser than the question.</summary>
    Medium,

    /// <summary>The owner's document or recorded data says so.</summary>
    High,
}
