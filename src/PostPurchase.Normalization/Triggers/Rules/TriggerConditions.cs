using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>What must hold besides a rule's cause; what is empty or <see langword="null"/> is not asked. Immutable.</summary>
public sealed record TriggerConditions
{
    /// <summary>Nothing is asked.</summary>
    public static TriggerConditions None { get; } = new();

    /// <summary>Ids of carriers: that of the scan, or else the one that has the shipment.</summary>
    public IReadOnlyList<string> Carriers { get; init; } = [];

    /// <summary>Texts that stand in the service's name, in any case.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-2 of the scan's place, or else of the place last seen.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-2 of the destination.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>Whether origin and destination are known to be in different countries.</summary>
    public bool? IsInternational { get; init; }

    /// <summary>Which way it travels.</summary>
    public IReadOnlyList<Direction> Legs { get; init; } = [];

    /// <summary>The phase that it is in.</summary>
    public IReadOnlyList<Milestone> Phases { get; init; } = [];

    /// <summary>The phases that it has been in.</summary>
    public IReadOnlyList<Milestone> Reached { get; init; } = [];

    /// <summary>The phases that it has never been in.</summary>
    public IReadOnlyList<Milestone> NotReached { get; init; } = [];

    /// <summary>How things stand.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>A problem of one of these types, or of a finer one, is open.</summary>
    public IReadOnlyList<EventType> Problems { get; init; } = [];

    /// <summary>The least severity of the scan's type.</summary>
    public Severity LeastSeverity { get; init; }

    /// <summary>Failed attempts, at least.</summary>
    public int? LeastAttempts { get; init; }

    /// <summary>Failed attempts, at most.</summary>
    public int? MostAttempts { get; init; }

    /// <summary>Whether the carrier calls the attempt its last.</summary>
    public bool? IsFinalAttempt { get; init; }

    /// <summary>Who took it over, by the scan's own words or else by its type.</summary>
    public IReadOnlyList<DeliveredTo> DeliveredTo { get; init; } = [];

    /// <summary>Where it was left, by the scan's own words or else by its type.</summary>
    public IReadOnlyList<DeliveredAt> DeliveredAt { get; init; } = [];

    /// <summary>What proof there is, by the scan's own words or else by its type.</summary>
    public IReadOnlyList<ProofOfDelivery> Proofs { get; init; } = [];

    /// <summary>Who has to act.</summary>
    public IReadOnlyList<Party> ActionBy { get; init; } = [];

    /// <summary>Whether there are several pieces, told apart or stated.</summary>
    public bool? HasPieces { get; init; }

    /// <summary>Tests of what the host attached.</summary>
    public IReadOnlyList<AttributeTest> Attributes { get; init; } = [];
}
