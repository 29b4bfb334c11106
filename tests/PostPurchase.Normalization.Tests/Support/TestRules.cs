using NodaTime;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>A few rules of each kind: two built-in ones and some of a host.</summary>
internal static class TestRules
{
    public static TriggerEngine Engine { get; } = new(
    [
        .. TriggerCatalogue.Rules.Where(rule => rule.Name is "delivered" or "customs_held"),
        Rule("acme:silence", new DeadlineCause { After = DeadlineStart.LastScan, Wait = Duration.FromDays(3) }),
        Rule("acme:scan", new ScanCause { Types = [EventType.Transit.FacilityArrived] }),
        Rule("acme:again", new RepeatCause { Of = RepeatKind.Attempts }),
        Rule("acme:moved", new EstimateCause { News = EstimateNews.Moved }),
        Rule("acme:dear", new ScanCause { Types = [EventType.DeliveryAttempt.Failed] }) with { Conditions = new() { Attributes = [new() { Name = "value", MoreThan = 500 }] } },
    ]);

    public static TriggerRule Rule(string name, TriggerCause cause) => new() { Name = name, Group = TriggerGroup.Host, Cause = cause };
}
