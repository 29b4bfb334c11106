using NodaTime;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Stores;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Dispatch;

public sealed class TriggerDispatcherTests
{
    private static readonly Instant Start = Scans.Received("01T12:00");

    private readonly InMemoryShipmentStore _store = new();
    private readonly TestClock _clock = new(Start);
    private readonly List<string> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_hear_of_a_trigger_of_a_group_or_of_all()
    {
        await FireAsync("s1", "01T10:00 customs.held", "01T10:30 transit.facility_arrived", "01T11:00 delivered");
        var handlers = TriggerHandlers.None
            .With<CustomsHeldTrigger>("held", Note)
            .With<CustomsTrigger>("customs", Note)
            .With<HostTrigger>("host", Note)
            .With<MilestoneTrigger>("milestone", Note)
            .With<ShipmentTrigger>("all", Note);
        string[] expected =
        [
            "customs_held", "customs_held", "customs_held",
            "acme:scan", "acme:scan",
            "delivered", "delivered",
        ];

        Assert.Equal(new(3, 0, 0), await DispatchAsync(handlers));
        Assert.Equal(expected, _calls);
        Assert.All(await _store.EntriesAsync("s1", Token), entry => Assert.Equal(OutboxState.Handled, entry.State));
    }

    [Fact]
    public async Task A_trigger_without_handlers_is_handled()
    {
        await FireAsync("s1", "01T10:00 customs.held");

        Assert.Equal(new(1, 0, 0), await DispatchAsync(TriggerHandlers.None));
        Assert.Empty((await _store.EntriesAsync("s1", Token))[0].Outcomes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_fails_stops_no_other_and_is_alone_called_again(bool isParallel)
    {
        await FireAsync("s1", "01T10:00 customs.held");
        var fails = true;
        var handlers = TriggerHandlers.None
            .With<ShipmentTrigger>("first", Named("first"))
            .With<ShipmentTrigger>("bad", async (trigger, token) =>
            {
                await Named("bad")(trigger, token);
                if (fails) throw new TimeoutException("no answer");
            })
            .With<ShipmentTrigger>("last", Named("last"));
        var options = new DispatchOptions { RunsHandlersInParallel = isParallel, Retry = new([Duration.FromMinutes(1), Duration.FromMinutes(2)]) };

        Assert.Equal(new(0, 1, 0), await DispatchAsync(handlers, options));
        Assert.Equal(["bad", "first", "last"], _calls.Order(StringComparer.Ordinal));
        var entry = Assert.Single(await _store.EntriesAsync("s1", Token));
        Assert.Equal((OutboxState.Pending, Start + Duration.FromMinutes(1)), (entry.State, entry.NextAttempt));
        Assert.Equal([("bad", false, "TimeoutException: no answer"), ("first", true, null), ("last", true, null)],
            entry.Outcomes.Select(one => (one.Handler, one.IsHandled, one.Error)).OrderBy(one => one.Handler, StringComparer.Ordinal));

        _clock.Now = entry.NextAttempt - Duration.FromTicks(1);
        Assert.Equal(default, await DispatchAsync(handlers, options));
        _clock.Now = entry.NextAttempt;
        fails = false;
        Assert.Equal(new(1, 0, 0), await DispatchAsync(handlers, options));

        Assert.Equal("bad", _calls[^1]);
        Assert.Equal(4, _calls.Count);
        entry = Assert.Single(await _store.EntriesAsync("s1", Token));
        Assert.Equal((OutboxState.Handled, 2), (entry.State, Assert.Single(entry.Outcomes, one => one.Handler == "bad").Attempts));
    }

    [Fact]
    public async Task It_is_given_up_after_as_many_attempts_as_the_policy_says()
    {
        await FireAsync("s1", "01T10:00 customs.held");
        var handlers = TriggerHandlers.None.With<ShipmentTrigger>("bad", (_, _) => throw new InvalidOperationException(new string('x', 1000)));
        var options = new DispatchOptions { Retry = new([Duration.FromMinutes(1), Duration.FromMinutes(2)]) };

        var results = new List<DispatchResult>();
        for (var i = 0; i < 5; i++)
        {
            results.Add(await DispatchAsync(handlers, options));
            _clock.Now += Duration.FromMinutes(3);
        }

        Assert.Equal([new(0, 1, 0), new(0, 1, 0), new(0, 0, 1), default, default], results);
        var entry = Assert.Single(await _store.EntriesAsync("s1", Token));
        Assert.Equal((OutboxState.GivenUp, 3, Start + Duration.FromMinutes(6)), (entry.State, entry.Attempts, entry.FinishedAt));
        Assert.Equal(500, Assert.Single(entry.Outcomes).Error!.Length);
    }

    [Fact]
    public async Task One_that_ends_the_process_each_time_is_given_up_too()
    {
        await FireAsync("s1", "01T10:00 customs.held");
        // Taken, and never heard of again.
        for (var i = 0; i < 3; i++) Assert.Single(await _store.TakeAsync(_clock.Now += Duration.FromHours(1), Duration.FromMinutes(1), 10, Token));
        _clock.Now += Duration.FromHours(1);

        Assert.Equal(new(0, 0, 1), await DispatchAsync(TriggerHandlers.None.With<ShipmentTrigger>("all", Note), new() { Retry = new([Duration.Zero, Duration.Zero]) }));
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task What_was_taken_stays_as_it_was_taken_whatever_becomes_of_it()
    {
        await FireAsync("s1", "01T10:00 customs.held");
        var taken = await _store.TakeAsync(_clock.Now, Duration.FromMinutes(1), 10, Token);
        var underWay = Assert.Single(await _store.EntriesAsync("s1", Token));
        var again = Assert.Single(await _store.TakeAsync(_clock.Now + Duration.FromMinutes(1), Duration.FromMinutes(1), 10, Token));
        await _store.UpdateAsync([taken[0] with { State = OutboxState.Handled }], Token);
        var notHandled = Assert.Single(await _store.EntriesAsync("s1", Token));
        await _store.UpdateAsync([again with { State = OutboxState.Handled }], Token);
        var handled = Assert.Single(await _store.EntriesAsync("s1", Token));

        Assert.Equal((1, 1L, Start + Duration.FromMinutes(1)), (taken[0].Attempts, taken[0].Lease, taken[0].NextAttempt));
        Assert.Equal((1, 1L, taken[0].NextAttempt), (underWay.Attempts, underWay.Lease, underWay.NextAttempt));
        Assert.Equal((2, 2L, Start + Duration.FromMinutes(2)), (again.Attempts, again.Lease, again.NextAttempt));
        Assert.Equal((OutboxState.Pending, OutboxState.Handled), (notHandled.State, handled.State));
        Assert.Equal(taken.Select(entry => entry.Id), [handled.Id]);
    }

    [Fact]
    public async Task In_order_handlers_wait_for_each_other_and_in_parallel_they_do_not()
    {
        await FireAsync("s1", "01T10:00 customs.held");
        await FireAsync("s2", "01T10:00 customs.held");
        var meeting = new TaskCompletionSource();
        var handlers = TriggerHandlers.None
            .With<ShipmentTrigger>("waits", async (_, token) =>
            {
                await meeting.Task.WaitAsync(token);
                _calls.Add("waits");
            })
            .With<ShipmentTrigger>("comes", (_, _) =>
            {
                _calls.Add("comes");
                meeting.TrySetResult();
                return default;
            });
        Assert.Equal(new(2, 0, 0), await DispatchAsync(handlers, new() { RunsHandlersInParallel = true }));

        _calls.Clear();
        await FireAsync("s3", "01T10:00 customs.held");
        Assert.Equal(new(1, 0, 0), await DispatchAsync(handlers));
        Assert.Equal(["waits", "comes"], _calls);
    }

    [Fact]
    public async Task Triggers_of_a_shipment_keep_their_order_while_shipments_go_side_by_side()
    {
        for (var shipment = 0; shipment < 4; shipment++) await FireAsync($"s{shipment}", [.. Enumerable.Range(0, 10).Select(i => $"01T10:{i:00} transit.facility_arrived")]);
        var calls = new System.Collections.Concurrent.ConcurrentQueue<(string Key, int Minute)>();
        var (running, most) = (0, 0);
        var handlers = TriggerHandlers.None.With<ShipmentTrigger>("all", async (trigger, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(1, token);
            calls.Enqueue((trigger.ShipmentKey, trigger.Cause!.Time.Local.Minute));
            Interlocked.Decrement(ref running);
        });

        Assert.Equal(new(40, 0, 0), await DispatchAsync(handlers, new() { Shipments = 4 }));
        Assert.All(calls.GroupBy(call => call.Key), line => Assert.Equal(Enumerable.Range(0, 10), line.Select(call => call.Minute)));
        Assert.InRange(most, 2, 4);
    }

    [Fact]
    public async Task A_host_that_stops_leaves_the_rest_for_the_next_time_without_a_failure()
    {
        await FireAsync("s1", "01T10:00 customs.held", "01T10:30 transit.facility_arrived");
        using var stop = new CancellationTokenSource();
        var handlers = TriggerHandlers.None
            .With<ShipmentTrigger>("quick", Named("quick"))
            .With<ShipmentTrigger>("slow", async (_, token) =>
            {
                _calls.Add("slow");
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Dispatcher(handlers, null).DispatchAsync(stop.Token));

        Assert.Equal(["quick", "slow"], _calls);
        var entries = await _store.EntriesAsync("s1", Token);
        Assert.All(entries, entry => Assert.Equal((OutboxState.Pending, 0, Start), (entry.State, entry.Attempts, entry.NextAttempt)));
        Assert.Equal("quick", Assert.Single(entries[0].Outcomes).Handler);

        _calls.Clear();
        Assert.Equal(new(2, 0, 0), await DispatchAsync(TriggerHandlers.None.With<ShipmentTrigger>("quick", Named("quick")).With<ShipmentTrigger>("slow", Named("slow"))));
        Assert.Equal(["slow", "quick", "slow"], _calls);
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_has_failed()
    {
        await FireAsync("s1", "01T10:00 customs.held");
        var handlers = TriggerHandlers.None.With<ShipmentTrigger>("hangs", async (_, token) => await Task.Delay(Timeout.Infinite, token));

        Assert.Equal(new(0, 0, 1), await DispatchAsync(handlers, new() { HandlerTimeout = Duration.FromMilliseconds(20), Retry = RetryPolicy.Never }));
        Assert.StartsWith("TaskCanceledException", (await _store.EntriesAsync("s1", Token))[0].Outcomes[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_holds_its_thread_is_told_too_and_the_next_one_has_its_whole_time()
    {
        await FireAsync("s1", "01T10:00 customs.held", "01T10:30 transit.facility_arrived");
        var handlers = TriggerHandlers.None
            .With<CustomsHeldTrigger>("blocks", (_, token) => token.WaitHandle.WaitOne() ? ValueTask.FromCanceled(token) : ValueTask.CompletedTask)
            .With<ShipmentTrigger>("next", (_, token) => token.IsCancellationRequested ? ValueTask.FromCanceled(token) : ValueTask.CompletedTask);

        Assert.Equal(new(1, 0, 1), await DispatchAsync(handlers, new() { HandlerTimeout = Duration.FromMilliseconds(20), Retry = RetryPolicy.Never }));
        Assert.Equal([("blocks", false), ("next", true)], (await _store.EntriesAsync("s1", Token))[0].Outcomes.Select(one => (one.Handler, one.IsHandled)));
    }

    [Fact]
    public async Task A_dispatcher_that_was_stopped_gives_the_next_call_a_token_of_its_own()
    {
        await FireAsync("s1", "01T10:00 customs.held");
        using var stop = new CancellationTokenSource();
        var dispatcher = Dispatcher(TriggerHandlers.None.With<ShipmentTrigger>("once", (_, token) => stop.IsCancellationRequested && !token.IsCancellationRequested
            ? ValueTask.CompletedTask : new(stop.CancelAsync().ContinueWith(_ => token.ThrowIfCancellationRequested(), Token))), null);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await dispatcher.DispatchAsync(stop.Token));
        Assert.Equal(new(1, 0, 0), await dispatcher.DispatchAsync(Token));
    }

    [Fact]
    public async Task What_cannot_be_made_again_is_tried_again_and_then_given_up()
    {
        var entry = new OutboxEntry { Id = default, Rule = "acme:gone", ShipmentKey = "nobody", CauseKey = "", FiredAt = Start, NextAttempt = Start, Data = "{}" };
        await _store.SaveAsync([new(new() { Key = "s1", Timeline = new() }, [entry])], Token);
        var options = new DispatchOptions { Retry = new([Duration.Zero]) };

        Assert.Equal(new(0, 1, 1), await DispatchAsync(TriggerHandlers.None, options));
        Assert.Equal((OutboxState.GivenUp, 2), ((await _store.EntriesAsync("nobody", Token))[0].State, (await _store.EntriesAsync("nobody", Token))[0].Attempts));
    }

    [Fact]
    public void Names_are_given_once() =>
        Assert.Throws<ArgumentException>(() => TriggerHandlers.None.With<ShipmentTrigger>("all", Note).With<CustomsTrigger>("all", Note));

    [Fact]
    public void Growing_delays_stop_at_the_longest()
    {
        var policy = RetryPolicy.Exponential(Duration.FromSeconds(1), attempts: 6, factor: 3, longest: Duration.FromSeconds(20));

        Assert.Equal([1, 3, 9, 20, 20], policy.Delays.Select(delay => delay.TotalSeconds));
        Assert.Equal(6, policy.Attempts);
        Assert.Equal(1, RetryPolicy.Never.Attempts);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Dispatcher(TriggerHandlers.None, new() { Lease = Duration.FromSeconds(1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dispatcher(TriggerHandlers.None, new() { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy([Duration.FromSeconds(-1)]));
    }

    private TriggerDispatcher Dispatcher(TriggerHandlers handlers, DispatchOptions? options) => new(_store, handlers, _clock, options);

    private async Task<DispatchResult> DispatchAsync(TriggerHandlers handlers, DispatchOptions? options = null) => await Dispatcher(handlers, options).DispatchAsync(Token);

    private async Task FireAsync(string key, params string[] scans)
    {
        var tracker = new ShipmentTracker(TestRules.Engine, _store, _clock);
        foreach (var scan in scans) await tracker.ProcessAsync(new TrackingInput(key, [Scans.Event(scan)]), cancellationToken: Token);
    }

    private ValueTask Note(ShipmentTrigger trigger, CancellationToken cancellationToken)
    {
        _calls.Add(trigger.Name);
        return default;
    }

    private Func<ShipmentTrigger, CancellationToken, ValueTask> Named(string name) => (_, _) =>
    {
        lock (_calls) _calls.Add(name);
        return default;
    };
}
