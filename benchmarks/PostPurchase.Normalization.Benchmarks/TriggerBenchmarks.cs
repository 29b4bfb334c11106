using BenchmarkDotNet.Attributes;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Stores;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>A payload of twelve scans, as far as each step of the way takes it: events, state, rules, store in memory, handlers that do nothing.</summary>
[MemoryDiagnoser]
public class TriggerBenchmarks
{
    private static readonly TriggerEngine Engine = new(TriggerCatalogue.Rules);
    private static readonly TriggerEngine NoRules = new([]);

    private const int FewShipments = 32;

    private readonly TriggerHandlers _handlers = TriggerHandlers.None.With<ShipmentTrigger>("nothing", static (_, _) => ValueTask.CompletedTask);
    private byte[] _payload = [];
    private ShipmentReport[] _reports = [];
    private (Shipment Shipment, Instant Now)[] _states = [];
    private Instant _now;
    private (ShipmentTracker Tracker, TriggerDispatcher Dispatcher) _way;
    private (ShipmentTracker Tracker, TriggerDispatcher Dispatcher) _wayWithoutRules;
    private int _number;

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => SamplePayloads.Formats;

    public int EventCount => _reports.Sum(report => report.Events.Count);

    [GlobalSetup]
    public void Load()
    {
        _payload = SamplePayloads.Of(Format);
        _reports = [.. Normalizer.BuiltIn.Normalize(_payload, format: Format).Reports];
        var timeline = new ShipmentTimeline();
        var states = new List<(Shipment Shipment, Instant Now)>();
        foreach (var told in _reports.SelectMany(report => report.Events).OrderBy(MomentOf))
        {
            timeline.Add(told);
            states.Add((timeline.Shipment, MomentOf(told) + Duration.FromMinutes(1)));
        }
        _states = [.. states];
        _now = states[^1].Now;
        Renew();
    }

    /// <summary>Empties the stores, so that their size does not add to the time.</summary>
    [IterationSetup]
    public void Renew()
    {
        _way = Way(Engine);
        _wayWithoutRules = Way(NoRules);
        _number = 0;
    }

    [Benchmark(Baseline = true)]
    public int Normalize() => Normalizer.BuiltIn.Normalize(_payload, format: Format).Events.Count;

    /// <summary>The state of all scans at once.</summary>
    [Benchmark]
    public int Timeline()
    {
        var count = 0;
        foreach (var report in Normalizer.BuiltIn.Normalize(_payload, format: Format).Reports)
        {
            var timeline = new ShipmentTimeline();
            timeline.Add(report, _now);
            count += timeline.Shipment.History.Count;
        }
        return count;
    }

    /// <summary>What the rules take of a shipment whose twelve scans come one by one, each a minute after it was made.</summary>
    [Benchmark]
    public int Rules()
    {
        var (fired, marks, before) = (0, TriggerMarks.None, (Shipment?)null);
        foreach (var (shipment, now) in _states)
        {
            var decision = Engine.Decide("key", before, shipment, ShipmentAttributes.None, marks, now);
            (marks, before) = (decision.Marks, shipment);
            fired += decision.Triggers.Count;
        }
        return fired;
    }

    /// <summary>All of it without a rule: what state, store and outbox take.</summary>
    [Benchmark]
    public Task<int> WayWithoutRules() => WalkAsync(_wayWithoutRules);

    /// <summary>All of it: payload, events, state, rules, store, handlers. The payload comes a minute after its newest scan was made.</summary>
    [Benchmark]
    public Task<int> Way() => WalkAsync(_way);

    /// <summary>All of it, through stores that stay small however often it is called.</summary>
    public int WayAgain()
    {
        if (_number >= FewShipments) Renew();
        return Way().GetAwaiter().GetResult();
    }

    private static Instant MomentOf(TrackingEvent told) => told.Time.Instant ?? told.Time.Local.InUtc().ToInstant();

    private async Task<int> WalkAsync((ShipmentTracker Tracker, TriggerDispatcher Dispatcher) way)
    {
        foreach (var report in Normalizer.BuiltIn.Normalize(_payload, format: Format).Reports)
        {
            await way.Tracker.ProcessAsync($"s{_number++}", report, _now);
        }
        return (await way.Dispatcher.DispatchAsync()).Handled;
    }

    private (ShipmentTracker Tracker, TriggerDispatcher Dispatcher) Way(TriggerEngine engine)
    {
        var store = new InMemoryShipmentStore();
        var clock = new StandingClock(_now);
        return (new(engine, store, clock), new(store, _handlers, clock));
    }

    private sealed class StandingClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }
}
