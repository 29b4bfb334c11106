namespace PostPurchase.Normalization.Taxonomy;

/// <summary>Who took the parcel over.</summary>
public enum DeliveredTo : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>The recipient in person.</summary>
    Recipient,

    /// <summary>A member of the household.</summary>
    Household,

    /// <summary>A neighbor.</summary>
    Neighbor,

    /// <summary>A person whom the recipient named.</summary>
    AuthorizedPerson,

    /// <summary>A reception, concierge or mail room.</summary>
    Reception,

    /// <summary>An agent.</summary>
    Agent,

    /// <summary>The sender, at the end of a return.</summary>
    Sender,

    /// <summary>Another carrier.</summary>
    Carrier,

    /// <summary>Customs.</summary>
    Customs,
}

/// <summary>Where the parcel was left or handed over.</summary>
public enum DeliveredAt : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>At the door.</summary>
    Door,

    /// <summary>At an agreed or judged safe place.</summary>
    SafePlace,

    /// <summary>In the letterbox.</summary>
    Letterbox,

    /// <summary>In the recipient's own parcel box.</summary>
    ParcelBox,

    /// <summary>In a shared locker.</summary>
    Locker,

    /// <summary>In a shop or access point.</summary>
    Shop,

    /// <summary>At a post office counter.</summary>
    PostOffice,

    /// <summary>At the carrier's depot.</summary>
    Depot,

    /// <summary>In a post office box.</summary>
    PoBox,

    /// <summary>At a loading dock.</summary>
    Dock,

    /// <summary>At another address than the one on the label.</summary>
    AlternateAddress,
}

/// <summary>What evidence of handing over exists.</summary>
public enum ProofOfDelivery : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>A signature.</summary>
    Signature,

    /// <summary>A photo.</summary>
    Photo,

    /// <summary>A code that the recipient gave.</summary>
    Code,

    /// <summary>An identity document was shown.</summary>
    Identity,

    /// <summary>The carrier says that there is none.</summary>
    None,
}

/// <summary>Which way the parcel travels.</summary>
public enum Direction : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>To the recipient.</summary>
    Forward,

    /// <summary>Undelivered, back to the sender.</summary>
    ReturnToSender,

    /// <summary>A customer return, to the merchant.</summary>
    CustomerReturn,
}
