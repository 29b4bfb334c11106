using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>What a row, text or refinement says: the type and whatever else is known with it. One instance a row, shared by all events.</summary>
internal sealed class Meaning
{
    public const byte FinalAttempt = 255;

    /// <summary>The type; not meaningful where <see cref="HasType"/> is false.</summary>
    public required EventType Type { get; init; }

    /// <summary>Whether it says a type at all; a refinement may only add facets.</summary>
    public bool HasType { get; init; } = true;

    public string? Label { get; init; }

    public Confidence Confidence { get; init; }

    /// <summary>Whether more than the code had to match.</summary>
    public bool IsQualified { get; init; }

    public DeliveredTo DeliveredTo { get; init; }
    public DeliveredAt DeliveredAt { get; init; }
    public ProofOfDelivery Proof { get; init; }
    public Direction Direction { get; init; }
    public Party ActionBy { get; init; }
    public Party CausedBy { get; init; }

    /// <summary>One-based number of the attempt; <see cref="FinalAttempt"/> for the last one, 0 where nothing is said.</summary>
    public byte Attempt { get; init; }

    public string? Reason { get; init; }

    /// <summary>The refinements of the type in the map that the row is of; found when first needed.</summary>
    public TypeRefinements? Refinements { get; set; }

    /// <summary>What was found of them by texts met before.</summary>
    public RefinementMemo Refined { get; set; } = RefinementMemo.Empty;

    /// <summary>What those who use the meaning keep with it.</summary>
    public object? Kept { get; set; }

    /// <summary>Resolves a line of a map; faults are the linter's business, what cannot be resolved is left out.</summary>
    public static Meaning? From(MeaningDocument document, string? label = null, bool isQualified = false)
    {
        var type = EventType.Tracking.Unmapped;
        if (document.Type is not null && !EventType.TryFind(document.Type, out type)) return null;
        return new()
        {
            Type = type,
            HasType = document.Type is not null,
            Label = label,
            Confidence = document.Confidence,
            IsQualified = isQualified,
            DeliveredTo = document.Facet(Facet.DeliveredTo) is { } to && TaxonomyText.TryParse(to, out DeliveredTo deliveredTo) ? deliveredTo : default,
            DeliveredAt = document.Facet(Facet.DeliveredAt) is { } at && TaxonomyText.TryParse(at, out DeliveredAt deliveredAt) ? deliveredAt : default,
            Proof = document.Facet(Facet.Proof) is { } proof && TaxonomyText.TryParse(proof, out ProofOfDelivery evidence) ? evidence : default,
            Direction = document.Facet(Facet.Direction) is { } way && TaxonomyText.TryParse(way, out Direction direction) ? direction : default,
            ActionBy = document.Facet(Facet.ActionBy) is { } action && TaxonomyText.TryParse(action, out Party actor) ? actor : default,
            CausedBy = document.Facet(Facet.CausedBy) is { } cause && TaxonomyText.TryParse(cause, out Party causer) ? causer : default,
            Attempt = document.Facet(Facet.Attempt) switch
            {
                "final" => FinalAttempt,
                { } number when byte.TryParse(number, out var parsed) => parsed,
                _ => 0,
            },
            Reason = document.Facet(Facet.Reason),
        };
    }
}
