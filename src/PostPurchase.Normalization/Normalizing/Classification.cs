using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>What the map made of a scan.</summary>
/// <param name="Row">What the code or text means; <see langword="null"/> where nothing matched.</param>
/// <param name="Finer">What a refinement added; <see langword="null"/> for none.</param>
/// <param name="Match">What decided.</param>
/// <param name="Confidence">How well it is supported.</param>
internal readonly record struct Classification(Meaning? Row, Meaning? Finer, MatchKind Match, Confidence Confidence)
{
    public EventType Type => Finer is { HasType: true } ? Finer.Type : Row?.Type ?? EventType.Tracking.Unmapped;

    public EventFacets Facets
    {
        get
        {
            var type = Type;
            if (Row is null) return new() { ActionBy = type.ActionBy, CausedBy = type.CausedBy };
            // A row's facets speak of the row's type; a refinement to another type speaks for itself.
            var under = Finer is { HasType: true } && Finer.Type != Row.Type ? null : Row;
            var over = Finer;
            var attempt = Pick(over?.Attempt, Row.Attempt);
            return new()
            {
                DeliveredTo = Pick(over?.DeliveredTo, under?.DeliveredTo),
                DeliveredAt = Pick(over?.DeliveredAt, under?.DeliveredAt),
                Proof = Pick(over?.Proof, under?.Proof),
                Direction = Pick(over?.Direction, Row.Direction),
                Attempt = attempt == Meaning.FinalAttempt ? 0 : attempt,
                IsFinalAttempt = attempt == Meaning.FinalAttempt,
                Reason = over?.Reason ?? under?.Reason,
                ActionBy = Pick(over?.ActionBy, under?.ActionBy) is var actor && actor != Party.None ? actor : type.ActionBy,
                CausedBy = Pick(over?.CausedBy, under?.CausedBy) is var causer && causer != Party.None ? causer : type.CausedBy,
            };
        }
    }

    private static T Pick<T>(T? over, T? under)
        where T : struct
        => over is { } first && !EqualityComparer<T>.Default.Equals(first, default) ? first : under ?? default;
}
