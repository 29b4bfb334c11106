using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Stores.Memory;
using PostPurchase.Normalization.Triggers.Telemetry;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Takes triggers out of a store's outbox, calls their handlers, and records what came of it.</summary>
/// <remarks>
/// A trigger is handled at least once: one that was taken when the process ended is taken again when its lease is over. Each handler of a trigger is
/// called until it has taken it, however the others fare. Safe for use by several threads at once, and by several processes where the store is.
/// </remarks>
public sealed class TriggerDispatcher
{
    /// <summary>The name under which it is recorded that a trigger could not be made again.</summary>
    internal const string Restoring = "(restoring)";

    private static readonly Dictionary<string, TrackedShipment> NoShipments = [];

    private readonly IShipmentStore _store;
    private readonly TriggerHandlers _handlers;
    private readonly IClock _clock;
    private readonly DispatchOptions _options;
    private readonly ILogger _logger;
    private readonly HandlerCalls _calls;

    /// <summary>One that is not in use.</summary>
    private CallLimit? _limit;

    /// <summary>A dispatcher.</summary>
    /// <param name="store">What keeps the triggers.</param>
    /// <param name="handlers">What is called.</param>
    /// <param name="clock">What tells the present moment.</param>
    /// <param name="options">How it works; <see langword="null"/> for the defaults.</param>
    /// <param name="scopes">What makes services for handlers that use some.</param>
    /// <param name="logger">Where it tells of failures.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public TriggerDispatcher(
        IShipmentStore store, TriggerHandlers handlers, IClock clock, DispatchOptions? options = null, IServiceScopeFactory? scopes = null, ILogger<TriggerDispatcher>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(handlers);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Shipments, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.HandlerTimeout, Duration.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Lease, _options.HandlerTimeout, nameof(options));
        (_store, _handlers, _clock, _logger) = (store, handlers, clock, logger ?? (ILogger)NullLogger.Instance);
        _calls = new(scopes, clock, _logger);
    }

    /// <summary>Handles all triggers whose time has come.</summary>
    /// <param name="cancellationToken">
    /// Ends the call: handlers under way are told to stop, and what they have not taken by then is left for the next call without counting as a failure.
    /// </param>
    /// <returns>What came of them.</returns>
    public async ValueTask<DispatchResult> DispatchAsync(CancellationToken cancellationToken = default)
    {
        var result = default(DispatchResult);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = _clock.GetCurrentInstant();
            var entries = await _store.TakeAsync(now, _options.Lease, _options.BatchSize, cancellationToken).ConfigureAwait(false);
            if (entries.Count == 0) return result;
            result += await DispatchAsync(entries, now + _options.Lease - _options.HandlerTimeout, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="entries">What was taken.</param>
    /// <param name="lastStart">When nothing more is begun, as it might last longer than the lease.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async ValueTask<DispatchResult> DispatchAsync(IReadOnlyList<OutboxEntry> entries, Instant lastStart, CancellationToken cancellationToken)
    {
        var after = new OutboxEntry?[entries.Count];
        try
        {
            var shipments = await ShipmentsOfAsync(entries, cancellationToken).ConfigureAwait(false);
            if (_options.Shipments == 1) await FollowAsync(Enumerable.Range(0, after.Length), cancellationToken).ConfigureAwait(false);
            else
            {
                var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Shipments, CancellationToken = cancellationToken };
                await Parallel.ForEachAsync(Lines(entries), parallel, (line, _) => FollowAsync(line, cancellationToken)).ConfigureAwait(false);
            }

            async ValueTask FollowAsync(IEnumerable<int> line, CancellationToken stop)
            {
                var limit = BeginCalls(stop);
                try
                {
                    var now = _clock.GetCurrentInstant();
                    foreach (var index in line)
                    {
                        if (stop.IsCancellationRequested || now > lastStart) return;
                        var one = await HandleAsync(entries, index, shipments, limit).ConfigureAwait(false);
                        after[index] = one;
                        now = one.FinishedAt ?? _clock.GetCurrentInstant();
                    }
                }
                finally
                {
                    EndCalls(limit);
                }
            }
        }
        finally
        {
            // What was handled is recorded even where the host stops.
            for (var i = 0; i < after.Length; i++) after[i] ??= Released(entries[i], entries[i].Outcomes);
            await _store.UpdateAsync(after!, CancellationToken.None).ConfigureAwait(false);
        }
        cancellationToken.ThrowIfCancellationRequested();
        var result = default(DispatchResult);
        foreach (var one in after) result += Count(one!.State);
        return result;
    }

    private CallLimit BeginCalls(CancellationToken stop)
    {
        var limit = Interlocked.Exchange(ref _limit, null) ?? new(_options.HandlerTimeout.ToTimeSpan());
        limit.Follow(stop);
        return limit;
    }

    private void EndCalls(CallLimit limit)
    {
        limit.Unfollow();
        _limit = limit;
    }

    private static DispatchResult Count(OutboxState state) => state switch
    {
        OutboxState.Handled => new(1, 0, 0),
        OutboxState.GivenUp => new(0, 0, 1),
        _ => new(0, 1, 0),
    };

    private async ValueTask<Dictionary<string, TrackedShipment>> ShipmentsOfAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken)
    {
        var keys = KeysOfThoseToRestore(entries);
        if (keys.Count == 0) return NoShipments;
        var shipments = new Dictionary<string, TrackedShipment>(keys.Count, StringComparer.Ordinal);
        foreach (var shipment in await _store.LoadAsync(keys, cancellationToken).ConfigureAwait(false))
        {
            if (shipment is null) continue;
            _ = shipment.Timeline.Shipment; // made before several threads ask for it
            shipments.Add(shipment.Key, shipment);
        }
        return shipments;
    }

    private static List<string> KeysOfThoseToRestore(IReadOnlyList<OutboxEntry> entries)
    {
        var keys = new List<string>();
        var taken = entries as TakenEntries;
        for (var i = 0; i < entries.Count; i++)
        {
            if (taken?.FirstAt(i) is null && entries[i].Trigger is null) keys.Add(entries[i].ShipmentKey);
        }
        return keys.Count < 2 ? keys : [.. keys.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Places of the entries of each shipment, in the order in which they fired.</summary>
    private static List<List<int>> Lines(IReadOnlyList<OutboxEntry> entries)
    {
        var lines = new List<List<int>>();
        var byKey = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (!byKey.TryGetValue(entries[i].ShipmentKey, out var line))
            {
                byKey.Add(entries[i].ShipmentKey, line = []);
                lines.Add(line);
            }
            line.Add(i);
        }
        return lines;
    }

    private ValueTask<OutboxEntry> HandleAsync(IReadOnlyList<OutboxEntry> entries, int index, Dictionary<string, TrackedShipment> shipments, CallLimit limit)
    {
        if (entries is not TakenEntries taken || taken.FirstAt(index) is not { } first) return HandleAsync(entries[index], shipments, limit);
        var open = OpenHandlers(first, []);
        if (open.Length != 1) return HandleAsync(entries[index], shipments, limit);

        // Nearly all are of this kind: the first call of the only handler. An entry is made of what came of it.
        var call = _calls.CallAsync(open.Span[0], first, attempts: 1, limit);
        if (!call.IsCompletedSuccessfully) return AfterAsync(entries[index], [], call);
        var outcome = call.Result;
        return new(outcome is { IsHandled: true } ? taken.Handled(index, outcome.At, [outcome]) : After(entries[index], [], [outcome]));
    }

    private ValueTask<OutboxEntry> HandleAsync(OutboxEntry entry, Dictionary<string, TrackedShipment> shipments, CallLimit limit)
    {
        // Taken too often without a word of it: it ends the process each time.
        if (entry.Attempts > _options.Retry.Attempts) return new(GivenUp(entry, entry.Outcomes, _clock.GetCurrentInstant()));
        if (Restored(entry, shipments) is not { } trigger)
        {
            var now = _clock.GetCurrentInstant();
            return new(Judged(entry, [.. entry.Outcomes.Where(one => one.Handler != Restoring), new(Restoring, false, entry.Attempts, now, "It cannot be made again from what is stored.")], now));
        }

        var known = entry.Outcomes as HandlerOutcome[] ?? [.. entry.Outcomes];
        var open = OpenHandlers(trigger, known);
        if (open.Length == 1) return AfterAsync(entry, known, _calls.CallAsync(open.Span[0], trigger, AttemptsOf(open.Span[0], known), limit));
        return AfterAsync(entry, known, _options.RunsHandlersInParallel ? CallTogetherAsync(open, trigger, known, limit.Stop) : CallInTurnAsync(open, trigger, known, limit));
    }

    private async ValueTask<HandlerOutcome?[]> CallInTurnAsync(ReadOnlyMemory<TriggerHandler> handlers, ShipmentTrigger trigger, HandlerOutcome[] known, CallLimit limit)
    {
        var called = new HandlerOutcome?[handlers.Length];
        for (var i = 0; i < called.Length && !limit.Stop.IsCancellationRequested; i++)
        {
            var handler = handlers.Span[i];
            called[i] = await _calls.CallAsync(handler, trigger, AttemptsOf(handler, known), limit).ConfigureAwait(false);
        }
        return called;
    }

    private async ValueTask<HandlerOutcome?[]> CallTogetherAsync(ReadOnlyMemory<TriggerHandler> handlers, ShipmentTrigger trigger, HandlerOutcome[] known, CancellationToken stop)
    {
        return await Task.WhenAll(handlers.ToArray().Select(async handler =>
        {
            var limit = BeginCalls(stop);
            var outcome = await _calls.CallAsync(handler, trigger, AttemptsOf(handler, known), limit).ConfigureAwait(false);
            EndCalls(limit);
            return outcome;
        })).ConfigureAwait(false);
    }

    private async ValueTask<OutboxEntry> AfterAsync(OutboxEntry entry, HandlerOutcome[] known, ValueTask<HandlerOutcome?> call) =>
        After(entry, known, [await call.ConfigureAwait(false)]);

    private async ValueTask<OutboxEntry> AfterAsync(OutboxEntry entry, HandlerOutcome[] known, ValueTask<HandlerOutcome?[]> calls) =>
        After(entry, known, await calls.ConfigureAwait(false));

    private OutboxEntry After(OutboxEntry entry, HandlerOutcome[] known, HandlerOutcome?[] called)
    {
        var outcomes = OutcomesAfter(known, called);
        return Array.IndexOf(called, null) >= 0 ? Released(entry, outcomes) : Judged(entry, outcomes, called.Length > 0 ? called[^1]!.At : _clock.GetCurrentInstant());
    }

    private static int AttemptsOf(TriggerHandler handler, HandlerOutcome[] known) => 1 + (OutcomeOf(handler, known)?.Attempts ?? 0);

    /// <summary>The handlers that hear of it and have not taken it yet, in their order.</summary>
    private ReadOnlyMemory<TriggerHandler> OpenHandlers(ShipmentTrigger trigger, HandlerOutcome[] known)
    {
        var all = _handlers.All;
        var isOpen = true;
        for (var i = 0; i < all.Length && isOpen; i++) isOpen = IsOpen(all.Span[i], trigger, known);
        return isOpen ? all : OpenAmong(all.ToArray(), trigger, known);
    }

    private static TriggerHandler[] OpenAmong(TriggerHandler[] all, ShipmentTrigger trigger, HandlerOutcome[] known) => Array.FindAll(all, handler => IsOpen(handler, trigger, known));

    private static bool IsOpen(TriggerHandler handler, ShipmentTrigger trigger, HandlerOutcome[] known) =>
        handler.Hears(trigger) && OutcomeOf(handler, known) is not { IsHandled: true };

    /// <summary>What came of this call and, of handlers that were not called, of the one before; of those that no longer hear of it only what they took.</summary>
    private static HandlerOutcome[] OutcomesAfter(HandlerOutcome[] known, HandlerOutcome?[] called)
    {
        if (known.Length == 0 && Array.IndexOf(called, null) < 0) return called!;
        if (called.Length == 0) return [.. known.Where(one => one.IsHandled)];
        return [.. known.Where(one => one.Handler != Restoring && !called.Any(call => call?.Handler == one.Handler)), .. called.OfType<HandlerOutcome>()];
    }

    private static HandlerOutcome? OutcomeOf(TriggerHandler handler, HandlerOutcome[] known)
    {
        foreach (var one in known)
        {
            if (one.Handler == handler.Name) return one;
        }
        return null;
    }

    private ShipmentTrigger? Restored(OutboxEntry entry, Dictionary<string, TrackedShipment> shipments)
    {
        if (entry.Trigger is { } trigger) return trigger;
        try
        {
            return shipments.TryGetValue(entry.ShipmentKey, out var shipment) ? entry.ToTrigger(shipment) : throw new System.Text.Json.JsonException("Its shipment is gone.");
        }
        catch (System.Text.Json.JsonException fault)
        {
            _logger.Unreadable(fault, entry.Rule, entry.ShipmentKey, entry.Id);
            return null;
        }
    }

    /// <summary>Handled, tried again later, or given up.</summary>
    private OutboxEntry Judged(OutboxEntry entry, HandlerOutcome[] outcomes, Instant now)
    {
        if (Array.TrueForAll(outcomes, static one => one.IsHandled)) return entry.Finished(OutboxState.Handled, now, outcomes);
        return _options.Retry.DelayAfter(entry.Attempts) is { } delay ? entry with { NextAttempt = now + delay, Outcomes = outcomes } : GivenUp(entry, outcomes, now);
    }

    private OutboxEntry GivenUp(OutboxEntry entry, IReadOnlyList<HandlerOutcome> outcomes, Instant now)
    {
        Measures.CountGivenUp(entry.Rule);
        _logger.GivenUp(entry.Rule, entry.ShipmentKey, entry.Id, entry.Attempts);
        return entry.Finished(OutboxState.GivenUp, now, outcomes);
    }

    /// <summary>Left for whoever comes next, as though it had not been taken.</summary>
    private OutboxEntry Released(OutboxEntry entry, IReadOnlyList<HandlerOutcome> outcomes) =>
        entry with { Attempts = entry.Attempts - 1, NextAttempt = entry.NextAttempt - _options.Lease, Outcomes = outcomes };
}
