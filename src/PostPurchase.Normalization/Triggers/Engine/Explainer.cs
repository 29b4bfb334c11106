using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Keeps for each rule the verdict that came nearest to firing.</summary>
internal sealed class Explainer : IRuleObserver
{
    private static readonly RuleVerdict[] NearestFirst =
    [
        RuleVerdict.Fires, RuleVerdict.Fired, RuleVerdict.Quiet, RuleVerdict.Silenced, RuleVerdict.Waiting, RuleVerdict.ConditionUnmet,
        RuleVerdict.MatchTooWeak, RuleVerdict.StillOpen, RuleVerdict.LeftBehind, RuleVerdict.Flagged, RuleVerdict.NoCause,
    ];

    private readonly Dictionary<string, RuleExplanation> _nearest = new(StringComparer.Ordinal);

    public void Reject(TriggerRule rule, RuleVerdict verdict, ShipmentScan? scan, string? detail = null)
    {
        if (_nearest.TryGetValue(rule.Name, out var known) && Array.IndexOf(NearestFirst, known.Verdict) <= Array.IndexOf(NearestFirst, verdict)) return;
        _nearest[rule.Name] = new(rule.Name, verdict, scan, detail);
    }

    public RuleExplanation Of(TriggerRule rule) => _nearest.GetValueOrDefault(rule.Name) ?? new(rule.Name, RuleVerdict.NoCause, null, null);
}
