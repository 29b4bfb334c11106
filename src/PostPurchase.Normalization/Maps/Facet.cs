namespace PostPurchase.Normalization.Maps;

/// <summary>The names of facets in map files.</summary>
internal static class Facet
{
    public const string DeliveredTo = "deliveredTo";
    public const string DeliveredAt = "deliveredAt";
    public const string Proof = "proof";
    public const string Direction = "direction";
    public const string Attempt = "attempt";
    public const string ActionBy = "actionBy";
    public const string CausedBy = "causedBy";
    public const string Reason = "reason";

    public static readonly string[] Names = [DeliveredTo, DeliveredAt, Proof, Direction, Attempt, ActionBy, CausedBy, Reason];
}

/// <summary>The fields that a refinement may look at.</summary>
internal static class RefinementField
{
    public static readonly string[] Names = ["label", "detail", "locationType", "returnFlag", "hint", "hint2", "service", "signedBy", "place"];
}
