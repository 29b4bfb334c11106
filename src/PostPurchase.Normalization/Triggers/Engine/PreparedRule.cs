using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A rule with all that can be worked out before a shipment is seen. Immutable, but for its silencers, which are set once.</summary>
/// <param name="ordinal">Its place among the rules.</param>
/// <param name="rule">The rule.</param>
internal sealed class PreparedRule(int ordinal, TriggerRule rule)
{
    private readonly ConditionTest[] _tests = ConditionTest.Of(rule.Conditions);
    private readonly MatchKind _leastMatch = rule.LeastMatch;
    private readonly Confidence _leastConfidence = rule.LeastConfidence;

    /// <summary>Silence after the newest scan is silence, whatever that scan said.</summary>
    private readonly bool _asksForType = rule.Cause is not DeadlineCause { After: DeadlineStart.LastScan };

    public int Ordinal { get; } = ordinal;

    public RuleName Name { get; } = new(rule.Name, ordinal);

    public TriggerRule Rule { get; } = rule;

    public OncePer OncePer { get; } = rule.OncePer;

    public bool FiresLate { get; } = rule.FiresLate;

    /// <summary>Whether it keeps silent after it fired.</summary>
    public bool Pauses { get; } = rule.Quiet > Duration.Zero || rule.MostPerDay > 0;

    public long QuietTicks { get; } = rule.Quiet.BclCompatibleTicks;

    /// <summary>The most that it fires in a day; 0: as often as there is cause.</summary>
    public int MostPerDay { get; } = rule.MostPerDay;

    /// <summary>The rules after which this one no longer fires; <see langword="null"/> where there is none.</summary>
    public PreparedRule[]? Silencers { get; set; }

    public Func<Occasion, ShipmentTrigger> Create { get; } = TriggerCatalogue.FactoryOf(rule.Name);

    public bool IsSureEnough(ShipmentScan? scan) => scan is null || !_asksForType || (scan.Event.Match >= _leastMatch && scan.Event.Confidence >= _leastConfidence);

    /// <summary>The first condition that does not hold; <see langword="null"/> where all hold.</summary>
    public string? Unmet(Situation situation, ShipmentScan? scan)
    {
        foreach (var test in _tests)
        {
            if (!test.Holds(situation, scan)) return test.Name;
        }
        return null;
    }
}
