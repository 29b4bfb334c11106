namespace PostPurchase.Normalization.Events;

/// <summary>What the events of a parcel mostly have in common; events that follow each other share one object.</summary>
internal sealed record SharedFacts
{
    public static readonly SharedFacts None = new();

    public string Carrier { get; init; } = "";

    public string? Via { get; init; }

    public string Format { get; init; } = "";

    public string? TrackingNumber { get; init; }

    public string? Piece { get; init; }

    public string? Service { get; init; }

    public string? PartnerNumber { get; init; }

    public string? PartnerCarrier { get; init; }

    public string? SignedBy { get; init; }
}
