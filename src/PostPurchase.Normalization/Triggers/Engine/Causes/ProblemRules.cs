using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on problems that begin or end, by the problem's type.</summary>
internal sealed class ProblemRules
{
    private readonly (PreparedRule Rule, ProblemCause Cause)[] _all;
    private readonly (PreparedRule Rule, ProblemCause Cause)[]?[] _byType = new (PreparedRule Rule, ProblemCause Cause)[]?[EventType.All[^1].Number + 1];

    public ProblemRules(IEnumerable<PreparedRule> rules)
    {
        _all = [.. rules.Where(rule => rule.Rule.Cause is ProblemCause).Select(rule => (rule, (ProblemCause)rule.Rule.Cause))];
        foreach (var type in EventType.All) _byType[type.Number] = RulesOf(type);
    }

    public void Find(OccasionFinder finder)
    {
        var shipment = finder.Shipment;
        for (var i = 0; i < shipment.Problems.Count; i++)
        {
            var problem = shipment.Problems[i];
            if (IsKnown(finder, problem, i)) continue;
            foreach (var (rule, cause) in _byType[problem.Type.Number] ?? RulesOf(problem.Type)) Offer(finder, rule, cause, problem);
        }
    }

    private static void Offer(OccasionFinder finder, PreparedRule rule, ProblemCause cause, ShipmentProblem problem)
    {
        var until = problem.Cleared?.Index ?? finder.Shipment.History.Count;
        if (cause.IsCleared)
        {
            if (problem.Cleared is { } cleared) finder.Add(rule, cleared, new() { Since = problem.Since, Problem = problem, Suffix = "/cleared", Until = until });
            else finder.Reject(rule, RuleVerdict.StillOpen, problem.Opened);
        }
        else if (!problem.IsOpen && !rule.FiresLate) finder.Reject(rule, RuleVerdict.LeftBehind, problem.Opened);
        else finder.Add(rule, problem.Opened, new() { Since = problem.Since, Problem = problem, Until = until });
    }

    private static bool IsKnown(OccasionFinder finder, ShipmentProblem problem, int index) =>
        problem.Opened.Index < finder.Start && (problem.Cleared is null || problem.Cleared.Index < finder.Start)
        && finder.Situation.Before is { } before && index < before.Problems.Count && before.Problems[index].Type == problem.Type;

    private (PreparedRule Rule, ProblemCause Cause)[] RulesOf(EventType type) => [.. _all.Where(one => one.Cause.IsOf(type))];
}
