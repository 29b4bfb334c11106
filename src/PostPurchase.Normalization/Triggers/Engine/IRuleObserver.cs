using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Hears why rules did not fire.</summary>
internal interface IRuleObserver
{
    void Reject(TriggerRule rule, RuleVerdict verdict, ShipmentScan? scan, string? detail = null);
}
