using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on phases that are entered, by phase.</summary>
internal sealed class PhaseRules(IEnumerable<PreparedRule> rules)
{
    private static readonly EnumSet<Milestone> Ends = new([Milestone.Delivered, Milestone.Returned, Milestone.Failed, Milestone.Cancelled]);

    private readonly (PreparedRule Rule, EnumSet<Milestone> From)[][] _byPhase =
        [.. Enum.GetValues<Milestone>().Select(phase => rules.Where(rule => rule.Rule.Cause is PhaseCause cause && cause.Phases.Contains(phase)).Select(rule => (rule, From(rule))).ToArray())];

    public void Find(OccasionFinder finder)
    {
        var shipment = finder.Shipment;
        var phases = shipment.Phases;
        for (var i = 0; i < phases.Count; i++)
        {
            var phase = phases[i];
            if (phase.Scan.Index < finder.Start) continue;
            if (Ends.Has(phase.To) && phase.Piece is not null && (!shipment.IsEnded || shipment.Milestone != phase.To)) continue;
            var isOver = i + 1 < phases.Count && phases[i + 1].Piece == phase.Piece;
            var until = isOver ? phases[i + 1].Scan.Index : shipment.History.Count;
            foreach (var (rule, from) in _byPhase[(int)phase.To])
            {
                if (!from.Allows(phase.From)) continue;
                if (isOver && !rule.FiresLate) finder.Reject(rule, RuleVerdict.LeftBehind, phase.Scan);
                else finder.Add(rule, phase.Scan, new() { Since = phase.Scan.Time, Phase = phase, Piece = phase.Piece, Until = until });
            }
        }
    }

    private static EnumSet<Milestone> From(PreparedRule rule) => new(((PhaseCause)rule.Rule.Cause).From);
}
