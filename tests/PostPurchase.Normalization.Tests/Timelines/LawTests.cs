using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Tests.Timelines.Laws;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Folding;
using PostPurchase.Normalization.Timelines.Json;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>What holds for every set of reports, over shipments made of each carrier's own codes. A failure tells carrier and seed, which make the shipment again.</summary>
public sealed class LawTests
{
    private const int CasesPerCarrier = 75;

    public static TheoryData<string> Carriers() => [.. CarrierVocabulary.Carriers];

    [Fact]
    public void There_are_ten_thousand_cases_of_twenty_carriers()
    {
        const int Laws = 5;
        Assert.True(CarrierVocabulary.Carriers.Count(id => MapLibrary.BuiltIn.Find(id)!.Document.Kind == "carrier") >= 20);
        Assert.True(CarrierVocabulary.Carriers.Count * CasesPerCarrier * Laws >= 10_000);
    }

    [Theory, MemberData(nameof(Carriers))]
    public void Any_order_and_any_repeats_give_the_same_snapshot(string carrier) => Holds(carrier, one =>
    {
        var (first, random) = (one.Timeline(), new Random(one.Seed));
        var mixed = Shuffled([.. one.Reports, .. one.Reports.Where(_ => random.Next(3) == 0)], random);
        var second = new ShipmentTimeline();
        foreach (var report in mixed)
        {
            report.AddTo(second);
            // A snapshot in between is no part of the set.
            if (random.Next(4) == 0) _ = second.Shipment;
        }

        AssertSame(first, second);
    });

    [Theory, MemberData(nameof(Carriers))]
    public void Batches_give_what_all_at_once_gives(string carrier) => Holds(carrier, one =>
    {
        var random = new Random(one.Seed);
        var batches = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new ShipmentTimeline()).ToList();
        foreach (var report in one.Reports) report.AddTo(batches[random.Next(batches.Count)]);
        while (batches.Count > 1)
        {
            var (into, from) = (random.Next(batches.Count), random.Next(batches.Count));
            if (into == from) continue;
            _ = batches[into].Shipment;
            batches[into].Add(batches[from]);
            batches.RemoveAt(from);
        }

        AssertSame(one.Timeline(), batches[0]);
    });

    [Theory, MemberData(nameof(Carriers))]
    public void What_is_known_changes_nothing(string carrier) => Holds(carrier, one =>
    {
        var timeline = one.Timeline();
        var (before, stored) = (timeline.Shipment, Fingerprint.Stored(timeline));
        foreach (var report in one.Reports)
        {
            Assert.False(report.AddTo(timeline));
            foreach (var told in report.Report.Events) Assert.False(timeline.Add(told with { }, report.At));
        }
        Assert.False(timeline.Add(one.Timeline()));

        Assert.Same(before, timeline.Shipment);
        Assert.Equal(stored, Fingerprint.Stored(timeline));
    });

    [Theory, MemberData(nameof(Carriers))]
    public void Storing_and_reading_back_changes_nothing(string carrier) => Holds(carrier, one =>
    {
        var timeline = one.Timeline();
        var stored = Fingerprint.Stored(timeline);
        var read = JsonSerializer.Deserialize(stored, TimelineJsonContext.Default.ShipmentTimeline)!;

        AssertSame(timeline, read);
        Assert.Equal(stored, Fingerprint.Stored(ShipmentCase.TimelineOf(Shuffled(one.Reports, new(one.Seed)))));
    });

    [Theory, MemberData(nameof(Carriers))]
    public void A_snapshot_holds_together(string carrier) => Holds(carrier, one =>
    {
        var timeline = one.Timeline();
        var shipment = timeline.Shipment;

        var distinct = new List<TrackingEvent>();
        foreach (var told in one.Events)
        {
            if (!distinct.Exists(known => Canonical.Compare(known, told) == 0)) distinct.Add(told);
        }
        var reports = shipment.History.SelectMany(scan => scan.Reports).ToList();
        Assert.Equal((distinct.Count, distinct.Count), (timeline.Count, reports.Count));
        Assert.All(distinct, told => Assert.Single(reports, report => Canonical.Compare(report, told) == 0));
        Assert.All(shipment.History, scan => Assert.Equal(scan.ReportCount, scan.Reports.Count));
        Assert.All(shipment.History, scan => Assert.Contains(scan.Event, scan.Reports));
        Assert.All(shipment.History, scan => Assert.Contains(scan.Time, scan.Reports.Select(report => report.Time)));

        SnapshotLaws.AssertHoldTogether(shipment);
    });

    private static void Holds(string carrier, Action<ShipmentCase> law) =>
        Prop.ForAll(ShipmentGenerator.Of(carrier), law).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesPerCarrier));

    private static void AssertSame(ShipmentTimeline expected, ShipmentTimeline actual)
    {
        Assert.Equal(Fingerprint.Of(expected.Shipment), Fingerprint.Of(actual.Shipment));
        Assert.Equal(Fingerprint.Stored(expected), Fingerprint.Stored(actual));
    }

    private static List<T> Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }
}
