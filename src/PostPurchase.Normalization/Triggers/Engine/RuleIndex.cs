using System.Collections.Frozen;
using PostPurchase.Normalization.Triggers.Engine.Causes;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Rules made ready, and ordered by the kind of cause that they look for. Immutable.</summary>
internal sealed class RuleIndex
{
    private readonly FrozenDictionary<string, int> _ordinals;

    /// <param name="rules">The rules; no two with the same name.</param>
    public RuleIndex(IReadOnlyList<TriggerRule> rules)
    {
        All = [.. rules];
        Prepared = [.. rules.Select((rule, ordinal) => new PreparedRule(ordinal, rule))];
        _ordinals = Prepared.ToFrozenDictionary(rule => rule.Rule.Name, rule => rule.Ordinal, StringComparer.Ordinal);
        foreach (var silenced in Prepared)
        {
            var silencers = Array.FindAll(Prepared, rule => rule.Rule.Silences.Contains(silenced.Rule.Name));
            silenced.Silencers = silencers.Length == 0 ? null : silencers;
        }
        Scans = new(Prepared);
        Phases = new(Prepared);
        Problems = new(Prepared);
        Repeats = new(Prepared);
        Sequences = new(Prepared);
        Pieces = new(Prepared);
        Estimates = new(Prepared);
        Waits = new(Prepared);
    }

    public IReadOnlyList<TriggerRule> All { get; }

    public PreparedRule[] Prepared { get; }

    public ScanRules Scans { get; }

    public PhaseRules Phases { get; }

    public ProblemRules Problems { get; }

    public RepeatRules Repeats { get; }

    public SequenceRules Sequences { get; }

    public PieceRules Pieces { get; }

    public EstimateRules Estimates { get; }

    public WaitRules Waits { get; }

    /// <summary>The name as the rules have it; one of its own where the rule is gone.</summary>
    public RuleName NameOf(string rule) => _ordinals.TryGetValue(rule, out var ordinal) ? Prepared[ordinal].Name : new(rule);

    /// <summary>A rule's place among the rules; -1 where it is gone.</summary>
    public int OrdinalOf(string rule) => _ordinals.GetValueOrDefault(rule, -1);
}
