using System.Text;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers;

/// <summary>What the reader makes of rule files.</summary>
public sealed class RuleFileTests
{
    private static IReadOnlyList<TriggerRule> Read(string rules) => RuleFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(rules)), "our.json");

    private static TriggerRule Rule(string on, string more = "") => Assert.Single(Read($$"""{ "rules": [ { "name": "acme:rule", "fires": "Now", "on": {{on}} {{more}} } ] }"""));

    [Fact]
    public void Members_left_out_have_their_defaults()
    {
        var rule = Rule("""{ "repeat": "attempts" }""");

        Assert.Equal(new TriggerRule { Name = "acme:rule", Group = TriggerGroup.Host, Fires = "Now", Cause = rule.Cause, Conditions = TriggerConditions.None, Silences = rule.Silences }, rule);
        Assert.Empty(rule.Silences);
        Assert.Equal(2, Assert.IsType<RepeatCause>(rule.Cause).Times);
        Assert.Equal(MatchKind.Phrase, rule.LeastMatch);
    }

    [Fact]
    public void Waits_may_end_before_a_day_and_only_for_a_while()
    {
        var cause = Assert.IsType<DeadlineCause>(Rule("""{ "after": "estimate", "wait": "-P1D", "at": "17:00", "within": "PT7H" }""").Cause);

        Assert.Equal((Duration.FromDays(-1), new LocalTime(17, 0), Duration.FromHours(7)), (cause.Wait, cause.At, cause.Within!.Value));
    }

    [Fact]
    public void A_rule_of_the_operations_team()
    {
        var rule = Rule(
            """{ "after": "problem", "types": ["customs.held"], "wait": "PT24H" }""",
            """, "if": { "countries": ["FR"], "attributes": { "order_value": { "moreThan": 500 } } } """);

        Assert.Equal((Duration.FromHours(24), "FR", 500m), (((DeadlineCause)rule.Cause).Wait, rule.Conditions.Countries[0], rule.Conditions.Attributes[0].MoreThan!.Value));
    }

    [Theory]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": [], "phase": [] } } ] }""", "our.json: rules[0] 'a': 'on' has exactly one of")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": ["no.such_type"] } } ] }""", "no event type 'no.such_type'")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "after": "phase", "wait": "3 days" } } ] }""", "'wait' is a length such as P3D or PT6H")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": [] }, "quiet": "-PT1H" } ] }""", "'quiet' is a length")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": [] }, "quiet": "P1M" } ] }""", "'quiet' is a length")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "after": "estimate", "at": "5pm" } } ] }""", "'at' is a time such as 18:00")]
    [InlineData("""{ "rules": [ { "name": "A B", "fires": "x", "on": { "scan": [] } } ] }""", "a name is lower-case")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": [] }, "colour": 1 } ] }""", "our.json(1,")]
    public void Faults_say_where(string rules, string fault) => Assert.Contains(fault, Assert.Throws<RuleException>(() => Read(rules)).Message, StringComparison.Ordinal);
}
