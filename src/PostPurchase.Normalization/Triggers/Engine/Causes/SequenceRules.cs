using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on a scan that comes after another.</summary>
internal sealed class SequenceRules
{
    private readonly Sequence[] _all;

    /// <summary>The types that may come after another.</summary>
    private readonly TypeSet _then;

    public SequenceRules(IEnumerable<PreparedRule> rules)
    {
        _all = [.. rules.Where(rule => rule.Rule.Cause is SequenceCause).Select(rule => new Sequence(rule, (SequenceCause)rule.Rule.Cause))];
        _then = new([.. _all.SelectMany(sequence => sequence.Cause.Then)]);
    }

    public void Find(OccasionFinder finder)
    {
        var history = finder.Situation.History;
        for (var i = Math.Max(finder.Start, 1); i < history.Length; i++)
        {
            var then = history[i];
            if (!then.Counts || !_then.Has(then.Type)) continue;
            foreach (var sequence in _all)
            {
                if (!sequence.Then.Has(then.Type) || sequence.FirstBefore(then, history) is not { } first) continue;
                finder.AddUnlessLeftBehind(sequence.Rule, then, new() { Since = first.Time });
            }
        }
    }

    private sealed class Sequence(PreparedRule rule, SequenceCause cause)
    {
        private readonly TypeSet _first = new(cause.First);
        private readonly TypeSet _without = new(cause.Without);
        private readonly long _withinTicks = cause.Within?.BclCompatibleTicks ?? long.MaxValue;

        public PreparedRule Rule { get; } = rule;

        public SequenceCause Cause { get; } = cause;

        public TypeSet Then { get; } = new(cause.Then);

        public ShipmentScan? FirstBefore(ShipmentScan then, ReadOnlySpan<ShipmentScan> history)
        {
            for (var i = then.Index - 1; i >= 0; i--)
            {
                var scan = history[i];
                if (scan.Piece is not null && then.Piece is not null && scan.Piece != then.Piece) continue;
                if (_without.Has(scan.Type)) return null;
                if (_first.Has(scan.Type)) return Moments.Between(scan.Time, then.Time) > _withinTicks ? null : scan;
            }
            return null;
        }
    }
}
