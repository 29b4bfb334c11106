using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PostPurchase.Normalization.Triggers.Engine;
using PostPurchase.Normalization.Triggers.Rules;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Engine;

/// <summary>What is marked is known again, and when it was, whatever way the log takes to find out.</summary>
public sealed class FiredLogTests
{
    private static readonly RuleIndex Index = new([Rule("acme:one"), Rule("acme:two"), Rule("acme:three")]);
    private static readonly string[] Suffixes = ["", "/wait", "/cleared", "/P1"];

    private static readonly Gen<string> Beginnings = Gen.OneOf(
        Gen.Choose(0, 4000).Select(minutes => new LocalDateTime(2026, 5, 6, 0, 0).PlusMinutes(minutes).ToString("uuuu-MM-ddTHH:mm", null)),
        Gen.Elements("", "#2", "LEEDS", "ab|Held at customs in Leeds|12.05."));

    private static readonly Gen<(int Rule, string Beginning, string Suffix, int At)[]> Marks =
        (from rule in Gen.Choose(0, 2) from beginning in Beginnings from suffix in Gen.Elements(Suffixes) from at in Gen.Choose(0, 50) select (rule, beginning, suffix, at)).ArrayOf();

    [Fact]
    public void Marks_are_known_by_their_cause_and_no_others_are()
    {
        Prop.ForAll(Marks.ToArbitrary(), Marks.ToArbitrary(), (marked, asked) =>
        {
            var log = LogOf(marked);
            var known = marked.Select(one => (one.Rule, one.Beginning + one.Suffix)).ToHashSet();
            foreach (var one in marked.Concat(asked))
            {
                var isKnown = known.Contains((one.Rule, one.Beginning + one.Suffix));
                Assert.Equal(isKnown, log.Has(Index.Prepared[one.Rule], one.Beginning, one.Suffix));
                Assert.Equal(isKnown, log.Has(Index.Prepared[one.Rule], one.Beginning + one.Suffix));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_last_time_of_a_rule_is_the_latest_in_whatever_order_decisions_came()
    {
        Prop.ForAll(Marks.ToArbitrary(), marked =>
        {
            var log = LogOf(marked);
            var stored = FiredLog.Of(log.Entries, []).For(Index);
            foreach (var rule in Index.Prepared)
            {
                var last = marked.Where(one => one.Rule == rule.Ordinal).Select(one => (long)one.At).DefaultIfEmpty(long.MinValue).Max();
                Assert.Equal(last, log.LastOf(rule));
                Assert.Equal(last, stored.LastOf(rule));
            }
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>A decision for each mark.</summary>
    private static FiredLog LogOf((int Rule, string Beginning, string Suffix, int At)[] marks) =>
        marks.Aggregate(FiredLog.Empty.For(Index), static (log, one) => log.With([new(Index.Prepared[one.Rule].Name, one.Beginning + one.Suffix, one.At)], [], one.At));

    private static TriggerRule Rule(string name) => Normalization.Triggers.Rules.Rule.Named(name, "A scan comes in").When(On.Scan());
}
