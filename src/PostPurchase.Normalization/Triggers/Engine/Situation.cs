using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A shipment, what its host knows of it, and what time it is: all that conditions may read.</summary>
internal readonly struct Situation(string key, Shipment shipment, ShipmentAttributes attributes, Instant now)
{
    public string Key { get; } = key;

    public Shipment Shipment { get; } = shipment;

    public ShipmentAttributes Attributes { get; } = attributes;

    public Instant Now { get; } = now;

    /// <summary>The first condition that does not hold; <see langword="null"/> where all hold.</summary>
    public string? Unmet(TriggerConditions conditions, ShipmentScan? scan)
    {
        if (ReferenceEquals(conditions, TriggerConditions.None)) return null;
        if (!Allows(conditions.Carriers, scan?.Event.Carrier ?? Shipment.CurrentCarrier)) return nameof(conditions.Carriers);
        if (!AllowsText(conditions.Services, Shipment.Service ?? scan?.Event.Service)) return nameof(conditions.Services);
        if (!Allows(conditions.Countries, (scan?.Event.Place ?? Shipment.LastPlace)?.Country)) return nameof(conditions.Countries);
        if (!Allows(conditions.Destinations, Shipment.Destination?.Country)) return nameof(conditions.Destinations);
        if (conditions.IsInternational is { } isInternational && IsInternational != isInternational) return nameof(conditions.IsInternational);
        if (!Allows(conditions.Legs, Shipment.Leg)) return nameof(conditions.Legs);
        if (!Allows(conditions.Phases, Shipment.Milestone)) return nameof(conditions.Phases);
        if (!HasReached(conditions.Reached)) return nameof(conditions.Reached);
        if (conditions.NotReached.Count > 0 && HasReached(conditions.NotReached)) return nameof(conditions.NotReached);
        if (!Allows(conditions.Conditions, Shipment.Condition)) return nameof(conditions.Conditions);
        if (!HasProblem(conditions.Problems)) return nameof(conditions.Problems);
        if (conditions.LeastAttempts > Shipment.FailedAttempts) return nameof(conditions.LeastAttempts);
        if (conditions.MostAttempts < Shipment.FailedAttempts) return nameof(conditions.MostAttempts);
        if (conditions.HasPieces is { } hasPieces && (Shipment.Pieces.Count > 1 || Shipment.PieceCount > 1) != hasPieces) return nameof(conditions.HasPieces);
        return UnmetByScan(conditions, scan) ?? UnmetByAttributes(conditions);
    }

    private static string? UnmetByScan(TriggerConditions conditions, ShipmentScan? scan)
    {
        var facets = scan?.Event.Facets ?? default;
        if (scan is not null && scan.Type.Severity < conditions.LeastSeverity) return nameof(conditions.LeastSeverity);
        if (conditions.IsFinalAttempt is { } isFinal && isFinal != (facets.IsFinalAttempt || scan?.Type == EventType.DeliveryAttempt.Exhausted)) return nameof(conditions.IsFinalAttempt);
        if (!Allows(conditions.DeliveredTo, DeliveryManner.ToWhom(scan))) return nameof(conditions.DeliveredTo);
        if (!Allows(conditions.DeliveredAt, DeliveryManner.Where(scan))) return nameof(conditions.DeliveredAt);
        if (!Allows(conditions.Proofs, DeliveryManner.ProofOf(scan))) return nameof(conditions.Proofs);
        var actor = facets.ActionBy != Party.None ? facets.ActionBy : scan?.Type.ActionBy ?? Party.None;
        return Allows(conditions.ActionBy, actor) ? null : nameof(conditions.ActionBy);
    }

    private string? UnmetByAttributes(TriggerConditions conditions)
    {
        for (var i = 0; i < conditions.Attributes.Count; i++)
        {
            if (!conditions.Attributes[i].Passes(Attributes)) return $"{nameof(conditions.Attributes)}.{conditions.Attributes[i].Name}";
        }
        return null;
    }

    private bool IsInternational => Shipment.Origin?.Country is { } origin && Shipment.Destination?.Country is { } destination
        && !string.Equals(origin, destination, StringComparison.OrdinalIgnoreCase);

    private bool HasProblem(IReadOnlyList<EventType> types)
    {
        if (types.Count == 0) return true;
        for (var i = 0; i < Shipment.Problems.Count; i++)
        {
            if (Shipment.Problems[i].IsOpen && RuleIndex.IsAny(Shipment.Problems[i].Type, types)) return true;
        }
        return false;
    }

    private bool HasReached(IReadOnlyList<Milestone> milestones)
    {
        for (var i = 0; i < milestones.Count; i++)
        {
            for (var j = 0; j < Shipment.Phases.Count; j++)
            {
                if (Shipment.Phases[j].To == milestones[i]) return true;
            }
        }
        return milestones.Count == 0;
    }

    private static bool Allows(IReadOnlyList<string> allowed, string? value)
    {
        for (var i = 0; i < allowed.Count; i++)
        {
            if (string.Equals(allowed[i], value, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return allowed.Count == 0;
    }

    private static bool AllowsText(IReadOnlyList<string> allowed, string? value)
    {
        for (var i = 0; i < allowed.Count; i++)
        {
            if (value?.Contains(allowed[i], StringComparison.OrdinalIgnoreCase) == true) return true;
        }
        return allowed.Count == 0;
    }

    private static bool Allows<T>(IReadOnlyList<T> allowed, T value)
        where T : struct, Enum
    {
        for (var i = 0; i < allowed.Count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(allowed[i], value)) return true;
        }
        return allowed.Count == 0;
    }
}
