using System.Text.Json.Serialization;
using NodaTime;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Engine;
using PostPurchase.Normalization.Triggers.Stores.Json;

namespace PostPurchase.Normalization.Triggers;

/// <summary>What the engine decided. Immutable.</summary>
/// <param name="Triggers">What fires.</param>
/// <param name="Marks">What has fired, to be kept with the shipment and given back next time.</param>
/// <param name="NextDue">When the engine wants to look again though nothing was reported; <see langword="null"/>: only when something is.</param>
public sealed record TriggerDecision(IReadOnlyList<ShipmentTrigger> Triggers, TriggerMarks Marks, Instant? NextDue);

/// <summary>What has fired for a shipment. Immutable.</summary>
[JsonConverter(typeof(TriggerMarksJsonConverter))]
public sealed class TriggerMarks
{
    private FiredLog _fired;

    internal TriggerMarks(FiredLog fired) => _fired = fired;

    /// <summary>Nothing has fired.</summary>
    public static TriggerMarks None { get; } = new(FiredLog.Empty);

    internal FiredLog Fired => _fired;

    /// <summary>What has fired, made ready for the rules of an engine.</summary>
    internal FiredLog FiredFor(RuleIndex index) => _fired = _fired.For(index);
}

/// <summary>Why a rule fires, or does not. Immutable.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Verdict">The verdict that came nearest to firing.</param>
/// <param name="Scan">The scan that it is about; <see langword="null"/> where it is about none.</param>
/// <param name="Detail">The condition that does not hold, or the trigger that silences it.</param>
public sealed record RuleExplanation(string Rule, RuleVerdict Verdict, ShipmentScan? Scan, string? Detail);
