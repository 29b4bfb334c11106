using FsCheck;
using FsCheck.Fluent;
using PostPurchase.Normalization.Triggers;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Catalogue;

/// <summary>What the order of arrival may change, and what it may not.</summary>
public sealed class AnyOrderTests
{
    private static readonly TriggerEngine Engine = new(CatalogueFiles.Rules);
    private static readonly HashSet<string> OrderIndependent = [.. Engine.Rules.Where(rule => rule.IsOrderIndependent).Select(rule => rule.Name)];

    /// <summary>Rules that drop what comes at the wrong moment: while they keep silent, once another trigger has fired, or while no certain problem is open.</summary>
    private static readonly HashSet<string> Forgetful =
        [.. Engine.Rules.SelectMany(rule => rule.Silences), .. Engine.Rules.Where(rule => rule.Quiet > NodaTime.Duration.Zero || rule.Conditions.Problems.Count > 0).Select(rule => rule.Name)];

    private static readonly Arbitrary<int> Seeds = Arb.From(Gen.Choose(0, int.MaxValue - 1));

    [Fact]
    public void Triggers_declared_so_are_the_same_in_any_order()
    {
        var seen = new HashSet<string>();
        Prop.ForAll(ShipmentHistories.Histories, Seeds, (scans, seed) =>
        {
            if (HasDoubtfulPiece(scans)) return;
            var one = Facts(ShipmentHistories.OneByOne(Engine, scans));
            seen.UnionWith(one.Select(fact => fact.Name));
            Assert.Equal(one, Facts(ShipmentHistories.OneByOne(Engine, Shuffled(scans, seed))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

        Assert.True(seen.Count > OrderIndependent.Count * 3 / 4, $"of {OrderIndependent.Count} the histories fire {seen.Count}");
    }

    [Fact]
    public void Nothing_fires_twice_in_whatever_order() => Prop.ForAll(ShipmentHistories.Histories, Seeds, (scans, seed) =>
    {
        var run = ShipmentHistories.OneByOne(Engine, [.. Shuffled(scans, seed), .. Shuffled(scans, seed + 1)]);
        Assert.Equal(run.Fired.Count, run.Ids.Count);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    /// <remarks>
    /// While a shipment has ended, rules leave behind what came before, and on the way back some keep still; where the end or the way back is left
    /// again, a replay finds it. A scan without a piece is another fact once pieces are told apart.
    /// </remarks>
    [Fact]
    public void A_replay_finds_nothing_that_is_new() => Prop.ForAll(ShipmentHistories.Histories, any =>
    {
        string[] scans = [.. any.Where(scan => !scan.Contains('/')).Order(StringComparer.Ordinal)];
        if (scans.Length == 0) return;
        var run = ShipmentHistories.OneByOne(Engine, scans);
        if (run.IsTurnedBack) return;
        var (known, again) = (run.Ids, ShipmentHistories.Again(Engine, run));
        var atOnce = ShipmentHistories.AtOnce(Engine, scans).Fired.Where(trigger => !known.Contains(trigger.Id));

        Assert.Empty(again.Concat(atOnce).Where(trigger => !Forgetful.Contains(trigger.Name)).Select(trigger => trigger.Name));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_delivery_that_turns_out_late_is_told()
    {
        string[] scans = ["12T20:00 transit.loaded", "16T09:00 delivered eta:24", "16T09:00 pickup_point.changed eta:07"];
        var run = ShipmentHistories.OneByOne(Engine, scans);

        Assert.Contains("delivered_early", run.Fired.Select(trigger => trigger.Name));
        Assert.Contains("delivered_late", run.Fired.Select(trigger => trigger.Name));
        Assert.Empty(ShipmentHistories.Again(Engine, run));
    }

    [Fact]
    public void The_end_of_a_problem_is_told_though_another_began_at_the_minute_of_one_of_its_scans()
    {
        string[] scans = ["07T20:00 delivery_attempt.refused", "13T23:00 exception.action_required", "13T23:00 order.received @Austin", "19T08:00 transit.linehaul_arrived", "21T12:00 shipment.cancelled"];

        Assert.Equal(2, ShipmentHistories.OneByOne(Engine, scans).Fired.Count(trigger => trigger.Name == "exception_over"));
    }

    [Fact]
    public void An_estimate_that_takes_the_place_of_another_is_told()
    {
        string[] scans = ["18T09:00 delivery_attempt.refused eta:15", "19T12:00 acceptance.completed eta:17", "19T12:00 pickup_point.ready eta:06"];
        var run = ShipmentHistories.OneByOne(Engine, scans);

        Assert.Contains("estimate_earlier", run.Fired.Select(trigger => trigger.Name));
        Assert.Empty(ShipmentHistories.Again(Engine, run));
    }

    private static SortedSet<(string Name, string Id)> Facts(HistoryRun run) => [.. run.Fired.Where(trigger => OrderIndependent.Contains(trigger.Name)).Select(trigger => (trigger.Name, trigger.Id.ToString()))];

    /// <summary>Whether two reports may tell of one scan and disagree on its piece: then the id is that of the one that came first.</summary>
    private static bool HasDoubtfulPiece(string[] scans) => scans.GroupBy(scan => scan[..8]).Any(minute => minute.Any(scan => scan.Contains('/')) && !minute.All(scan => scan.Contains('/')));

    private static string[] Shuffled(string[] scans, int seed)
    {
        var shuffled = scans.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
