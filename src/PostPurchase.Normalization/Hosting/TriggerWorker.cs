using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Telemetry;

namespace PostPurchase.Normalization.Hosting;

/// <summary>How a host ticks and dispatches in the background. Immutable.</summary>
public sealed record TriggerWorkerOptions
{
    /// <summary>The longest wait, after which the store is asked again, as another process may have put something there. 1 minute by default.</summary>
    public Duration LongestWait { get; init; } = Duration.FromMinutes(1);

    /// <summary>How long it waits after the store failed. 10 seconds by default.</summary>
    public Duration PauseAfterFault { get; init; } = Duration.FromSeconds(10);

    /// <summary>For how long triggers that were handled or given up are kept to be looked at. 30 days by default.</summary>
    public Duration KeepFinished { get; init; } = Duration.FromDays(30);
}

/// <summary>Ticks and dispatches when there is something to do, and waits for it otherwise.</summary>
internal sealed class TriggerWorker(
    ShipmentTracker tracker, TriggerDispatcher dispatcher, IShipmentStore store, IClock clock, TimeProvider time, TriggerBuilder builder, ILogger<TriggerWorker>? logger = null) : BackgroundService
{
    private static readonly Duration PurgesEvery = Duration.FromHours(1);

    private Instant _nextPurge;

    [SuppressMessage("Design", "CA1031", Justification = "A store that fails now may work again in a moment.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = builder.Worker;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await WorkAsync(options, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                wait = options.PauseAfterFault.ToTimeSpan();
                if (logger is not null) TrackingLog.WorkFailed(logger, fault, wait);
            }
            if (wait > TimeSpan.Zero) await tracker.Signal.WaitAsync(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How long there is nothing to do.</returns>
    private async ValueTask<TimeSpan> WorkAsync(TriggerWorkerOptions options, CancellationToken stoppingToken)
    {
        await tracker.TickAsync(stoppingToken).ConfigureAwait(false);
        await dispatcher.DispatchAsync(stoppingToken).ConfigureAwait(false);
        var now = clock.GetCurrentInstant();
        if (now >= _nextPurge)
        {
            await store.PurgeAsync(now - options.KeepFinished, stoppingToken).ConfigureAwait(false);
            _nextPurge = now + PurgesEvery;
        }
        var pending = await store.PendingAsync(stoppingToken).ConfigureAwait(false);
        var next = pending.NextDue is { } due && pending.NextAttempt is { } attempt ? Instant.Min(due, attempt) : pending.NextDue ?? pending.NextAttempt;
        var wait = next is { } moment ? Duration.Min(moment - now, options.LongestWait) : options.LongestWait;
        return Duration.Max(wait, Duration.Zero).ToTimeSpan();
    }
}
