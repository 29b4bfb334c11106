using System.Diagnostics;
using NodaTime;
using PostPurchase.Normalization.Benchmarks;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>What a timeline keeps in memory and allocates, and that no number of reports makes it slow. Alone, since memory is that of the process.</summary>
[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
[Collection(nameof(CostTests))]
public sealed class CostTests
{
    private const int ScanCount = 40;
    private const int Timelines = 300;

    [Fact]
    public void A_timeline_adds_a_hundred_bytes_a_scan_to_its_events()
    {
        Retained(Timeline);

        Assert.InRange(Least(() => Retained(Timeline) - Retained(Report)), 0, (100 * ScanCount) + 1536);
    }

    [Fact]
    public void A_timeline_of_forty_scans_takes_less_than_16_kilobytes()
    {
        Retained(Timeline);

        Assert.InRange(Least(() => Retained(Timeline)), 0, 16 * 1024);
    }

    [Fact]
    public void An_event_more_allocates_a_snapshot_and_no_history_of_scans()
    {
        var events = Report(0).Events;
        var bytes = Allocations.Of(() =>
        {
            var timeline = new ShipmentTimeline();
            foreach (var told in events)
            {
                timeline.Add(told);
                _ = timeline.Shipment;
            }
        });

        Assert.InRange(bytes / ScanCount, 0, 2048);
    }

    [Fact]
    public void A_known_event_allocates_nothing()
    {
        var (timeline, events) = (new ShipmentTimeline(), Report(0).Events);
        foreach (var told in events) timeline.Add(told);
        _ = timeline.Shipment;

        Allocations.AssertNone(() =>
        {
            for (var i = 0; i < events.Count; i++) timeline.Add(events[i]);
            _ = timeline.Shipment;
        });
    }

    public static TheoryData<string> Hostile() => [.. Kinds.Select(kind => kind.Name)];

    [Theory, MemberData(nameof(Hostile))]
    public void Ten_thousand_reports_fold_in_no_time_to_speak_of(string name)
    {
        const int Many = 10_000;
        var kind = Kinds.Single(one => one.Name == name);
        var events = Enumerable.Range(0, Many).Select(i => kind.Make(i, Minute(i))).ToArray();
        var timeline = new ShipmentTimeline();
        var clock = Stopwatch.StartNew();
        foreach (var told in events) timeline.Add(told);
        var reports = timeline.Shipment.History.Sum(scan => scan.ReportCount);
        foreach (var told in events) Assert.False(timeline.Add(told));

        Assert.Equal(Many, reports);
        // A second on a machine at rest; a hundred times as much where something grows with the square.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    private static readonly (string Name, Func<int, TrackingEvent, TrackingEvent> Make)[] Kinds =
    [
        ("a minute apart", (_, scan) => scan),
        ("newest first", (i, scan) => scan with { Time = Minute(20_000 - i).Time }),
        ("all at one time", (i, scan) => scan with { Time = Minute(0).Time, Raw = new() { Code = $"{i}" } }),
        ("all at one time, told apart by the detail", (i, scan) => scan with { Time = Minute(0).Time, Raw = new() { Detail = $"{i}" } }),
        ("one scan of many sources", (i, _) => Minute(0) with { Format = $"{i}" }),
        ("one scan of many sources, finer and coarser", (i, _) => Minute(0) with { Format = $"{i}", Type = i % 2 == 0 ? EventType.Transit.FacilityArrived : EventType.FromCode("transit") }),
        ("without a time", (i, scan) => scan with { Time = default, Raw = new() { Code = $"{i}" } }),
        ("without a time, of many sources", (i, scan) => scan with { Time = default, Format = $"{i}" }),
        ("days", (i, scan) => scan with { Time = EventTime.OnDay(scan.Time.Date.PlusDays(i % 300)), Raw = new() { Code = $"{i}" } }),
        ("one day", (i, scan) => scan with { Time = EventTime.OnDay(Minute(0).Time.Date), Raw = new() { Code = $"{i}" } }),
        ("half without offsets", (i, scan) => i % 2 == 0 ? scan : scan with { Time = EventTime.AtLocal(scan.Time.Local) }),
        ("pieces", (i, scan) => scan with { Piece = $"{i}" }),
        ("deliveries taken back", (i, scan) => scan with { Type = i % 2 == 0 ? EventType.Delivered.Generic : EventType.Tracking.DeliveryRetracted }),
        ("pickups behind the way", (i, scan) => scan with { Type = i < 5000 ? EventType.FromCode("transit") : EventType.Pickup.Completed }),
        ("problems", (i, scan) => scan with { Type = i % 2 == 0 ? EventType.Customs.Held : EventType.Customs.Cleared }),
        ("numbers", (i, scan) => scan with { TrackingNumber = $"N{i}", PartnerNumber = $"P{i}", Carrier = $"c{i}" }),
    ];

    private static TrackingEvent Minute(int minute) => Scans.Event("01T00:00 transit.facility_arrived") with
    {
        Time = EventTime.AtOffset(new LocalDateTime(2025, 3, 1, 0, 0).PlusMinutes(minute), Offset.FromHours(1), TimePrecision.Second, OffsetBasis.Sent),
    };

    private static ShipmentReport Report(int parcel) => Normalizer.BuiltIn.Normalize(LongJourney.Payload(ScanCount, parcel), format: "fedex-track-v1").Reports.Single();

    private static ShipmentTimeline Timeline(int parcel)
    {
        var timeline = new ShipmentTimeline();
        timeline.Add(Report(parcel));
        Assert.Equal(ScanCount, timeline.Shipment.History.Count);
        return timeline;
    }

    /// <summary>The least of three: what the process keeps besides, such as pools that fill, only adds to a measurement.</summary>
    private static long Least(Func<long> measure) => Enumerable.Range(0, 3).Min(_ => measure());

    /// <summary>Bytes that one of many stays in memory with, each from a payload of its own.</summary>
    private static long Retained(Func<int, object> make)
    {
        var kept = new object[Timelines];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < kept.Length; i++) kept[i] = make(i);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return (after - before) / kept.Length;
    }
}
