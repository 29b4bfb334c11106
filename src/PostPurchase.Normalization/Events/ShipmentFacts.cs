namespace PostPurchase.Normalization.Events;

/// <summary>What a payload says of a shipment as a whole. Absent facts are <see langword="null"/> or empty.</summary>
public sealed record ShipmentFacts
{
    /// <summary>Number under which the carrier knows the shipment.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>Number of its events in the payload.</summary>
    public int EventCount { get; init; }

    /// <summary>Name of the service, as sent.</summary>
    public string? Service { get; init; }

    /// <summary>The carrier's code of the service.</summary>
    public string? ServiceCode { get; init; }

    /// <summary>Weight as sent, in <see cref="WeightUnit"/>.</summary>
    public decimal? Weight { get; init; }

    /// <summary>Unit of the weight as sent.</summary>
    public string? WeightUnit { get; init; }

    /// <summary>Number of pieces that the carrier states; the payload may hold fewer.</summary>
    public int? PieceCount { get; init; }

    /// <summary>Numbers of the pieces.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];

    /// <summary>References of sender and carrier.</summary>
    public IReadOnlyList<ShipmentReference> References { get; init; } = [];

    /// <summary>Numbers under which other carriers carry it.</summary>
    public IReadOnlyList<PartnerNumber> Partners { get; init; } = [];

    /// <summary>Where it comes from.</summary>
    public Place? Origin { get; init; }

    /// <summary>Where it goes.</summary>
    public Place? Destination { get; init; }

    /// <summary>What the carrier says of the day of delivery.</summary>
    public IReadOnlyList<DeliveryEstimate> Estimates { get; init; } = [];

    /// <summary>Name of who signed; only where the host asked for personal data.</summary>
    public string? SignedBy { get; init; }

    /// <summary>Kind or address of the proof of delivery, as sent.</summary>
    public string? Proof { get; init; }
}

/// <summary>A reference of a shipment.</summary>
/// <param name="Number">The reference.</param>
/// <param name="Type">What it is, as the carrier says.</param>
public sealed record ShipmentReference(string Number, string? Type);

/// <summary>A number under which another carrier carries the shipment.</summary>
/// <param name="Number">The number.</param>
/// <param name="Carrier">The carrier, as sent or as the map says.</param>
public sealed record PartnerNumber(string Number, string? Carrier);

/// <summary>What an estimate is.</summary>
public enum EstimateKind
{
    /// <summary>What the carrier expects now, and may change.</summary>
    Estimated,

    /// <summary>What the service promised.</summary>
    Committed,

    /// <summary>The day planned first.</summary>
    Scheduled,

    /// <summary>What was agreed with the recipient.</summary>
    Appointment,
}

/// <summary>A day or window of delivery that a carrier names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="From">The day, the moment, or the window's beginning.</param>
/// <param name="Through">The window's end; the default value where there is no window.</param>
public sealed record DeliveryEstimate(EstimateKind Kind, EventTime From, EventTime Through);
