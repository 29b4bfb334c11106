using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Calls handlers one after another, each within its time and, where it uses services, in a scope of its own.</summary>
/// <param name="scopes">What makes services.</param>
/// <param name="timeout">How long a handler may take.</param>
/// <param name="stop">Tells all handlers to stop.</param>
internal sealed class HandlerCalls(IServiceScopeFactory? scopes, TimeSpan timeout, CancellationToken stop) : IDisposable
{
    private CancellationTokenSource? _limit;

    public CancellationToken Stop => stop;

    public void Dispose() => _limit?.Dispose();

    /// <returns>What the handler threw; <see langword="null"/> where it took the trigger.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a handler throws, the others are called.")]
    public async ValueTask<Exception?> FaultOfAsync(TriggerHandler handler, ShipmentTrigger trigger)
    {
        try
        {
            var limit = NextLimit();
            if (!handler.IsScoped || scopes is null)
            {
                await handler.HandleAsync(trigger, null, limit).ConfigureAwait(false);
                return null;
            }
            await using var scope = scopes.CreateAsyncScope();
            await handler.HandleAsync(trigger, scope.ServiceProvider, limit).ConfigureAwait(false);
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    /// <summary>Takes the limit of the call before where it did not come into force.</summary>
    private CancellationToken NextLimit()
    {
        if (_limit?.TryReset() != true)
        {
            _limit?.Dispose();
            _limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        }
        _limit.CancelAfter(timeout);
        return _limit.Token;
    }
}
