using System.Text.Json;
using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Json;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>What a shipment of forty scans costs: one by one as hooks bring them, all at once as a poll does, known ones again, stored and read back.</summary>
[MemoryDiagnoser]
public class TimelineBenchmarks
{
    private const int Scans = 40;

    private TrackingEvent[] _events = [];
    private TrackingEvent[] _newestFirst = [];
    private TrackingEvent[] _ofTwoSources = [];
    private ShipmentTimeline _known = new();
    private byte[] _stored = [];

    [GlobalSetup]
    public void Load()
    {
        var report = Normalizer.BuiltIn.Normalize(LongJourney.Payload(Scans), format: "fedex-track-v1").Reports.Single();
        _events = [.. report.Events];
        _newestFirst = [.. report.Events.Reverse()];
        _ofTwoSources = [.. report.Events.Take(Scans / 2).SelectMany(told => new[] { told, told with { Format = "hook" } })];
        _known = AtOnce(_events);
        _stored = Serialize_40();
    }

    [Benchmark(OperationsPerInvoke = Scans)]
    public int Each_of_40_with_snapshot() => OneByOne(_events);

    [Benchmark(OperationsPerInvoke = Scans)]
    public int Each_of_40_newest_first_with_snapshot() => OneByOne(_newestFirst);

    [Benchmark(OperationsPerInvoke = Scans)]
    public int Each_of_20_by_two_sources_with_snapshot() => OneByOne(_ofTwoSources);

    [Benchmark(OperationsPerInvoke = Scans)]
    public int Each_of_40_known_again()
    {
        foreach (var told in _events) _known.Add(told);
        return _known.Shipment.History.Count;
    }

    [Benchmark]
    public int All_40_then_one_snapshot() => AtOnce(_events).Shipment.History.Count;

    [Benchmark]
    public byte[] Serialize_40() => JsonSerializer.SerializeToUtf8Bytes(_known, TimelineJsonContext.Default.ShipmentTimeline);

    [Benchmark]
    public ShipmentTimeline? Deserialize_40() => JsonSerializer.Deserialize(_stored, TimelineJsonContext.Default.ShipmentTimeline);

    private static int OneByOne(TrackingEvent[] events)
    {
        var (timeline, scans) = (new ShipmentTimeline(), 0);
        foreach (var told in events)
        {
            timeline.Add(told);
            scans += timeline.Shipment.History.Count;
        }
        return scans;
    }

    private static ShipmentTimeline AtOnce(TrackingEvent[] events)
    {
        var timeline = new ShipmentTimeline();
        foreach (var told in events) timeline.Add(told);
        return timeline;
    }
}
