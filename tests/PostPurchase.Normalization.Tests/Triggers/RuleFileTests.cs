using System.Text;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Linting;
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
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": [], "phase": [] } } ] }""", "our.json(1): a: \"on\" has exactly one of")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": ["no.such_type"] } } ] }""", "our.json(1): a: there is no event type 'no.such_type'")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "after": "phase", "wait": "3 days" } } ] }""", "\"wait\" is '3 days', not a length such as P3D or PT6H")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": [] }, "quiet": "-PT1H" } ] }""", "\"quiet\" is '")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": [] }, "quiet": "P1M" } ] }""", "\"quiet\" is '")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "after": "estimate", "at": "5pm" } } ] }""", "\"at\" is '5pm', not a time such as 18:00")]
    [InlineData("""{ "rules": [ { "name": "A B", "fires": "x", "on": { "scan": [] } } ] }""", "a name is lower-case")]
    [InlineData("""{ "rules": [ { "name": "a", "fires": "x", "on": { "scan": [] }, "colour": 1 } ] }""", "our.json(1): a rule has no member \"colour\"")]
    public void Faults_say_where(string rules, string fault) => Assert.Contains(fault, Assert.Throws<RuleException>(() => Read(rules)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_told_with_their_lines()
    {
        var fault = Assert.Throws<RuleException>(() => Read(
            """
            { "rules": [
              { "name": "acme:a", "fires": "x", "on": { "scan": ["no.such"] }, "colour": 1 },
              { "name": "acme:b", "fires": "x",
                "on": { "after": "last_scan", "wait": "long" } } ] }
            """));

        Assert.Equal([(2, RuleFaultKind.BadMember), (2, RuleFaultKind.UnknownType), (4, RuleFaultKind.BadMember)], fault.Faults.Select(one => (one.Line, one.Kind)));
        Assert.Contains("our.json(4): acme:b: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over()
    {
        Assert.Single(Read("\uFEFF{ \"rules\": [ { \"name\": \"a\", \"fires\": \"x\", \"on\": { \"scan\": [] } } ] }"));
        Assert.Contains("our.json(2): a: ", Assert.Throws<RuleException>(() => Read("\uFEFF{ \"rules\": [\n{ \"name\": \"a\", \"fires\": \"x\", \"on\": { } } ] }")).Message, StringComparison.Ordinal);
    }

    /// <summary>What is read fast and what is read with lines is the same; only the one kind of exception comes out.</summary>
    [Fact]
    public void Files_with_faults_anywhere_give_rules_or_located_faults()
    {
        var random = new Random(4711);
        string[] values = ["7", "-1", "1.5", "\"\"", "\"delivered\"", "\"P1D\"", "\"no.such\"", "null", "true", "[]", "[null]", "[\"delivered\"]", "{}", "{ \"a\": 1 }", "", ",", "}", "]", "\"\\u00", "// x"];
        var files = Catalogue.CatalogueFiles.RuleFiles.Select(File.ReadAllText).ToArray();
        var (sound, faulty) = (0, 0);
        for (var i = 0; i < 4_000; i++)
        {
            var file = files[random.Next(files.Length)];
            var colon = file.IndexOf(": ", random.Next(file.Length - 2), StringComparison.Ordinal);
            if (colon < 0) continue;
            var end = file.AsSpan(colon + 2).IndexOfAny(",}\n".AsSpan()) + colon + 2;
            var mutated = Encoding.UTF8.GetBytes(string.Concat(file.AsSpan(0, colon + 2), values[random.Next(values.Length)], file.AsSpan(end)));
            var faults = new List<RuleFault>();
            var located = LocatedRules.Read(mutated, "our.json", faults);
            if (i % 20 == 0) RuleLinter.Lint(located.Select(rule => rule.Rule).OfType<TriggerRule>(), new() { Beside = [] });
            try
            {
                Assert.Equal(RuleFile.Read(new MemoryStream(mutated), "our.json").Select(rule => rule.Name), located.Select(rule => rule.Rule!.Name));
                Assert.Empty(faults);
                sound++;
            }
            catch (RuleException fault)
            {
                Assert.Equal(fault.Faults, faults);
                Assert.All(faults, one => Assert.InRange(one.Line, 1, file.Count(letter => letter == '\n') + 2));
                faulty++;
            }
        }
        Assert.True(sound > 100 && faulty > 1_000, $"{sound} sound, {faulty} faulty");
    }
}
