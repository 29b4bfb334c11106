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
    private readonly BusinessCalendar _calendar;

    /// <summary>An engine for some rules.</summary>
    /// <param name="rules">The rules; no two with the same name.</param>
    /// <param name="calendar">The business days of waits; <see langword="null"/>: Monday to Friday, without holidays.</param>
    /// <exception cref="ArgumentException">Two rules have the same name.</exception>
    public TriggerEngine(IEnumerable<TriggerRule> rules, BusinessCalendar? calendar = null)
    {
        TriggerRule[] all = [.. rules];
        var twice = all.GroupBy(rule => rule.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"Two rules are called '{twice.Key}'.", nameof(rules));
        _index = new(all);
        _calendar = calendar ?? BusinessCalendar.MondayToFriday;
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<TriggerRule> Rules => _index.All;

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
        var fired = marks.FiredFor(_index);
        using var finder = OccasionFinder.Of(_index, fired, null);
        finder.Find(shipmentKey, before, after, attributes, now, _calendar);
        if (fired.Held.Count == 0 && finder.Found.IsEmpty) return new([], marks, finder.NextDue);

        var decision = new Decision(_index, fired, finder);
        decision.Decide();
        return new(decision.Triggers, decision.Fired == fired ? marks : new(decision.Fired), decision.NextDue);
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
        var fired = marks.FiredFor(_index);
        using var finder = OccasionFinder.Of(_index, fired, explainer);
        finder.Find(shipmentKey, null, shipment, attributes, now, _calendar);
        foreach (ref readonly var candidate in finder.Found)
        {
            var rule = candidate.Rule;
            var silencer = Decision.SilencerOf(rule, fired, finder);
            var isSilent = fired.SilentUntil(rule) > now.ToUnixTimeTicks();
            var verdict = silencer is not null ? RuleVerdict.Silenced : isSilent ? RuleVerdict.Quiet : RuleVerdict.Fires;
            explainer.Reject(rule.Rule, verdict, candidate.Scan, silencer);
        }
        return [.. _index.All.Select(explainer.Of)];
    }
}
