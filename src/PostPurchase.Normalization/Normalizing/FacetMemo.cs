using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>What is known beside the type of events of one row, for each refinement that was found with it; put together once. Thread-safe.</summary>
internal sealed class FacetMemo
{
    private readonly Meaning? _finer;
    private readonly EventFacets _facets;
    private readonly FacetMemo? _next;

    private FacetMemo(Meaning row, Meaning? finer, FacetMemo? next)
    {
        _finer = finer;
        _facets = Combine(row, finer);
        _next = next;
    }

    /// <summary>The facets that a row gives an event.</summary>
    /// <param name="row">The row.</param>
    /// <param name="finer">The refinement's meaning; <see langword="null"/> for none.</param>
    public static ref readonly EventFacets Of(Meaning row, Meaning? finer)
    {
        var first = Unsafe.As<FacetMemo>(row.Kept);
        for (var known = first; known is not null; known = known._next)
        {
            if (ReferenceEquals(known._finer, finer)) return ref known._facets;
        }
        // Threads that add at once may undo each other; what is lost is put together again. There are no more than the type has refinements.
        var added = new FacetMemo(row, finer, first);
        row.Kept = added;
        return ref added._facets;
    }

    private static EventFacets Combine(Meaning row, Meaning? over)
    {
        var type = over is { HasType: true } ? over.Type : row.Type;
        // A row's facets speak of the row's type; a refinement to another type speaks for itself.
        var under = over is { HasType: true } && over.Type != row.Type ? null : row;
        var attempt = Pick(over?.Attempt, row.Attempt);
        return new()
        {
            DeliveredTo = Pick(over?.DeliveredTo, under?.DeliveredTo),
            DeliveredAt = Pick(over?.DeliveredAt, under?.DeliveredAt),
            Proof = Pick(over?.Proof, under?.Proof),
            Direction = Pick(over?.Direction, row.Direction),
            Attempt = attempt == Meaning.FinalAttempt ? 0 : attempt,
            IsFinalAttempt = attempt == Meaning.FinalAttempt,
            Reason = over?.Reason ?? under?.Reason,
            ActionBy = Pick(over?.ActionBy, under?.ActionBy) is var actor && actor != Party.None ? actor : type.ActionBy,
            CausedBy = Pick(over?.CausedBy, under?.CausedBy) is var causer && causer != Party.None ? causer : type.CausedBy,
        };
    }

    private static T Pick<T>(T? over, T? under)
        where T : struct
        => over is { } first && !EqualityComparer<T>.Default.Equals(first, default) ? first : under ?? default;
}
