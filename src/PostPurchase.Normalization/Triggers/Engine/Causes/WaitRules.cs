using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on time that passes, by the phase that a shipment waits in and by whether it has a problem, an estimate and a promise to wait from.</summary>
internal sealed class WaitRules
{
    private const int Problem = 1;
    private const int Estimate = 2;
    private const int Promise = 4;
    private const int All = Problem | Estimate | Promise;

    private readonly Deadline[][][] _byPhaseAndStarts;

    public WaitRules(IEnumerable<PreparedRule> rules)
    {
        var all = rules.Where(rule => rule.Rule.Cause is DeadlineCause).Select(rule => new Deadline(rule, (DeadlineCause)rule.Rule.Cause)).ToArray();
        _byPhaseAndStarts = [.. Enum.GetValues<Milestone>().Select(phase => ByStarts([.. all.Where(deadline => deadline.IsIn(phase))]))];
    }

    public void Find(OccasionFinder finder)
    {
        var situation = finder.Situation;
        var starts = finder.Explains ? All : StartsOf(situation.Shipment);
        foreach (var deadline in _byPhaseAndStarts[(int)situation.Shipment.Milestone][starts])
        {
            if (!deadline.TryDue(situation, out var due)) finder.Reject(deadline.Rule, RuleVerdict.NoCause, null);
            else if (due > situation.NowTicks) finder.Await(deadline, due);
            else if (deadline.IsTooLate(due, situation.NowTicks)) finder.Reject(deadline.Rule, RuleVerdict.LeftBehind, deadline.Begin(situation).Scan);
            else finder.Add(deadline, due);
        }
    }

    private static Deadline[][] ByStarts(Deadline[] all) =>
        [.. Enumerable.Range(0, All + 1).Select(starts => all.Where(deadline => (StartOf(deadline.Start) & ~starts) == 0).ToArray())];

    private static int StartsOf(Shipment shipment) =>
        (shipment.OpenProblem is null ? 0 : Problem) | (shipment.Estimates.Current is null ? 0 : Estimate) | (shipment.Estimates.Promise is null ? 0 : Promise);

    private static int StartOf(DeadlineStart start) => start switch
    {
        DeadlineStart.Problem => Problem,
        DeadlineStart.Estimate => Estimate,
        DeadlineStart.Promise => Promise,
        _ => 0,
    };
}
