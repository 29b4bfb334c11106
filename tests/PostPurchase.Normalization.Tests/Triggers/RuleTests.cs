using System.Text.Json.Serialization.Metadata;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Triggers.Catalogue;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers;

/// <summary>Rules written in code are those that files give.</summary>
public sealed class RuleTests
{
    public static TheoryData<string, TriggerRule> Twins() => new()
    {
        { """ "on": { "scan": [] } """, Named().When(On.Scan()) },
        { """ "on": { "scan": ["transit"], "except": ["transit.facility_arrived"], "flags": ["late", "withdrawn"] } """, Named().When(On.Scan(EventType.Transit.Generic) with { Except = [EventType.Transit.FacilityArrived], Flags = ScanFlags.Late | ScanFlags.Withdrawn }) },
        { """ "on": { "scan": [], "first": true } """, Named().When(On.FirstScan) },
        { """ "on": { "phase": ["delivered", "returned"], "from": ["out_for_delivery"] } """, Named().When(On.Phase(Milestone.Delivered, Milestone.Returned) with { From = [Milestone.OutForDelivery] }) },
        { """ "on": { "problem": ["customs.held"], "conditions": ["held"], "pitfalls": ["customs_documents"] } """, Named().When(On.Problem(EventType.Customs.Held) with { Conditions = [Condition.Held], Pitfalls = [Pitfalls.CustomsDocuments] }) },
        { """ "on": { "problem": [], "cleared": true } """, Named().When(On.ProblemCleared()) },
        { """ "on": { "estimate": "later", "days": 3 } """, Named().When(On.Estimate(EstimateNews.Later, days: 3)) },
        { """ "on": { "after": "last_scan", "wait": "P3D" } """, Named().When(After.LastScan.For(Duration.FromDays(3))) },
        { """ "on": { "after": "phase", "phases": ["delivered"], "wait": "P7D" } """, Named().When(After.Phase(Milestone.Delivered).For(Duration.FromDays(7))) },
        { """ "on": { "after": "problem", "types": ["delay"], "businessDays": 2, "phases": ["in_transit"] } """, Named().When(After.Problem(EventType.Delay.Generic).ForBusinessDays(2).While(Milestone.InTransit)) },
        { """ "on": { "after": "scan", "types": ["pickup.scheduled"], "until": ["pickup.completed"], "wait": "PT6H" } """, Named().When(After.Scan([EventType.Pickup.Scheduled], until: [EventType.Pickup.Completed]).For(Duration.FromHours(6))) },
        { """ "on": { "after": "estimate", "wait": "-P1D", "at": "17:30", "within": "PT6H" } """, Named().When(After.Estimate.For(Duration.FromDays(-1)).AtTime(17, 30).NoLaterThan(Duration.FromHours(6))) },
        { """ "on": { "after": "promise" } """, Named().When(After.Promise) },
        { """ "on": { "after": "attribute", "attribute": "dispatch_by" } """, Named().When(After.Attribute("dispatch_by")) },
        { """ "on": { "repeat": "attempts", "times": 3 } """, Named().When(On.Repeat(RepeatKind.Attempts, times: 3)) },
        { """ "on": { "repeat": "scans", "types": ["delay"] } """, Named().When(On.Repeat(times: 2, EventType.Delay.Generic)) },
        { """ "on": { "firstTypes": ["delivered"], "then": ["transit"], "without": ["return_to_sender"], "within": "P2D" } """,
            Named().When(On.Sequence([EventType.Delivered.Generic], then: [EventType.Transit.Generic], without: [EventType.ReturnToSender.Generic], within: Duration.FromDays(2))) },
        { """ "on": { "pieces": "all_delivered" } """, Named().When(On.Pieces(PieceNews.AllDelivered)) },
        {
            """
            "on": { "scan": [] },
            "if": { "carriers": ["ups"], "attributes": { "tier": { "oneOf": ["gold", "silver"] }, "value": { "atLeast": 1, "atMost": 2, "lessThan": 3 }, "wrapped": { "absent": true } } },
            "once": "piece", "quiet": "PT1H", "mostPerDay": 3, "meanwhile": "newest", "silences": ["delivered", "acme:b"], "match": "code", "confidence": "high", "late": true, "group": "customs"
            """,
            Named().When(On.Scan()).If(new() { Carriers = ["ups"] }).IfAttribute("tier", oneOf: ["gold", "silver"]).IfAttribute("value", atLeast: 1, atMost: 2, lessThan: 3).IfNoAttribute("wrapped")
                .Once(OncePer.Piece).QuietFor(Duration.FromHours(1)).AtMostPerDay(3).ThenTheNewest().Silencing("delivered", "acme:b").Matched(MatchKind.Code, Confidence.High).Late().About(TriggerGroup.Customs)
        },
        { """ "not": "Later", "on": { "scan": [] }, "anyOrder": true """, Rule.Named("acme:rule", "Now", not: "Later").When(On.Scan()) with { IsOrderIndependent = true } },
        {
            """
            "on": { "scan": [] },
            "if": {
              "carriers": ["ups"], "services": ["express"], "countries": ["FR"], "destinations": ["DE"], "international": true, "legs": ["forward"],
              "phases": ["in_transit"], "reached": ["out_for_delivery"], "notReached": ["returning", "returned"], "conditions": ["held", "exception"], "problems": ["delay"],
              "severity": "warning", "leastAttempts": 1, "mostAttempts": 3, "finalAttempt": false, "deliveredTo": ["neighbor"], "deliveredAt": ["locker"], "proofs": ["photo"],
              "actionBy": ["recipient"], "pieces": true, "attributes": { "gift": { "is": true } }
            }
            """,
            Named().When(On.Scan()).IfAttribute("gift", true).If(new()
            {
                Carriers = ["ups"],
                Services = ["express"],
                Countries = ["FR"],
                Destinations = ["DE"],
                IsInternational = true,
                Legs = [Direction.Forward],
                Phases = [Milestone.InTransit],
                Reached = [Milestone.OutForDelivery],
                NotReached = [Milestone.Returning, Milestone.Returned],
                Conditions = [Condition.Held, Condition.Exception],
                Problems = [EventType.Delay.Generic],
                LeastSeverity = Severity.Warning,
                LeastAttempts = 1,
                MostAttempts = 3,
                IsFinalAttempt = false,
                DeliveredTo = [DeliveredTo.Neighbor],
                DeliveredAt = [DeliveredAt.Locker],
                Proofs = [ProofOfDelivery.Photo],
                ActionBy = [Party.Recipient],
                HasPieces = true,
            })
        },
    };

