using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Puts what was told of the day of delivery in order.</summary>
internal static class EstimateFold
{
    private static readonly EstimateHistory Nothing = new();

    public static EstimateHistory Fold(IReadOnlyCollection<KeyValuePair<EstimateKey, EstimateSpan>> estimates, DeliveryEstimate? promise, EventTime delivered, BusinessCalendar calendar)
    {
        if (estimates.Count == 0 && promise is null) return Nothing;
        // The key decides between estimates of one report: the order of the dictionary, which a stable sort keeps.
        var told = estimates
            .OrderBy(one => one.Value.First, Comparer<EventTime>.Create(Canonical.Compare))
            .Select(one => new ToldEstimate(one.Key.Estimate, one.Key.Source, one.Value.First, one.Value.Last))
            .ToArray();
        var first = Best(told.Where(one => one.Since.Equals(told[0].Since)), Firmness);
        var newest = told.Length == 0 ? default : told.Select(one => one.Until).Aggregate((left, right) => Canonical.Compare(left, right) >= 0 ? left : right);
        return new()
        {
            Promise = promise,
            Told = told,
            First = first,
            Current = Best(told.Where(one => one.Until.Equals(newest)), Freshness),
            Changes = ChangesOf(told, delivered),
            Lateness = delivered.IsKnown && (promise ?? first?.Estimate) is { } owed ? EstimateHistory.LatenessOf(delivered.Date, owed, calendar) : null,
        };
    }

    /// <summary>What is told at once counts as one word, the freshest kind in it; a word after the delivery moves nothing.</summary>
    private static EstimateChange[] ChangesOf(ToldEstimate[] told, EventTime delivered)
    {
        var changes = new List<EstimateChange>();
        ToldEstimate? before = null;
        for (var i = 0; i < told.Length;)
        {
            var since = told[i].Since;
            if (delivered.IsKnown && Canonical.Compare(since, delivered) > 0) break;
            var together = told.Skip(i).TakeWhile(one => one.Since.Equals(since)).ToArray();
            i += together.Length;
            var now = Best(together, Freshness)!;
            // A firmer kind told beside an estimate that goes on is no move of it.
            if (before is not null && Freshness(now) < Freshness(before) && Canonical.Compare(before.Until, since) >= 0) continue;
            if (before is not null) changes.Add(new(before, now, Period.DaysBetween(EstimateHistory.Days(before.Estimate).Through, EstimateHistory.Days(now.Estimate).Through)));
            before = now;
        }
        return [.. changes];
    }

    private static ToldEstimate? Best(IEnumerable<ToldEstimate> together, Func<ToldEstimate, int> rank)
    {
        ToldEstimate? best = null;
        foreach (var one in together)
        {
            if (best is null || rank(one) > rank(best)) best = one;
        }
        return best;
    }

    private static int Freshness(ToldEstimate told) => told.Estimate.Kind switch
    {
        EstimateKind.Appointment => 3,
        EstimateKind.Estimated => 2,
        EstimateKind.Scheduled => 1,
        _ => 0,
    };

    private static int Firmness(ToldEstimate told) => told.Estimate.Kind switch
    {
        EstimateKind.Committed => 3,
        EstimateKind.Scheduled => 2,
        EstimateKind.Estimated => 1,
        _ => 0,
    };
}
