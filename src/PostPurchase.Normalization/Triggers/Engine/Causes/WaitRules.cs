using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on time that passes, by the phase that a shipment waits in.</summary>
internal sealed class WaitRules
{
    private readonly Deadline[][] _byPhase;

    public WaitRules(IEnumerable<PreparedRule> rules)
    {
        var all = rules.Where(rule => rule.Rule.Cause is DeadlineCause).Select(rule => new Deadline(rule, (DeadlineCause)rule.Rule.Cause)).ToArray();
        _byPhase = [.. Enum.GetValues<Milestone>().Select(phase => all.Where(deadline => deadline.IsIn(phase)).ToArray())];
    }

    public void Find(OccasionFinder finder)
    {
        var situation = finder.Situation;
        foreach (var deadline in _byPhase[(int)situation.Shipment.Milestone])
        {
            if (!deadline.TryBegin(situation, out var wait)) finder.Reject(deadline.Rule, RuleVerdict.NoCause, null);
            else if (wait.Due > situation.NowTicks) finder.Await(deadline.Rule, wait.Scan, wait.Due);
            else if (deadline.IsTooLate(wait.Due, situation.NowTicks)) finder.Reject(deadline.Rule, RuleVerdict.LeftBehind, wait.Scan);
            else
            {
                finder.Add(deadline.Rule, wait.Scan, new()
                {
                    Since = wait.Since,
                    Due = wait.Due,
                    Problem = wait.Problem,
                    Estimate = wait.Estimate,
                    Suffix = wait.Estimate is { } estimate ? situation.KeyOf(estimate) : wait.Suffix,
                    Until = deadline.UntilOf(wait, situation.Shipment),
                });
            }
        }
    }
}
