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
            if (!deadline.TryDue(situation, out var due)) finder.Reject(deadline.Rule, RuleVerdict.NoCause, null);
            else if (due > situation.NowTicks) finder.Await(deadline, due);
            else if (deadline.IsTooLate(due, situation.NowTicks)) finder.Reject(deadline.Rule, RuleVerdict.LeftBehind, deadline.Begin(situation).Scan);
            else finder.Add(deadline, due);
        }
    }
}
