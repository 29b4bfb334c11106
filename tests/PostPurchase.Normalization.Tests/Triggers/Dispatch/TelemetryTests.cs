using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using NodaTime;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Telemetry;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Dispatch;

/// <summary>Names and tags are part of what hosts build on.</summary>
public sealed class TelemetryTests
{
    /// <summary>Other tests measure too; this carrier is only here.</summary>
    private const string Carrier = "telemetry-test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_measured_under_its_documented_name()
    {
        var measured = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == TrackingTelemetry.MeterName) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(measured, $"{instrument.Name} {value}", tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(measured, instrument.Name == TrackingTelemetry.TriggerLag ? $"{instrument.Name} {value}" : instrument.Name, tags));
        listener.Start();

        await WorkAsync(new(), null);

        Assert.Equal(
        [
            "postpurchase.events 1 carrier=telemetry-test match=code milestone=in_transit",
            "postpurchase.events 1 carrier=telemetry-test match=unmapped milestone=none",
            "postpurchase.events.unmapped 1 carrier=telemetry-test code=tracking.unmapped",
            "postpurchase.handlers.duration handler=telemetry-bad outcome=failed trigger=telemetry:scan",
            "postpurchase.handlers.duration handler=telemetry-good outcome=handled trigger=telemetry:scan",
            "postpurchase.handlers.failures 1 error.type=TimeoutException handler=telemetry-bad trigger=telemetry:scan",
            "postpurchase.triggers 1 group=host mode=live trigger=telemetry:scan",
            "postpurchase.triggers.given_up 1 trigger=telemetry:scan",
            "postpurchase.triggers.lag 4321 group=host since=scan",
        ], measured.Where(one => one.Contains("telemetry", StringComparison.Ordinal) || one.Contains("4321", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_names_all_that_is_measured()
    {
        var page = File.ReadAllText(Repository.PathOf("src", "PostPurchase.Normalization", "Triggers", "Dispatch", "README.md"));
        var names = typeof(TrackingTelemetry).GetFields().Select(field => (Field: field.Name, Value: (string)field.GetRawConstantValue()!)).ToList();

        Assert.All(names.Where(name => name.Field is not (nameof(TrackingTelemetry.TriggerIdTag) or nameof(TrackingTelemetry.ShipmentsTag))), name => Assert.Contains($"`{name.Value}`", page, StringComparison.Ordinal));
        Assert.Equal(names.Count - 1, names.Select(name => name.Value).Distinct().Count());
    }

    [Fact]
    public async Task Activities_tell_of_each_call_of_a_handler()
    {
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TrackingTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => { lock (activities) activities.Add(activity); },
        };
        ActivitySource.AddActivityListener(listener);
        await WorkAsync(new(), null);

        Activity[] handled;
        lock (activities) handled = [.. activities.Where(one => one.OperationName == TrackingTelemetry.HandleActivity && (string?)one.GetTagItem(TrackingTelemetry.TriggerTag) == "telemetry:scan")];
        Assert.Equal([("telemetry-good", ActivityStatusCode.Unset), ("telemetry-bad", ActivityStatusCode.Error)], handled.Select(one => ((string?)one.GetTagItem(TrackingTelemetry.HandlerTag), one.Status)));
        lock (activities) Assert.Contains(activities, one => one.OperationName == TrackingTelemetry.ProcessActivity && (string?)one.GetTagItem(TrackingTelemetry.ModeTag) == "live");
    }

    [Fact]
    public async Task Failures_and_what_is_given_up_are_logged()
    {
        var log = new ListLogger();
        await WorkAsync(new(), log);

        Assert.Equal(
        [
            "Warning 3: Handler telemetry-bad failed for trigger telemetry:scan of shipment s1",
            "Error 4: Trigger telemetry:scan of shipment s1",
        ], log.Lines.Select(line => line[..line.IndexOf(" (", StringComparison.Ordinal)]));
    }

    private static async Task WorkAsync(InMemoryShipmentStore store, ILogger<TriggerDispatcher>? logger)
    {
        var clock = new TestClock(Scans.Received("01T10:00") + Duration.FromSeconds(4321));
        var engine = new TriggerEngine([TestRules.Rule("telemetry:scan", new Normalization.Triggers.Rules.ScanCause { Types = [Normalization.Taxonomy.EventType.Transit.FacilityArrived] })]);
        await new ShipmentTracker(engine, store, clock).ProcessAsync(
            new TrackingInput("s1", [Scans.Event($"01T10:00+00 transit.facility_arrived {Carrier}"), Scans.Event($"01T10:10+00 tracking.unmapped {Carrier}")]), cancellationToken: Token);
        var handlers = TriggerHandlers.None.With<ShipmentTrigger>("telemetry-good", (_, _) => default).With<ShipmentTrigger>("telemetry-bad", (_, _) => throw new TimeoutException("no answer"));
        await new TriggerDispatcher(store, handlers, clock, new() { Retry = RetryPolicy.Never }, logger: logger).DispatchAsync(Token);
    }

    private static void Note(List<string> measured, string what, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = $"{what} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal))}";
        lock (measured) measured.Add(line);
    }

    private sealed class ListLogger : ILogger<TriggerDispatcher>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
    }
}
