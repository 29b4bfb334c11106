using System.Text.Json;
using System.Text.RegularExpressions;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Taxonomy;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Engine;
using PostPurchase.Normalization.Triggers.Rules;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Catalogue;

/// <summary>What holds for the catalogue as a whole.</summary>
public sealed partial class CatalogueTests
{
    private static readonly IReadOnlyList<TriggerRule> Rules = CatalogueFiles.Rules;

    [Fact]
    public void The_checked_in_records_are_those_of_the_files() => Verify(BuiltInTriggerSource.WriteRecords(Rules), Path.Combine(CatalogueFiles.Folder, "..", "BuiltInTriggers.g.cs"));

    [Fact]
    public void The_checked_in_factories_are_those_of_the_files() => Verify(BuiltInTriggerSource.WriteFactories(Rules), Path.Combine(CatalogueFiles.Folder, "TriggerCatalogue.g.cs"));

    private static void Verify(string expected, string path)
    {
        var received = Path.ChangeExtension(path, null) + ".received.txt";
        if (string.Equals(expected, File.ReadAllText(path).ReplaceLineEndings("\n"), StringComparison.Ordinal))
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, expected);
        Assert.Fail($"{path} does not match the rule files. To accept, rename {received} over it.");
    }

    [Fact]
    public void The_package_carries_the_files() => Assert.Equal(Rules.Select(rule => rule.Name), TriggerCatalogue.Rules.Select(rule => rule.Name));

    [Fact]
    public void There_are_at_least_150() => Assert.True(Rules.Count >= 150, $"{Rules.Count}");

    [Fact]
    public void Every_group_has_some() => Assert.Equal(Enum.GetValues<TriggerGroup>().Where(group => group != TriggerGroup.Host), Rules.Select(rule => rule.Group).Distinct());

    [Fact]
    public void Names_are_unique_words_and_each_file_is_its_group()
    {
        Assert.Equal(Rules.Count, Rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Rules, rule => Assert.Matches(Name, rule.Name));
        Assert.All(CatalogueFiles.RuleFiles, path =>
        {
            using var file = JsonDocument.Parse(File.ReadAllText(path));
            Assert.Equal(Path.GetFileNameWithoutExtension(path), file.RootElement.GetProperty("group").GetString());
        });
    }

    [Fact]
    public void Every_rule_says_when_it_fires_and_none_says_it_twice()
    {
        Assert.All(Rules, rule =>
        {
            Assert.Matches(Sentence, rule.Fires);
            if (rule.FiresNot is { } not) Assert.Matches(Sentence, not);
        });
        Assert.Equal(Rules.Count, Rules.Select(rule => rule.Fires).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Silenced_triggers_exist_and_none_silences_itself()
    {
        var names = Rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);

        Assert.All(Rules, rule => Assert.All(rule.Silences, silenced => Assert.True(names.Contains(silenced) && silenced != rule.Name, $"{rule.Name} silences {silenced}")));
    }

    [Fact]
    public void Order_independent_rules_are_silenced_only_by_their_like()
    {
        var independent = Rules.Where(rule => rule.IsOrderIndependent).Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        var faults = Rules.Where(rule => !rule.IsOrderIndependent).SelectMany(rule => rule.Silences.Where(independent.Contains).Select(silenced => $"{rule.Name} silences {silenced}"));

        Assert.Empty(faults);
    }

    [Fact]
    public void Every_kind_of_trouble_has_a_trigger()
    {
        var told = Rules.SelectMany(rule => rule.Cause switch
        {
            ScanCause cause => cause.Types.Select(type => type.Pitfall),
            ProblemCause cause => cause.Types.Select(type => type.Pitfall).Concat(cause.Pitfalls),
            _ => [],
        }).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(EventType.All.Select(type => type.Pitfall).OfType<string>().Except(told, StringComparer.Ordinal));
    }

    [Fact]
    public void Of_scans_that_come_at_once_any_update_tells_the_newest_and_finer_triggers_tell_each()
    {
        var shipment = Scans.Shipment("01T10:00 transit.facility_arrived @Memphis", "01T12:00 transit.facility_departed @Memphis", "02T10:00 transit.facility_arrived @Denver", "02T12:00 transit.loaded @Denver");
        var triggers = new TriggerEngine(Rules).Decide("s1", null, shipment, ShipmentAttributes.None, TriggerMarks.None, Scans.Received("02T13:00")).Triggers;

        Assert.Equal([3], triggers.OfType<AnyUpdateTrigger>().Select(trigger => trigger.Cause!.Index));
        Assert.Equal([3], triggers.OfType<AnyTransitScanTrigger>().Select(trigger => trigger.Cause!.Index));
        Assert.Equal([3], triggers.OfType<SubstatusChangedTrigger>().Select(trigger => trigger.Cause!.Index));
        Assert.Equal([0, 2], triggers.OfType<FacilityArrivedTrigger>().Select(trigger => trigger.Cause!.Index));
    }

    [Fact]
    public void Every_type_has_a_trigger_finer_than_any_update()
    {
        var named = Rules.SelectMany(rule => rule.Cause switch
        {
            ScanCause cause => cause.Types,
            ProblemCause cause => cause.Types,
            SequenceCause cause => cause.Then,
            _ => [],
        }).ToArray();
        bool HasRule(EventType type) => named.Any(type.Is) || Rules.Any(rule => rule.Cause switch
        {
            PhaseCause cause => cause.Phases.Count < 3 && cause.Phases.Contains(type.Milestone),
            ProblemCause cause => type.Pitfall is { } pitfall && cause.Pitfalls.Contains(pitfall),
            _ => false,
        });

        // These two end problems, of which rules hear.
        Assert.Equal([EventType.Hold.Released, EventType.Exception.Resolved], EventType.All.Where(type => !HasRule(type)));
    }

    [Fact]
    public void Every_concept_is_covered_or_said_not_to_be_known_from_tracking()
    {
        var names = Rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        var concepts = TaxonomyFile.Read(Path.Combine(CatalogueFiles.Folder, "concepts.csv"));

        Assert.True(concepts.Count >= 174);
        Assert.Equal(concepts.Select(row => row["concept"]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), concepts.Select(row => row["concept"]));
        Assert.All(concepts, row =>
        {
            Assert.All(row["triggers"].Split(' ', StringSplitOptions.RemoveEmptyEntries), trigger => Assert.Contains(trigger, names));
            Assert.True(row["triggers"].Length > 0 != row["why_not"].Length > 0, $"concepts.csv({row.Line}): {row["concept"]} has either triggers or a reason");
        });
    }

    [Fact]
    public void Every_rule_gives_a_record_of_its_own_below_its_group()
    {
        var scan = Scans.Shipment("01T10:00 customs.held").History[0];
        var records = Rules.ToDictionary(rule => rule, rule => TriggerCatalogue.Create(new()
        {
            Id = TriggerId.Of("s1", rule.Name, "c"),
            Rule = rule,
            Setting = new("s1", Scans.Shipment("01T10:00 customs.held"), ShipmentAttributes.None, default, 0),
            CauseKey = "c",
            Scan = scan,
        }).GetType());

        Assert.Equal(Rules.Count, records.Values.Distinct().Count());
        Assert.All(records, one => Assert.Equal((BuiltInTriggerSource.RecordOf(one.Key), $"{one.Key.Group}Trigger"), (one.Value.Name, one.Value.BaseType!.Name)));
    }

    [Fact]
    public void A_phrase_fires_nothing_that_reads_as_an_accusation()
    {
        string[] accusing = [Pitfalls.Refused, Pitfalls.ProhibitedGoods, Pitfalls.Lost, Pitfalls.Damaged];
        var timeline = new ShipmentTimeline();
        foreach (var type in EventType.All.Where(type => type.Pitfall is { } pitfall && accusing.Contains(pitfall) && !type.IsEndExpected))
        {
            timeline.Add(Scans.Event($"01T10:00 {type.Code} match:phrase"));
        }
        var fired = new TriggerEngine(Rules).Decide("s1", null, timeline.Shipment, ShipmentAttributes.None, TriggerMarks.None, Scans.Received("02")).Triggers;

        Assert.NotEmpty(fired);
        Assert.DoesNotContain(fired, trigger => trigger is DamageTrigger or ProhibitedGoodsTrigger or CustomsGoodsRestrictedTrigger or RecipientActionNeededTrigger or SenderActionNeededTrigger);
        Assert.DoesNotContain(fired, trigger => trigger.Name.Contains("refused", StringComparison.Ordinal));
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"^[A-Z].*[^.\s]$", RegexOptions.None, 10_000)]
    private static partial Regex Sentence { get; }
}
