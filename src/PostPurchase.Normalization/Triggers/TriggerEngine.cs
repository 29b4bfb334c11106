using NodaTime;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Engine;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers;

/// <summary>Decides what fires when a shipment changes or time passes. It acts on nothing and keeps nothing.</summary>
/// <remarks>
/// The same state of the shipment, with the same marks of what has fired, at the same moment, gives the same triggers with the same ids. Immutable
/// and safe to share between threads.
/// </remarks>
public sealed class TriggerEngine
{
    private readonly RuleIndex _index;

    /// <summary>An engine for some rules.</summary>
    /// <param name="rules">The rules; no two with the same name.</param>
    /// <exception cref="ArgumentException">Two rules have the same name.</exception>
    public TriggerEngine(IEnumerable<TriggerRule> rules)
    {
        _index = new([.. rules]);
        var twice = _index.Rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"Two rules are called '{twice.Key}'.", nameof(rules));
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<TriggerRule> Rules => _index.Rules;

    /// <summary>What fires now.</summary>
    /// <param name="shipmentKey">The key under which the host keeps the shipment; part of every id.</param>
    /// <param name="before">The shipment as the engine saw it last; <see langword="null"/> where it sees it for the first time, or only time has passed since an unknown state.</param>
    /// <param name="after">The shipment as it is.</param>
    /// <param name="attributes">What the host attached to it.</param>
    /// <param name="marks">What has fired before.</param>
    /// <param name="now">The present moment.</param>
    public TriggerDecision Decide(string shipmentKey, Shipment? before, Shipment after, ShipmentAttributes attributes, TriggerMarks marks, Instant now)
    {
        ArgumentNullException.ThrowIfNull(shipmentKey);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(marks);
        var finder = new OccasionFinder(_index, marks.Fired, new(shipmentKey, after, attributes, now), null);
        finder.Find(before);
        if (finder.Found.Count == 0) return new([], marks, finder.NextDue);

        var fired = marks.Fired;
        var triggers = new List<ShipmentTrigger>(finder.Found.Count);
        foreach (var occasion in finder.Found)
        {
            if (Silencer(occasion.Rule, fired, finder.Found) is not null || QuietUntil(occasion.Rule, fired) > now || fired.Has(occasion.Rule.Name, occasion.CauseKey)) continue;
            fired = fired.With(occasion.Rule.Name, occasion.CauseKey, now);
            triggers.Add(TriggerCatalogue.Create(occasion));
        }
        return new(triggers, new(fired), finder.NextDue);
    }

    /// <summary>Why each rule fires for a shipment now, or why not.</summary>
    /// <param name="shipmentKey">The key under which the host keeps the shipment.</param>
    /// <param name="shipment">The shipment.</param>
    /// <param name="attributes">What the host attached to it.</param>
    /// <param name="marks">What has fired before.</param>
    /// <param name="now">The present moment.</param>
    public IReadOnlyList<RuleExplanation> Explain(string shipmentKey, Shipment shipment, ShipmentAttributes attributes, TriggerMarks marks, Instant now)
    {
        ArgumentNullException.ThrowIfNull(marks);
        var explainer = new Explainer();
        var finder = new OccasionFinder(_index, marks.Fired, new(shipmentKey, shipment, attributes, now), explainer);
        finder.Find(null);
        foreach (var occasion in finder.Found)
        {
            var silencer = Silencer(occasion.Rule, marks.Fired, finder.Found);
            var verdict = silencer is not null ? RuleVerdict.Silenced : QuietUntil(occasion.Rule, marks.Fired) > now ? RuleVerdict.Quiet : RuleVerdict.Fires;
            explainer.Reject(occasion.Rule, verdict, occasion.Scan, silencer);
        }
        return [.. _index.Rules.Select(explainer.Of)];
    }

    private string? Silencer(TriggerRule rule, FiredLog fired, IReadOnlyList<Occasion> found)
    {
        foreach (var name in _index.SilencersOf(rule.Name))
        {
            if (fired.Has(name)) return name;
            foreach (var other in found)
            {
                if (other.Rule.Name == name) return name;
            }
        }
        return null;
    }

    private static Instant? QuietUntil(TriggerRule rule, FiredLog fired) => rule.Quiet > Duration.Zero ? fired.LastOf(rule.Name) + rule.Quiet : null;
}
