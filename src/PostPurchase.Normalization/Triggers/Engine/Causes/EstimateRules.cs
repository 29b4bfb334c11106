using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on what is said of the day of delivery.</summary>
internal sealed class EstimateRules(IEnumerable<PreparedRule> rules)
{
    private readonly (PreparedRule Rule, EstimateCause Cause)[] _all =
        [.. rules.Where(rule => rule.Rule.Cause is EstimateCause).Select(rule => (rule, (EstimateCause)rule.Rule.Cause))];

    public void Find(OccasionFinder finder)
    {
        var (now, then) = (finder.Shipment.Estimates, finder.Situation.Before?.Estimates);
        if (ReferenceEquals(now, then) || (now.First is null && now.Lateness is null)) return;
        foreach (var (rule, cause) in _all)
        {
            switch (cause.News)
            {
                case EstimateNews.First:
                    if (now.First is { } first && then?.First is null) finder.Add(rule, null, new() { Estimate = first.Estimate, Since = first.Since });
                    break;
                case EstimateNews.DeliveredLate or EstimateNews.DeliveredEarly or EstimateNews.DeliveredOnTime:
                    if (now.Lateness is { } lateness && IsAsked(cause, lateness.Days) && !(then?.Lateness is { } known && IsAsked(cause, known.Days)))
                    {
                        finder.Add(rule, null, new() { Estimate = now.Promise ?? now.First?.Estimate, Days = lateness.Days, Since = finder.Shipment.Dates.Delivered });
                    }
                    break;
                default:
                    for (var i = Known(now.Changes, then?.Changes ?? []); i < now.Changes.Count; i++) Offer(finder, rule, cause, now.Changes[i], isNewest: i == now.Changes.Count - 1);
                    break;
            }
        }
    }

    /// <summary>How many changes are as they were; a late report may change the past.</summary>
    private static int Known(IReadOnlyList<EstimateChange> now, IReadOnlyList<EstimateChange> then)
    {
        var known = 0;
        while (known < now.Count && known < then.Count && now[known].From.Estimate == then[known].From.Estimate && now[known].To.Estimate == then[known].To.Estimate) known++;
        return known;
    }

    private static void Offer(OccasionFinder finder, PreparedRule rule, EstimateCause cause, EstimateChange change, bool isNewest)
    {
        if (!IsAsked(cause, change, finder.Shipment.Estimates.Promise)) return;
        if (!rule.FiresLate && (!isNewest || finder.Shipment.IsEnded)) finder.Reject(rule, RuleVerdict.LeftBehind, null);
        else finder.Add(rule, null, new() { Estimate = change.To.Estimate, PreviousEstimate = change.From.Estimate, Days = change.Days, Since = change.To.Since, Suffix = CauseKey.Of(change.To.Estimate) });
    }

    private static bool IsAsked(EstimateCause cause, EstimateChange change, DeliveryEstimate? promise) => cause.News switch
    {
        EstimateNews.Later => change.Days >= Math.Max(1, cause.LeastDays),
        EstimateNews.Earlier => -change.Days >= Math.Max(1, cause.LeastDays),
        EstimateNews.BeyondPromise => promise is not null && IsBeyond(change.To.Estimate, promise) && !IsBeyond(change.From.Estimate, promise),
        _ => Math.Abs(change.Days) >= cause.LeastDays,
    };

    private static bool IsAsked(EstimateCause cause, int days) => cause.News switch
    {
        EstimateNews.DeliveredLate => days >= Math.Max(1, cause.LeastDays),
        EstimateNews.DeliveredEarly => -days >= Math.Max(1, cause.LeastDays),
        _ => days == 0,
    };

    private static bool IsBeyond(DeliveryEstimate estimate, DeliveryEstimate promise) => EstimateHistory.Days(estimate).Through > EstimateHistory.Days(promise).Through;
}
