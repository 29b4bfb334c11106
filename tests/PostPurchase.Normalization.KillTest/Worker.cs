using NodaTime;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Stores;

namespace PostPurchase.Normalization.KillTest;

/// <summary>Works through the stream step by step, as a host that begins again where it last knew to be.</summary>
internal sealed class Worker(IShipmentStore store, Func<ShipmentTrigger, CancellationToken, ValueTask> handle, bool hasTicks = true)
{
    private const int EventsPerStep = 10;

    private static readonly Duration Lease = Duration.FromMilliseconds(600);
    private static readonly Duration HandlerTimeout = Duration.FromMilliseconds(300);

    private readonly StreamClock _clock = new();

    private static TriggerEngine Engine { get; } = new(
    [
        .. TriggerCatalogue.Rules,
        Rule("kill:silence", new DeadlineCause { After = DeadlineStart.LastScan, Wait = Duration.FromDays(2) }),
        Rule("kill:pickup_ends", new DeadlineCause { After = DeadlineStart.Phase, Phases = [Milestone.AvailableForPickup], BusinessDays = 3, At = new(18, 0) }) with { OncePer = OncePer.Shipment },
        Rule("kill:attempt_again", new RepeatCause { Of = RepeatKind.Attempts }),
        Rule("kill:scan", new ScanCause { Types = [EventType.Transit.FacilityArrived] }) with { FiresLate = true },
        Rule("kill:valuable_on_its_way", new PhaseCause { Phases = [Milestone.OutForDelivery] }) with { Conditions = new() { Attributes = [new() { Name = "value", AtLeast = 500 }] }, FiresLate = true },
    ]);

    public static int StepsOf(int events) => (events + EventsPerStep - 1) / EventsPerStep;

    /// <param name="stream">All of it.</param>
    /// <param name="from">The step to begin with.</param>
    /// <param name="done">Told after each step.</param>
    public async Task RunAsync(IReadOnlyList<Delivery> stream, int from, Action<int> done)
    {
        var tracker = new ShipmentTracker(Engine, store, _clock);
        var dispatcher = new TriggerDispatcher(
            store, TriggerHandlers.None.With("ledger", handle), SystemClock.Instance,
            new() { Lease = Lease, HandlerTimeout = HandlerTimeout, Retry = RetryPolicy.Exponential(Duration.FromMilliseconds(1), attempts: 10_000, longest: Duration.FromMilliseconds(5)) });
        var steps = stream.Chunk(EventsPerStep).ToList();
        for (var step = from; step < steps.Count; step++)
        {
            _clock.Now = steps[step][^1].ReceivedAt;
            foreach (var key in steps[step].Select(one => one.Key).Distinct()) await tracker.SetAttributesAsync(key, AttributesOf(key));
            await tracker.ProcessAsync([.. steps[step].Select(one => new TrackingInput(one.Key, [one.Told], one.ReceivedAt))]);
            if (hasTicks) await tracker.TickAsync();
            await dispatcher.DispatchAsync();
            done(step + 1);
        }
        _clock.Now = stream[^1].ReceivedAt + Duration.FromDays(60);
        if (hasTicks) await tracker.TickAsync();
        do
        {
            await dispatcher.DispatchAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        while ((await store.PendingAsync()).NextAttempt is not null);
    }

    private static ShipmentAttributes AttributesOf(string key) => ShipmentAttributes.None.With("value", (decimal)(key.Sum(one => one * 31) % 1000));

    private static TriggerRule Rule(string name, TriggerCause cause) => new() { Name = name, Group = TriggerGroup.Host, Cause = cause };

    private sealed class StreamClock : IClock
    {
        public Instant Now { get; set; }

        public Instant GetCurrentInstant() => Now;
    }
}