    /// <summary>So that whatever a file may say has been said in code above, or in the examples of the page.</summary>
    [Fact]
    public void Every_member_of_files_has_a_twin()
    {
        JsonTypeInfo[] objects = [RuleJsonContext.Default.RuleDocument, RuleJsonContext.Default.CauseDocument, RuleJsonContext.Default.ConditionsDocument, RuleJsonContext.Default.AttributeTestDocument];
        var said = string.Concat(Twins().Select(twin => twin.Data.Item1).Concat(RulePageTests.Examples().Select(example => example.Data)));

        Assert.All(objects.SelectMany(one => one.Properties), member => Assert.Contains($"\"{member.Name}\":", said, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Twins))]
    public void What_code_says_a_file_says(string json, TriggerRule rule) => Assert.Equal(RuleTexts.Of(Read($$"""{ "rules": [ { "name": "acme:rule", "fires": "Now", {{json}} } ] }""")), RuleTexts.Of([rule]));

    [Fact]
    public void The_examples_of_the_page_are_the_same_in_both_forms() =>
        Assert.Equal(RuleTexts.Of([.. RulePageTests.Examples().SelectMany(example => Read(example.Data))]), RuleTexts.Of(HostRules.All));

    [Fact]
    public void Each_step_leaves_the_rule_before_as_it_was()
    {
        var rule = Named().When(On.Scan());
        var told = RuleTexts.Of([rule]);

        _ = rule.IfAttribute("a", true).If(new() { HasPieces = true }).Once(OncePer.Type).QuietFor(Duration.FromDays(1)).Silencing("delivered").Matched(MatchKind.Code).Late().About(TriggerGroup.Silence);

        Assert.Equal(told, RuleTexts.Of([rule]));
    }

    [Fact]
    public void Conditions_keep_the_tests_of_attributes_that_are_there()
    {
        var rule = Named().When(On.Scan()).IfAttribute("a", true).If(new() { Countries = ["FR"], Attributes = [new() { Name = "b", IsAbsent = true }] });

        Assert.Equal(["a", "b"], rule.Conditions.Attributes.Select(test => test.Name));
    }

    private static NamedRule Named() => Rule.Named("acme:rule", "Now");

    private static IReadOnlyList<TriggerRule> Read(string json) => RuleFile.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)), "our.json");
}
