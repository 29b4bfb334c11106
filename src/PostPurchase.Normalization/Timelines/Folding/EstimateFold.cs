using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Puts what was told of the day of delivery in order.</summary>
internal static class EstimateFold
{
    public static EstimateHistory Fold(IReadOnlyCollection<KeyValuePair<EstimateKey, EstimateSpan>> estimates, DeliveryEstimate? promise, EventTime delivered, BusinessCalendar calendar)
    {
        if (estimates.Count == 0 && promise is null) return EstimateHistory.None;
        var told = InOrder(estimates);
        var first = Best(told.AsSpan(0, CountAtOnce(told, 0)), Firmness);
        return new()
        {
            Promise = promise,
            Told = told,
            First = first,
            Current = Current(told),
            Changes = told.Length < 2 ? [] : ChangesOf(told, delivered),
            Lateness = delivered.IsKnown && (promise ?? first?.Estimate) is { } owed ? EstimateHistory.LatenessOf(delivered.Date, owed, calendar) : null,
        };
    }

    /// <summary>By when they were told first; the key decides between estimates of one report.</summary>
    private static ToldEstimate[] InOrder(IReadOnlyCollection<KeyValuePair<EstimateKey, EstimateSpan>> estimates)
    {
        var (told, count, isInOrder) = (new ToldEstimate[estimates.Count], 0, true);
        foreach (var (key, span) in estimates)
        {
            isInOrder &= count == 0 || Canonical.Compare(told[count - 1].Since, span.First) <= 0;
            told[count++] = new(key.Estimate, key.Source, span.First, span.Last);
        }
        return isInOrder ? told : [.. told.OrderBy(one => one.Since, Comparer<EventTime>.Create(Canonical.Compare))];
    }

    private static int CountAtOnce(ToldEstimate[] told, int start)
    {
        var end = start;
        while (end < told.Length && told[end].Since.Equals(told[start].Since)) end++;
        return end - start;
    }

    /// <summary>The freshest of those that were told last.</summary>
    private static ToldEstimate? Current(ToldEstimate[] told)
    {
        ToldEstimate? current = null;
        foreach (var one in told)
        {
            var order = current is null ? 1 : Canonical.Compare(one.Until, current.Until);
            if (order > 0 || (order == 0 && Freshness(one) > Freshness(current!))) current = one;
        }
        return current;
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
            var together = CountAtOnce(told, i);
            var now = Best(told.AsSpan(i, together), Freshness)!;
            i += together;
            // A firmer kind told beside an estimate that goes on is no move of it.
            if (before is not null && Freshness(now) < Freshness(before) && Canonical.Compare(before.Until, since) >= 0) continue;
            if (before is not null) changes.Add(new(before, now, Period.DaysBetween(EstimateHistory.Days(before.Estimate).Through, EstimateHistory.Days(now.Estimate).Through)));
            before = now;
        }
        return [.. changes];
    }

    private static ToldEstimate? Best(ReadOnlySpan<ToldEstimate> together, Func<ToldEstimate, int> rank)
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
