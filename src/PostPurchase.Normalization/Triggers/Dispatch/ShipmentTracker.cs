using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Telemetry;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>A host's one door: takes in what is reported of shipments, lets the rules decide, and saves both together.</summary>
/// <remarks>
/// Nothing is handled here: what fired lies in the store's outbox when a call returns, and <see cref="TriggerDispatcher"/> takes it from there. What was
/// reported can be handed in again at any time, also after a crash: what is known changes nothing and fires nothing. Safe for use by several threads
/// at once, and by several processes where the store is.
/// </remarks>
public sealed class ShipmentTracker
{
    private readonly IShipmentStore _store;
    private readonly IClock _clock;
    private readonly TrackerOptions _options;
    private readonly ILogger _logger;
    private volatile TriggerEngine _engine;

    /// <summary>A tracker.</summary>
    /// <param name="engine">The rules.</param>
    /// <param name="store">What keeps shipments and triggers.</param>
    /// <param name="clock">What tells the present moment.</param>
    /// <param name="options">How it works; <see langword="null"/> for the defaults.</param>
    /// <param name="logger">Where it tells of what fired and of conflicts.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ShipmentTracker(TriggerEngine engine, IShipmentStore store, IClock clock, TrackerOptions? options = null, ILogger<ShipmentTracker>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.ConflictRetries, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1, nameof(options));
        (_engine, _store, _clock, _logger) = (engine, store, clock, logger ?? (ILogger)NullLogger.Instance);
    }

    private delegate void Work(ShipmentStep step, Instant now);

    /// <summary>Tells a worker in this process that there may be something to do earlier than it thought.</summary>
    internal WorkSignal Signal { get; } = new();

    /// <summary>Takes other rules. Calls under way finish with those they began with.</summary>
    /// <param name="engine">
    /// The rules. One that was not there before looks at what is reported, or due, from now on; <see cref="LookAgainAsync"/> lets its waits begin at once.
    /// </param>
    public void Reload(TriggerEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
    }

    /// <summary>Takes in what one payload tells of a shipment.</summary>
    /// <param name="key">The key under which the host keeps the shipment.</param>
    /// <param name="report">The report.</param>
    /// <param name="receivedAt">When the host received it; <see langword="null"/>: now.</param>
    /// <param name="mode">What is done with what fires.</param>
    /// <param name="cancellationToken">Ends the call; what is not saved by then is not saved.</param>
    /// <exception cref="ShipmentConflictException">Others saved the shipment each time.</exception>
    public ValueTask<TrackingResult> ProcessAsync(
        string key, ShipmentReport report, Instant? receivedAt = null, TrackingMode mode = TrackingMode.Live, CancellationToken cancellationToken = default) =>
        ProcessAsync(new TrackingInput(key, report, receivedAt), mode, cancellationToken);

    /// <summary>Takes in one input.</summary>
    /// <param name="input">What was reported.</param>
    /// <param name="mode">What is done with what fires.</param>
    /// <param name="cancellationToken">Ends the call; what is not saved by then is not saved.</param>
    /// <exception cref="ShipmentConflictException">Others saved the shipment each time.</exception>
    public async ValueTask<TrackingResult> ProcessAsync(TrackingInput input, TrackingMode mode = TrackingMode.Live, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (mode == TrackingMode.Replay) return (await ProcessAsync([input], mode, cancellationToken).ConfigureAwait(false))[0];
        using var activity = Begin(mode, shipments: 1);
        return (await WorkAsync([input.Key], (step, now) => step.Process(input, now), mode, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Takes in inputs of many shipments, up to <see cref="TrackerOptions.BatchSize"/> shipments a commit.</summary>
    /// <param name="inputs">What was reported, of each shipment in the order of receipt.</param>
    /// <param name="mode">What is done with what fires.</param>
    /// <param name="cancellationToken">Ends the call; commits made by then stay.</param>
    /// <returns>One result for each shipment, in the order in which they first occur: the same as of its inputs one by one.</returns>
    /// <exception cref="ShipmentConflictException">Others saved some of the shipments each time.</exception>
    public async ValueTask<IReadOnlyList<TrackingResult>> ProcessAsync(
        IReadOnlyList<TrackingInput> inputs, TrackingMode mode = TrackingMode.Live, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var (keys, byKey) = ByKey(inputs);
        using var activity = Begin(mode, keys.Count);
        if (mode == TrackingMode.Replay) return await ReplayAsync(keys, byKey, cancellationToken).ConfigureAwait(false);
        return await WorkAsync(keys, (step, now) => byKey[step.Shipment.Key].ForEach(input => step.Process(input, now)), mode, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Attaches what the host knows of a shipment, which need not have been reported yet.</summary>
    /// <param name="key">The key under which the host keeps the shipment.</param>
    /// <param name="attributes">All its attributes; those attached before are replaced.</param>
    /// <param name="mode">What is done with what fires: rules that read attributes may now, also for scans that are there already.</param>
    /// <param name="cancellationToken">Ends the call; what is not saved by then is not saved.</param>
    /// <exception cref="ShipmentConflictException">Others saved the shipment each time.</exception>
    public async ValueTask<TrackingResult> SetAttributesAsync(
        string key, ShipmentAttributes attributes, TrackingMode mode = TrackingMode.Live, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(attributes);
        return (await WorkAsync([key], (step, now) => step.Set(attributes, now), mode, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Says what was promised when the goods of a shipment were ordered; it need not have been reported yet.</summary>
    /// <param name="key">The key under which the host keeps the shipment.</param>
    /// <param name="promise">The day or window; <see langword="null"/> takes it back.</param>
    /// <param name="mode">What is done with what fires.</param>
    /// <param name="cancellationToken">Ends the call; what is not saved by then is not saved.</param>
    /// <exception cref="ShipmentConflictException">Others saved the shipment each time.</exception>
    public async ValueTask<TrackingResult> SetPromiseAsync(
        string key, DeliveryEstimate? promise, TrackingMode mode = TrackingMode.Live, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (await WorkAsync([key], (step, now) => step.Set(promise, now), mode, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Fires what is due. Only shipments that are due are looked at.</summary>
    /// <param name="cancellationToken">Ends the call; commits made by then stay.</param>
    /// <returns>A result for each shipment that was due.</returns>
    /// <exception cref="ShipmentConflictException">Others saved some of the shipments each time.</exception>
    public async ValueTask<IReadOnlyList<TrackingResult>> TickAsync(CancellationToken cancellationToken = default)
    {
        var now = _clock.GetCurrentInstant();
        List<TrackingResult>? results = null;
        while (true)
        {
            var keys = await _store.DueAsync(now, _options.BatchSize, cancellationToken).ConfigureAwait(false);
            if (keys.Count == 0) return results ?? (IReadOnlyList<TrackingResult>)[];
            using var activity = Measures.Activities.StartActivity(TrackingTelemetry.TickActivity)?.SetTag(TrackingTelemetry.ShipmentsTag, keys.Count);
            // As of the moment at which they were found due: each is looked at once, however long the call takes.
            (results ??= []).AddRange(await WorkAsync(keys, (step, _) => step.Tick(now), TrackingMode.Live, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Lets the rules look at the waits of shipments for which nothing is reported, and reckon anew when they are due: after <see cref="Reload"/>.</summary>
    /// <param name="keys">Keys of the shipments; one that is not known is passed over.</param>
    /// <param name="mode">What is done with what fires: waits of new rules may long be over.</param>
    /// <param name="cancellationToken">Ends the call; commits made by then stay.</param>
    /// <returns>One result for each shipment, in the order in which they first occur.</returns>
    /// <exception cref="ShipmentConflictException">Others saved some of the shipments each time.</exception>
    public ValueTask<IReadOnlyList<TrackingResult>> LookAgainAsync(IReadOnlyList<string> keys, TrackingMode mode = TrackingMode.Live, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return WorkAsync([.. keys.Distinct(StringComparer.Ordinal)], static (step, now) => step.Tick(now), mode, cancellationToken, isDueAnyhow: true);
    }

    /// <summary>Why each rule fires for a shipment now, or why not.</summary>
    /// <param name="key">The key under which the host keeps the shipment.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><see langword="null"/> where there is no such shipment.</returns>
    public async ValueTask<IReadOnlyList<RuleExplanation>?> ExplainAsync(string key, CancellationToken cancellationToken = default)
    {
        var shipment = (await _store.LoadAsync([key], cancellationToken).ConfigureAwait(false))[0];
        return shipment is null ? null : _engine.Explain(key, shipment.Timeline.Shipment, shipment.Attributes, shipment.Marks, _clock.GetCurrentInstant());
    }

    private async ValueTask<IReadOnlyList<TrackingResult>> WorkAsync(
        IReadOnlyList<string> keys, Work work, TrackingMode mode, CancellationToken cancellationToken, bool isDueAnyhow = false)
    {
        var results = new ResultsByKey(keys);
        var open = keys;
        for (var retry = 0; open.Count > 0; retry++)
        {
            if (retry > _options.ConflictRetries) throw new ShipmentConflictException(open);
            List<string>? conflicts = null;
            foreach (var some in open.Count > _options.BatchSize ? open.Chunk(_options.BatchSize) : (IEnumerable<IReadOnlyList<string>>)[open])
            {
                var lost = await WorkOnceAsync(some, work, mode, isDueAnyhow, results, cancellationToken).ConfigureAwait(false);
                if (lost.Count > 0) (conflicts ??= []).AddRange(lost);
            }
            open = conflicts ?? (IReadOnlyList<string>)[];
        }
        return results.InOrder;
    }

    private async ValueTask<IReadOnlyList<string>> WorkOnceAsync(
        IReadOnlyList<string> keys, Work work, TrackingMode mode, bool isDueAnyhow, ResultsByKey results, CancellationToken cancellationToken)
    {
        var engine = _engine;
        var loaded = await _store.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        var now = _clock.GetCurrentInstant();
        var steps = new List<ShipmentStep>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            var step = new ShipmentStep(engine, isDueAnyhow && loaded[i] is { } known ? known with { NextDue = Instant.MinValue } : loaded[i] ?? New(keys[i]));
            work(step, now);
            var isAsItWas = isDueAnyhow && step.Triggers.Count == 0 && step.Shipment.NextDue == loaded[i]?.NextDue;
            if (step.IsChanged && !isAsItWas && mode != TrackingMode.Replay) steps.Add(step);
            else results.Set(step.Result(isChanged: false));
        }
        if (steps.Count == 0) return [];

        // What was saved belongs to the store, so results are made before.
        foreach (var step in steps) results.Set(step.Result(isChanged: true));
        var saves = steps.ConvertAll(step => new ShipmentSave(step.Shipment, mode == TrackingMode.Live ? new FreshEntries(step.Triggers) : []));
        var conflicts = await _store.SaveAsync(saves, cancellationToken).ConfigureAwait(false);
        foreach (var step in steps)
        {
            if (conflicts.Contains(step.Shipment.Key)) _logger.Conflict(step.Shipment.Key);
            else Told(step, mode);
        }
        Signal.Set();
        return conflicts;
    }

    private async ValueTask<IReadOnlyList<TrackingResult>> ReplayAsync(IReadOnlyList<string> keys, Dictionary<string, List<TrackingInput>> byKey, CancellationToken cancellationToken)
    {
        var loaded = await _store.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        var now = _clock.GetCurrentInstant();
        var results = new TrackingResult[keys.Count];
        for (var i = 0; i < keys.Count; i++)
        {
            var blank = New(keys[i]);
            if (loaded[i] is { } known) blank = blank with { Attributes = known.Attributes, Timeline = blank.Timeline.With(known.Timeline.Promise) };
            var step = new ShipmentStep(_engine, blank);
            foreach (var input in byKey[keys[i]])
            {
                var at = input.ReceivedAt ?? now;
                TickUpTo(step, at);
                step.Process(input, at);
            }
            TickUpTo(step, now);
            results[i] = step.Result(isChanged: false);
        }
        return results;
    }

    private static void TickUpTo(ShipmentStep step, Instant moment)
    {
        while (step.Shipment.NextDue is { } due && due <= moment) step.Tick(due);
    }

    private void Told(ShipmentStep step, TrackingMode mode)
    {
        step.CountEvents();
        var isLogged = _logger.IsEnabled(LogLevel.Debug);
        if (!isLogged && !Measures.AreTriggersCounted) return;
        foreach (var trigger in step.Triggers)
        {
            Measures.Count(trigger, Word(mode));
            if (isLogged) _logger.Fired(trigger.Name, trigger.ShipmentKey, trigger.Id, mode);
        }
    }

    private static Activity? Begin(TrackingMode mode, int shipments) => Measures.Activities.StartActivity(TrackingTelemetry.ProcessActivity)
        ?.SetTag(TrackingTelemetry.ModeTag, Word(mode)).SetTag(TrackingTelemetry.ShipmentsTag, shipments);

    private TrackedShipment New(string key) => new() { Key = key, Timeline = new(calendar: _options.Calendar) };

    private static (IReadOnlyList<string> Keys, Dictionary<string, List<TrackingInput>> ByKey) ByKey(IReadOnlyList<TrackingInput> inputs)
    {
        var keys = new List<string>();
        var byKey = new Dictionary<string, List<TrackingInput>>(StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            if (!byKey.TryGetValue(input.Key, out var some))
            {
                byKey.Add(input.Key, some = []);
                keys.Add(input.Key);
            }
            some.Add(input);
        }
        return (keys, byKey);
    }

    private static string Word(TrackingMode mode) => mode switch { TrackingMode.Live => "live", TrackingMode.BackFill => "back_fill", _ => "replay" };
}
