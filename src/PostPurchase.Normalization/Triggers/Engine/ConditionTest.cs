using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>One thing that a rule asks besides its cause.</summary>
/// <param name="Name">The condition, as explanations name it.</param>
/// <param name="Holds">Whether it holds, of a shipment and the scan that a cause is about.</param>
internal readonly record struct ConditionTest(string Name, Func<Situation, ShipmentScan?, bool> Holds)
{
    /// <summary>A test for each condition that is asked.</summary>
    public static ConditionTest[] Of(TriggerConditions asked)
    {
        var tests = new List<ConditionTest>();
        void Ask(bool isAsked, string name, Func<Situation, ShipmentScan?, bool> holds)
        {
            if (isAsked) tests.Add(new(name, holds));
        }

        Ask(asked.Carriers.Count > 0, nameof(asked.Carriers), (situation, scan) => IsIn(asked.Carriers, scan?.Event.Carrier ?? situation.Shipment.CurrentCarrier));
        Ask(asked.Services.Count > 0, nameof(asked.Services), (situation, scan) => IsWordOf(asked.Services, situation.Shipment.Service ?? scan?.Event.Service));
        Ask(asked.Countries.Count > 0, nameof(asked.Countries), (situation, scan) => IsIn(asked.Countries, (scan?.Event.Place ?? situation.Shipment.LastPlace)?.Country));
        Ask(asked.Destinations.Count > 0, nameof(asked.Destinations), (situation, _) => IsIn(asked.Destinations, situation.Shipment.Destination?.Country));
        Ask(asked.IsInternational is not null, nameof(asked.IsInternational), (situation, _) => IsInternational(situation.Shipment) == asked.IsInternational);
        var legs = new EnumSet<Direction>(asked.Legs);
        Ask(!legs.IsEmpty, nameof(asked.Legs), (situation, _) => legs.Has(situation.Shipment.Leg));
        var phases = new EnumSet<Milestone>(asked.Phases);
        Ask(!phases.IsEmpty, nameof(asked.Phases), (situation, _) => phases.Has(situation.Shipment.Milestone));
        var reached = new EnumSet<Milestone>(asked.Reached);
        Ask(!reached.IsEmpty, nameof(asked.Reached), (situation, _) => situation.HasReached(reached));
        var notReached = new EnumSet<Milestone>(asked.NotReached);
        Ask(!notReached.IsEmpty, nameof(asked.NotReached), (situation, _) => !situation.HasReached(notReached));
        var conditions = new EnumSet<Condition>(asked.Conditions);
        Ask(!conditions.IsEmpty, nameof(asked.Conditions), (situation, _) => conditions.Has(situation.Shipment.Condition));
        var problems = new TypeSet(asked.Problems);
        Ask(!problems.IsEmpty, nameof(asked.Problems), (situation, _) => HasProblem(situation.Shipment, problems));
        Ask(asked.LeastAttempts is not null, nameof(asked.LeastAttempts), (situation, _) => asked.LeastAttempts <= situation.Shipment.FailedAttempts);
        Ask(asked.MostAttempts is not null, nameof(asked.MostAttempts), (situation, _) => asked.MostAttempts >= situation.Shipment.FailedAttempts);
        Ask(asked.HasPieces is not null, nameof(asked.HasPieces), (situation, _) => (situation.Shipment.Pieces.Count > 1 || situation.Shipment.PieceCount > 1) == asked.HasPieces);
        Ask(asked.LeastSeverity > default(Severity), nameof(asked.LeastSeverity), (_, scan) => scan is null || scan.Type.Severity >= asked.LeastSeverity);
        Ask(asked.IsFinalAttempt is not null, nameof(asked.IsFinalAttempt), (_, scan) => IsFinalAttempt(scan) == asked.IsFinalAttempt);
        var deliveredTo = new EnumSet<DeliveredTo>(asked.DeliveredTo);
        Ask(!deliveredTo.IsEmpty, nameof(asked.DeliveredTo), (_, scan) => deliveredTo.Has(DeliveryManner.ToWhom(scan)));
        var deliveredAt = new EnumSet<DeliveredAt>(asked.DeliveredAt);
        Ask(!deliveredAt.IsEmpty, nameof(asked.DeliveredAt), (_, scan) => deliveredAt.Has(DeliveryManner.Where(scan)));
        var proofs = new EnumSet<ProofOfDelivery>(asked.Proofs);
        Ask(!proofs.IsEmpty, nameof(asked.Proofs), (_, scan) => proofs.Has(DeliveryManner.ProofOf(scan)));
        var actionBy = new EnumSet<Party>(asked.ActionBy);
        Ask(!actionBy.IsEmpty, nameof(asked.ActionBy), (_, scan) => actionBy.Has(ActorOf(scan)));
        foreach (var attribute in asked.Attributes) Ask(true, $"{nameof(asked.Attributes)}.{attribute.Name}", (situation, _) => attribute.Passes(situation.Attributes));
        return [.. tests];
    }

    private static bool IsFinalAttempt(ShipmentScan? scan) => scan is not null && (scan.Event.Facets.IsFinalAttempt || scan.Type == EventType.DeliveryAttempt.Exhausted);

    private static Party ActorOf(ShipmentScan? scan) => scan is null ? Party.None : scan.Event.Facets.ActionBy is not Party.None and var told ? told : scan.Type.ActionBy;

    private static bool IsInternational(Shipment shipment) => shipment.Origin?.Country is { } origin && shipment.Destination?.Country is { } destination
        && !string.Equals(origin, destination, StringComparison.OrdinalIgnoreCase);

    private static bool HasProblem(Shipment shipment, TypeSet types)
    {
        for (var i = 0; i < shipment.Problems.Count; i++)
        {
            if (shipment.Problems[i].IsOpen && types.Has(shipment.Problems[i].Type)) return true;
        }
        return false;
    }

    private static bool IsIn(IReadOnlyList<string> words, string? value)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (string.Equals(words[i], value, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    private static bool IsWordOf(IReadOnlyList<string> words, string? value)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (value?.Contains(words[i], StringComparison.OrdinalIgnoreCase) == true) return true;
        }
        return false;
    }
}
