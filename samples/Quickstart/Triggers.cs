#region readme
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Rules;
#endregion
using System.Diagnostics;
using System.Diagnostics.Metrics;
using PostPurchase.Normalization.Triggers.Telemetry;

namespace Quickstart;

internal static class Triggers
{
    public static async Task PrintAsync(string folder, string rulesFile, CancellationToken cancellationToken)
    {
        using var telemetry = new ConsoleTelemetry();
        var clock = new DemoClock(Instant.FromUtc(2026, 1, 1, 12, 0));
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(clock);
        #region readme
        var attemptFailed = Rule.Named("acme:attempt_failed", "The carrier was at the door and could not deliver").When(On.Scan(EventType.DeliveryAttempt.Failed)).Late();
        var reviewDue = Rule.Named("acme:review_due", "A week has passed since the delivery")
            .When(After.Phase(Milestone.Delivered).For(Duration.FromDays(7)))
            .Once(OncePer.Shipment);

        services.AddPostPurchaseTriggers()                       // .UseSqlite("shipments.db") keeps them; without it they are in memory
            .AddRules(attemptFailed, reviewDue)                  // beside the built-in ones
            .AddRuleFile(rulesFile, reloadOnChange: true)        // from JSON; taken again when it changes and has no faults
            .On<DeliveredTrigger, LoyaltyPoints>()               // one trigger, by a class from the container
            .On<CustomsTrigger>("ticket", (trigger, _) => Say($"ticket: {trigger.Problem?.Type} since {trigger.Since}"))   // a whole group
            .On<HostTrigger>("mail", (trigger, _) => Say($"mail {trigger.Name}: {trigger.Cause?.Type}"));                  // AddWorker() ticks and dispatches in the background
        #endregion
        await using var provider = services.BuildServiceProvider();
        // What the host knows of an order, known before or after the first report.
        await provider.GetRequiredService<ShipmentTracker>().SetAttributesAsync("794600112233", ShipmentAttributes.None.With("order_value_eur", 620), cancellationToken: cancellationToken);
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)) await TakeInAsync(provider, File.ReadAllBytes(file), cancellationToken);

        // What a background worker does by itself: it waits for the next due instant.
        clock.Now += Duration.FromDays(7);
        await provider.GetRequiredService<ShipmentTracker>().TickAsync(cancellationToken);
        await provider.GetRequiredService<TriggerDispatcher>().DispatchAsync(cancellationToken);
        telemetry.Print();
    }

    private static async Task TakeInAsync(IServiceProvider provider, byte[] body, CancellationToken cancellationToken)
    {
        #region readme
        var (tracker, dispatcher) = (provider.GetRequiredService<ShipmentTracker>(), provider.GetRequiredService<TriggerDispatcher>());
        foreach (var report in Normalizer.BuiltIn.Normalize(body).Reports)
        {
            await tracker.ProcessAsync(report.Facts.TrackingNumber ?? "unknown", report, cancellationToken: cancellationToken);   // state and triggers in one commit
        }
        await dispatcher.DispatchAsync(cancellationToken);       // at least once, always with the same trigger.Id
        #endregion
    }

    private static ValueTask Say(string line)
    {
        Console.WriteLine(line);
        return ValueTask.CompletedTask;
    }

    private sealed class DemoClock(Instant now) : IClock
    {
        public Instant Now { get; set; } = now;

        public Instant GetCurrentInstant() => Now;
    }
}

#region readme
internal sealed class LoyaltyPoints : ITriggerHandler<DeliveredTrigger>
{
    public ValueTask HandleAsync(DeliveredTrigger trigger, CancellationToken cancellationToken)
    {
        Console.WriteLine($"points for {trigger.ShipmentKey}, delivered {trigger.Since}");
        return ValueTask.CompletedTask;
    }
}
#endregion

/// <summary>Adds up what is measured and traced; a host has OpenTelemetry for it. The names are constants of <see cref="TrackingTelemetry"/>.</summary>
internal sealed class ConsoleTelemetry : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public ConsoleTelemetry()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TrackingTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        _meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument.Name + " (measurements)", 1));
        _meters.Start();
        _activities.ShouldListenTo = source => source.Name == TrackingTelemetry.ActivitySourceName;
        _activities.Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData;
        _activities.ActivityStopped = activity => Add(activity.OperationName + " (activities)", 1);
        ActivitySource.AddActivityListener(_activities);
    }

    public void Print()
    {
        foreach (var (name, count) in _counts) Console.WriteLine($"{name}: {count}");
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void Add(string name, long value) => _counts[name] = _counts.GetValueOrDefault(name) + value;
}
