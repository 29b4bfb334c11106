using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Stores;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Dispatch;

public sealed class ShipmentTrackerTests
{
    private readonly InMemoryShipmentStore _store = new();
    private readonly TestClock _clock = new(Scans.Received("01T12:00"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ShipmentTracker Tracker => new(TestRules.Engine, _store, _clock);

    [Fact]
    public async Task What_fires_is_saved_with_the_shipment_and_waits_in_the_outbox()
    {
        var result = await Tracker.ProcessAsync(Input("s1", "01T10:00+00 customs.held"), cancellationToken: Token);

        var held = Assert.IsType<CustomsHeldTrigger>(Assert.Single(result.Triggers));
        Assert.Equal(("s1", true, Scans.Received("04T10:00")), (result.Key, result.IsChanged, result.NextDue));
        Assert.Equal([held.Id], await OutboxAsync("s1"));
        Assert.Equal(1, (await _store.LoadAsync(["s1"], Token))[0]!.Version);
    }

    [Fact]
    public async Task What_is_known_changes_nothing()
    {
        var input = new TrackingInput("s1", [Scans.Event("01T10:00 customs.held")], Scans.Received("01T11:00"));
        await Tracker.ProcessAsync(input, cancellationToken: Token);
        var again = await Tracker.ProcessAsync(input, cancellationToken: Token);

        Assert.Empty(again.Triggers);
        Assert.False(again.IsChanged);
        Assert.Equal(1, (await _store.LoadAsync(["s1"], Token))[0]!.Version);
    }

    [Fact]
    public async Task A_report_received_again_tells_which_scans_were_taken_back_and_fires_nothing_twice()
    {
        ShipmentReport Report(params string[] scans) => new(new(), [.. scans.Select(Scans.Event)]);
        await Tracker.ProcessAsync("s1", Report("01T08:00 transit.facility_arrived", "01T09:00 transit.facility_arrived", "01T10:00 customs.held"), cancellationToken: Token);
        _clock.Now += Duration.FromHours(1);
        var result = await Tracker.ProcessAsync("s1", Report("01T08:00 transit.facility_arrived", "01T10:00 customs.held"), cancellationToken: Token);

        Assert.Empty(result.Triggers);
        Assert.Equal(ScanFlags.Withdrawn, result.Shipment.History[1].Flags & ScanFlags.Withdrawn);
    }

    [Fact]
    public async Task Single_events_say_nothing_of_others()
    {
        await Tracker.ProcessAsync(Input("s1", "01T08:00 transit", "01T09:00 transit", "01T10:00 transit"), cancellationToken: Token);
        _clock.Now += Duration.FromHours(1);
        var result = await Tracker.ProcessAsync(Input("s1", "01T08:00 transit", "01T10:00 transit"), cancellationToken: Token);

        Assert.All(result.Shipment.History, scan => Assert.Equal(ScanFlags.None, scan.Flags & ScanFlags.Withdrawn));
    }

    [Fact]
    public async Task A_batch_gives_what_its_inputs_give_one_by_one()
    {
        TrackingInput[] inputs = [Input("a", "01T10:00 transit.facility_arrived"), Input("b", "01T10:00 customs.held"), Input("a", "01T11:00 delivery_attempt.failed"), Input("a", "02T11:00 delivery_attempt.failed"), Input("b", "01T12:00 delivered")];
        var together = await Tracker.ProcessAsync(inputs, cancellationToken: Token);
        var apart = new InMemoryShipmentStore();
        var ids = new List<TriggerId>();
        foreach (var input in inputs) ids.AddRange((await new ShipmentTracker(TestRules.Engine, apart, _clock).ProcessAsync(input, cancellationToken: Token)).Triggers.Select(trigger => trigger.Id));

        Assert.Equal(["a", "b"], together.Select(result => result.Key));
        Assert.Equal(["acme:scan", "acme:again"], together[0].Triggers.Select(trigger => trigger.Name));
        Assert.Equal(["customs_held", "delivered"], together[1].Triggers.Select(trigger => trigger.Name));
        Assert.Equal(ids.Order(Comparer<TriggerId>.Create((left, right) => string.CompareOrdinal(left.ToString(), right.ToString()))), together.SelectMany(result => result.Triggers).Select(trigger => trigger.Id).OrderBy(id => id.ToString(), StringComparer.Ordinal));
        foreach (var key in (string[])["a", "b"]) Assert.Equal(Text.Of((await apart.LoadAsync([key], Token))[0]!), Text.Of((await _store.LoadAsync([key], Token))[0]!));
    }

    [Fact]
    public async Task A_tick_fires_exactly_when_it_is_due_and_once()
    {
        await Tracker.ProcessAsync(Input("s1", "01T10:00+00 transit"), cancellationToken: Token);
        await Tracker.ProcessAsync(Input("s2", "02T10:00+00 transit"), cancellationToken: Token);

        _clock.Now = Scans.Received("04T10:00") - Duration.FromTicks(1);
        Assert.Empty(await Tracker.TickAsync(Token));
        _clock.Now = Scans.Received("04T10:00");
        var result = Assert.Single(await Tracker.TickAsync(Token));

        Assert.Equal(("s1", "acme:silence", (Instant?)_clock.Now), (result.Key, Assert.Single(result.Triggers).Name, result.Triggers[0].Due));
        Assert.Empty(await Tracker.TickAsync(Token));
        Assert.Equal(Scans.Received("05T10:00"), (await _store.PendingAsync(Token)).NextDue);
    }

    [Fact]
    public async Task A_tick_looks_at_no_shipment_that_is_not_due()
    {
        var store = new CountingStore(_store);
        await Tracker.ProcessAsync([.. Enumerable.Range(0, 50).Select(i => Input($"s{i}", "01T10:00+00 transit"))], cancellationToken: Token);
        await Tracker.ProcessAsync(Input("due", "01T09:00+00 transit"), cancellationToken: Token);
        _clock.Now = Scans.Received("04T09:00");

        Assert.Single(await new ShipmentTracker(TestRules.Engine, store, _clock).TickAsync(Token));
        Assert.Equal(1, store.Loaded);
    }

    [Fact]
    public async Task Waits_of_new_rules_begin_when_they_look_again()
    {
        var tracker = new ShipmentTracker(new([]), _store, _clock);
        await tracker.ProcessAsync([Input("s1", "01T10:00+00 transit"), Input("s2", "04T10:00+00 transit"), Input("s3", "01T10:00+00 delivered")], cancellationToken: Token);
        _clock.Now = Scans.Received("05T10:00");
        tracker.Reload(TestRules.Engine);
        Assert.Empty(await tracker.TickAsync(Token));

        var results = await tracker.LookAgainAsync(["s1", "s2", "s3", "unknown", "s1"], cancellationToken: Token);

        Assert.Equal(["s1", "s2", "s3", "unknown"], results.Select(result => result.Key));
        Assert.Equal(["acme:silence"], results.SelectMany(result => result.Triggers).Select(trigger => trigger.Name));
        Assert.Equal([true, true, false, false], results.Select(result => result.IsChanged));
        Assert.Equal(Scans.Received("07T10:00"), (await _store.PendingAsync(Token)).NextDue);
        Assert.Equal(results[0].Triggers.Select(trigger => trigger.Id), await OutboxAsync("s1"));
        Assert.Null((await _store.LoadAsync(["unknown"], Token))[0]);
        Assert.All(await tracker.LookAgainAsync(["s1", "s2"], cancellationToken: Token), result => Assert.False(result.IsChanged));
    }

    [Fact]
    public async Task Waits_that_are_long_over_may_count_as_fired()
    {
        var tracker = new ShipmentTracker(new([]), _store, _clock);
        await tracker.ProcessAsync(Input("s1", "01T10:00+00 transit"), cancellationToken: Token);
        _clock.Now = Scans.Received("05T10:00");
        tracker.Reload(TestRules.Engine);

        Assert.Equal("acme:silence", Assert.Single(Assert.Single(await tracker.LookAgainAsync(["s1"], TrackingMode.BackFill, Token)).Triggers).Name);

        Assert.Empty(await OutboxAsync("s1"));
        Assert.Empty(Assert.Single(await tracker.LookAgainAsync(["s1"], cancellationToken: Token)).Triggers);
    }

    [Fact]
    public async Task Back_fill_counts_as_fired_and_nobody_acts_on_it()
    {
        var filled = await Tracker.ProcessAsync(Input("s1", "01T10:00+00 customs.held"), TrackingMode.BackFill, Token);
        var live = await Tracker.ProcessAsync(Input("s1", "01T10:00+00 customs.held", "02T10:00+00 transit.facility_arrived"), cancellationToken: Token);

        Assert.Equal("customs_held", Assert.Single(filled.Triggers).Name);
        Assert.Equal("acme:scan", Assert.Single(live.Triggers).Name);
        Assert.Equal([live.Triggers[0].Id], await OutboxAsync("s1"));
    }

    [Fact]
    public async Task A_replay_gives_the_same_ids_with_waits_in_their_time_and_changes_nothing()
    {
        var ids = new List<TriggerId>();
        TrackingInput[] inputs =
        [
            new("s1", [Scans.Event("01T10:00+00 transit.facility_arrived")], Scans.Received("01T10:05")),
            new("s1", [Scans.Event("06T10:00+00 customs.held")], Scans.Received("06T10:05")),
            new("s1", [Scans.Event("07T10:00+00 delivered")], Scans.Received("07T10:05")),
        ];
        foreach (var input in inputs)
        {
            _clock.Now = input.ReceivedAt!.Value - Duration.FromHours(1);
            ids.AddRange((await Tracker.TickAsync(Token)).SelectMany(result => result.Triggers).Select(trigger => trigger.Id));
            _clock.Now = input.ReceivedAt.Value;
            ids.AddRange((await Tracker.ProcessAsync(input, cancellationToken: Token)).Triggers.Select(trigger => trigger.Id));
        }
        _clock.Now = Scans.Received("20T00:00");
        var before = Text.Of((await _store.LoadAsync(["s1"], Token))[0]!);

        var replayed = Assert.Single(await Tracker.ProcessAsync(inputs, TrackingMode.Replay, Token));

        Assert.Equal(["acme:scan", "acme:silence", "customs_held", "delivered"], replayed.Triggers.Select(trigger => trigger.Name));
        Assert.Equal(ids, replayed.Triggers.Select(trigger => trigger.Id));
        Assert.Equal(Scans.Received("04T10:00"), replayed.Triggers[1].FiredAt);
        Assert.Equal(before, Text.Of((await _store.LoadAsync(["s1"], Token))[0]!));
        Assert.Equal(4, (await OutboxAsync("s1")).Count);
    }

    [Fact]
    public async Task A_replay_reads_the_attributes_that_are_attached()
    {
        await Tracker.SetAttributesAsync("s1", ShipmentAttributes.None.With("value", 600), cancellationToken: Token);

        Assert.Equal(["acme:again", "acme:dear"], (await Tracker.ProcessAsync([Input("s1", "01T10:00 delivery_attempt.failed"), Input("s1", "02T10:00 delivery_attempt.failed")], TrackingMode.Replay, Token))[0]
            .Triggers.Select(trigger => trigger.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(await OutboxAsync("s1"));
    }

    [Fact]
    public async Task Attributes_may_come_before_the_first_scan_or_after_it()
    {
        await Tracker.SetAttributesAsync("before", ShipmentAttributes.None.With("value", 600), cancellationToken: Token);
        var before = await Tracker.ProcessAsync(Input("before", "01T10:00 delivery_attempt.failed"), cancellationToken: Token);
        await Tracker.ProcessAsync(Input("after", "01T10:00 delivery_attempt.failed"), cancellationToken: Token);
        var after = await Tracker.SetAttributesAsync("after", ShipmentAttributes.None.With("value", 600), cancellationToken: Token);

        Assert.Equal("acme:dear", Assert.Single(before.Triggers).Name);
        Assert.Equal("acme:dear", Assert.Single(after.Triggers).Name);
        Assert.False((await Tracker.SetAttributesAsync("after", ShipmentAttributes.None.With("value", 600), cancellationToken: Token)).IsChanged);
    }

    [Fact]
    public async Task A_promise_is_kept_with_the_shipment()
    {
        var promise = new DeliveryEstimate(EstimateKind.Committed, EventTime.OnDay(new(2025, 3, 3)), default);
        await Tracker.SetPromiseAsync("s1", promise, cancellationToken: Token);
        var result = await Tracker.ProcessAsync(Input("s1", "05T10:00+00 delivered"), cancellationToken: Token);

        Assert.Equal(promise, result.Shipment.Estimates.Promise);
        Assert.Equal(2, result.Shipment.Estimates.Lateness!.Value.Days);
    }

    [Fact]
    public async Task A_conflict_is_resolved_by_looking_again()
    {
        var store = new CountingStore(_store) { BeforeSave = async () => await Tracker.ProcessAsync(Input("s1", "01T10:00 customs.held"), cancellationToken: Token) };
        var result = await new ShipmentTracker(TestRules.Engine, store, _clock).ProcessAsync(Input("s1", "01T11:00 transit.facility_arrived", "01T10:00 customs.held"), cancellationToken: Token);

        Assert.Equal("acme:scan", Assert.Single(result.Triggers).Name);
        Assert.Equal(2, result.Shipment.History.Count);
        Assert.Equal(2, (await OutboxAsync("s1")).Count);
    }

    [Fact]
    public async Task Conflicts_without_end_are_told_and_the_rest_of_the_batch_is_saved()
    {
        var hour = 0;
        var store = new CountingStore(_store);
        store.BeforeSave = async () =>
        {
            await Tracker.ProcessAsync(Input("s1", $"01T{hour++:00}:30 transit"), cancellationToken: Token);
        };
        store.BeforeEverySave = true;
        var thrown = await Assert.ThrowsAsync<ShipmentConflictException>(async () => await new ShipmentTracker(TestRules.Engine, store, _clock, new() { ConflictRetries = 3 })
            .ProcessAsync([Input("s1", "01T11:00 delivered"), Input("s2", "01T11:00 delivered")], cancellationToken: Token));

        Assert.Equal(["s1"], thrown.Keys);
        Assert.Equal(4, hour);
        Assert.Single(await OutboxAsync("s2"));
        Assert.Empty(await OutboxAsync("s1"));
    }

    [Fact]
    public async Task Reloaded_rules_hold_for_what_is_reported_from_then_on()
    {
        var tracker = Tracker;
        tracker.Reload(new([]));
        Assert.Empty((await tracker.ProcessAsync(Input("s1", "01T10:00 customs.held"), cancellationToken: Token)).Triggers);
        tracker.Reload(TestRules.Engine);
        Assert.Equal("acme:scan", Assert.Single((await tracker.ProcessAsync(Input("s1", "02T10:00 transit.facility_arrived"), cancellationToken: Token)).Triggers).Name);
    }

    [Fact]
    public async Task Why_it_fired_or_not_is_told()
    {
        await Tracker.ProcessAsync(Input("s1", "01T10:00 customs.held"), cancellationToken: Token);

        Assert.Null(await Tracker.ExplainAsync("s2", Token));
        Assert.Equal(RuleVerdict.Fired, Assert.Single((await Tracker.ExplainAsync("s1", Token))!, one => one.Rule == "customs_held").Verdict);
    }

    private static TrackingInput Input(string key, params string[] scans) => new(key, [.. scans.Select(Scans.Event)]);

    private async Task<IReadOnlyList<TriggerId>> OutboxAsync(string key) => [.. (await _store.EntriesAsync(key, Token)).Select(entry => entry.Id)];

    /// <summary>Counts what is loaded, and lets another come first.</summary>
    private sealed class CountingStore(IShipmentStore inner) : IShipmentStore
    {
        public int Loaded { get; private set; }

        public Func<Task>? BeforeSave { get; set; }

        public bool BeforeEverySave { get; set; }

        public ValueTask<IReadOnlyList<TrackedShipment?>> LoadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
        {
            Loaded += keys.Count;
            return inner.LoadAsync(keys, cancellationToken);
        }

        public async ValueTask<IReadOnlyList<string>> SaveAsync(IReadOnlyList<ShipmentSave> saves, CancellationToken cancellationToken = default)
        {
            if (BeforeSave is { } first)
            {
                if (!BeforeEverySave) BeforeSave = null;
                await first();
            }
            return await inner.SaveAsync(saves, cancellationToken);
        }

        public ValueTask<IReadOnlyList<string>> DueAsync(Instant upTo, int limit, CancellationToken cancellationToken = default) => inner.DueAsync(upTo, limit, cancellationToken);

        public ValueTask<IReadOnlyList<OutboxEntry>> TakeAsync(Instant now, Duration lease, int limit, CancellationToken cancellationToken = default) => inner.TakeAsync(now, lease, limit, cancellationToken);

        public ValueTask UpdateAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken = default) => inner.UpdateAsync(entries, cancellationToken);

        public ValueTask<PendingWork> PendingAsync(CancellationToken cancellationToken = default) => inner.PendingAsync(cancellationToken);

        public ValueTask<IReadOnlyList<OutboxEntry>> EntriesAsync(string shipmentKey, CancellationToken cancellationToken = default) => inner.EntriesAsync(shipmentKey, cancellationToken);

        public ValueTask<int> PurgeAsync(Instant before, CancellationToken cancellationToken = default) => inner.PurgeAsync(before, cancellationToken);
    }
}
