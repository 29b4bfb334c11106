#region readme
using Microsoft.Extensions.DependencyInjection;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
#endregion
using System.Diagnostics.Metrics;
using NodaTime;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Telemetry;

namespace Quickstart;

internal static class Triggers
{
    public static async Task PrintAsync(string folder, CancellationToken cancellationToken)
    {
        using var metrics = new ConsoleMetrics();
        var attemptFailed = new TriggerRule
        {
            Name = "acme:attempt_failed",
            Group = TriggerGroup.Host,
            Cause = new ScanCause { Types = [EventType.DeliveryAttempt.Failed] },
            FiresLate = true,
        };
        var reviewDue = new TriggerRule
        {
            Name = "acme:review_due",
            Group = TriggerGroup.Host,
            Cause = new DeadlineCause { After = DeadlineStart.Phase, Phases = [Milestone.Delivered], Wait = Duration.FromDays(7) },
            OncePer = OncePer.Shipment,
        };
        var clock = new DemoClock(Instant.FromUtc(2026, 1, 1, 12, 0));
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(clock);
        #region readme
        services.AddPostPurchaseTriggers()                       // .UseSqlite("shipments.db") keeps them; without it they are in memory
            .AddRules(attemptFailed, reviewDue)                  // beside the built-in ones; AddRuleFile reads them from JSON
            .On<DeliveredTrigger, LoyaltyPoints>()               // one trigger, by a class from the container
            .On<CustomsTrigger>("ticket", (trigger, _) => Say($"ticket: {trigger.Problem?.Type} since {trigger.Since}"))   // a whole group
            .On<HostTrigger>("mail", (trigger, _) => Say($"mail {trigger.Name}: {trigger.Cause?.Type}"));                  // AddWorker() ticks and dispatches in the background
        #endregion
        await using var provider = services.BuildServiceProvider();
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)) await TakeInAsync(provider, File.ReadAllBytes(file), cancellationToken);

        // What a background worker does by itself: it waits for the next due instant.
        clock.Now += Duration.FromDays(7);
        await provider.GetRequiredService<ShipmentTracker>().TickAsync(cancellationToken);
        await provider.GetRequiredService<TriggerDispatcher>().DispatchAsync(cancellationToken);
        metrics.Print();
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

/// <summary>Adds up what is measured; a host has OpenTelemetry for it.</summary>
internal sealed class ConsoleMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public ConsoleMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TrackingTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument.Name + " (measurements)", 1));
        _listener.Start();
    }

    public void Print()
    {
        foreach (var (name, count) in _counts) Console.WriteLine($"{name}: {count}");
    }

    public void Dispose() => _listener.Dispose();

    private void Add(string name, long value) => _counts[name] = _counts.GetValueOrDefault(name) + value;
}
