using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Telemetry;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Calls handlers, each within its time and, where it uses services, in a scope of its own.</summary>
/// <param name="scopes">What makes services.</param>
/// <param name="clock">What tells the present moment.</param>
/// <param name="logger">Where it tells of failures.</param>
internal sealed class HandlerCalls(IServiceScopeFactory? scopes, IClock clock, ILogger logger)
{
    /// <summary>Longer texts of errors are cut.</summary>
    private const int LongestError = 500;

    /// <param name="handler">Whom to call.</param>
    /// <param name="trigger">With what.</param>
    /// <param name="attempts">How often that was done, this time among them.</param>
    /// <param name="limit">For how long.</param>
    /// <returns><see langword="null"/> where the host stopped it.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a handler throws, the others are called.")]
    public ValueTask<HandlerOutcome?> CallAsync(TriggerHandler handler, ShipmentTrigger trigger, int attempts, CallLimit limit)
    {
        if ((handler.IsScoped && scopes is not null) || Measures.AreCallsMeasured || Measures.Activities.HasListeners()) return CallAsync(handler, trigger, attempts, limit, limit.Begin());
        ValueTask handling;
        try
        {
            handling = handler.HandleAsync(trigger, null, limit.Begin());
        }
        catch (Exception fault)
        {
            return new(After(handler, trigger, attempts, limit, fault));
        }
        if (!handling.IsCompletedSuccessfully) return FollowAsync(handling, handler, trigger, attempts, limit);
        handling.GetAwaiter().GetResult();
        return new(After(handler, trigger, attempts, limit, null));
    }

    /// <summary>With all that an observed call has around it, or one that uses services.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a handler throws, the others are called.")]
    private async ValueTask<HandlerOutcome?> CallAsync(TriggerHandler handler, ShipmentTrigger trigger, int attempts, CallLimit limit, CancellationToken token)
    {
        using var activity = Measures.Activities.HasListeners() ? ActivityOf(handler, trigger) : null;
        var start = Measures.AreCallsMeasured ? Stopwatch.GetTimestamp() : 0;
        Exception? fault = null;
        try
        {
            if (handler.IsScoped && scopes is not null) await CallInScopeAsync(handler, trigger, scopes, token).ConfigureAwait(false);
            else await handler.HandleAsync(trigger, null, token).ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            fault = thrown;
        }
        var outcome = After(handler, trigger, attempts, limit, fault);
        if (outcome is null) return null;
        if (Measures.AreCallsMeasured) Measures.Called(handler.Name, trigger.Name, Stopwatch.GetElapsedTime(start), fault);
        if (fault is not null) activity?.SetStatus(ActivityStatusCode.Error, fault.Message);
        return outcome;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a handler throws, the others are called.")]
    private async ValueTask<HandlerOutcome?> FollowAsync(ValueTask handling, TriggerHandler handler, ShipmentTrigger trigger, int attempts, CallLimit limit)
    {
        Exception? fault = null;
        try
        {
            await handling.ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            fault = thrown;
        }
        return After(handler, trigger, attempts, limit, fault);
    }

    private HandlerOutcome? After(TriggerHandler handler, ShipmentTrigger trigger, int attempts, CallLimit limit, Exception? fault)
    {
        limit.End();
        if (fault is null) return new(handler.Name, true, attempts, clock.GetCurrentInstant(), null);
        if (fault is OperationCanceledException && limit.Stop.IsCancellationRequested) return null;
        logger.HandlerFailed(fault, handler.Name, trigger.Name, trigger.ShipmentKey, trigger.Id, attempts);
        var error = $"{fault.GetType().Name}: {fault.Message}";
        return new(handler.Name, false, attempts, clock.GetCurrentInstant(), error.Length > LongestError ? error[..LongestError] : error);
    }

    private static async ValueTask CallInScopeAsync(TriggerHandler handler, ShipmentTrigger trigger, IServiceScopeFactory scopes, CancellationToken token)
    {
        await using var scope = scopes.CreateAsyncScope();
        await handler.HandleAsync(trigger, scope.ServiceProvider, token).ConfigureAwait(false);
    }

    private static Activity? ActivityOf(TriggerHandler handler, ShipmentTrigger trigger) => Measures.Activities.StartActivity(TrackingTelemetry.HandleActivity)
        ?.SetTag(TrackingTelemetry.HandlerTag, handler.Name).SetTag(TrackingTelemetry.TriggerTag, trigger.Name).SetTag(TrackingTelemetry.TriggerIdTag, trigger.Id.ToString());
}
