using NodaTime;
using PostPurchase.Normalization.Sqlite;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Stores;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Stores;

/// <summary>What every store promises.</summary>
public sealed class StoreTests : IDisposable
{
    private static readonly Instant Now = Scans.Received("10T12:00");
    private static readonly Duration Lease = Duration.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    public static TheoryData<string> Stores => ["memory", "sqlite"];

    public void Dispose()
    {
        _open.ForEach(one => one.Dispose());
        _folder.Dispose();
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task What_is_saved_is_loaded(string kind)
    {
        var store = Open(kind);
        var saved = Tracked("s1", "01T10:00 customs.held") with { Attributes = ShipmentAttributes.None.With("value", 12.50m).With("gift", true).With("tier", "gold").With("ordered", Now) };
        var decision = TestRules.Engine.Decide("s1", null, saved.Timeline.Shipment, saved.Attributes, saved.Marks, Now);
        saved = saved with { Marks = decision.Marks, NextDue = decision.NextDue ?? Now };

        Assert.Empty(await store.SaveAsync([new(saved, [])], Token));
        var loaded = Assert.Single(await store.LoadAsync(["s1"], Token));

        Assert.Equal(("s1", 1L, saved.NextDue), (loaded!.Key, loaded.Version, loaded.NextDue));
        Assert.Equal(saved.Attributes.Values, loaded.Attributes.Values);
        Assert.Equal(Text.Of(saved), Text.Of(loaded));
        Assert.Empty(TestRules.Engine.Decide("s1", null, loaded.Timeline.Shipment, loaded.Attributes, loaded.Marks, Now).Triggers);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Shipments_come_in_the_order_of_their_keys_and_unknown_ones_as_nothing(string kind)
    {
        var store = Open(kind);
        await store.SaveAsync([new(Tracked("b"), []), new(Tracked("a"), [])], Token);

        Assert.Equal(["a", null, "b"], (await store.LoadAsync(["a", "c", "b"], Token)).Select(one => one?.Key));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_loaded_shipment_may_be_changed_without_changing_the_store(string kind)
    {
        var store = Open(kind);
        await store.SaveAsync([new(Tracked("s1", "01T10:00 transit"), [])], Token);
        (await LoadAsync(store, "s1")).Timeline.Add(Scans.Event("02T10:00 delivered"));

        Assert.Equal(1, (await LoadAsync(store, "s1")).Timeline.Count);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_shipment_that_another_has_saved_is_told_and_the_rest_is_saved(string kind)
    {
        var store = Open(kind);
        await store.SaveAsync([new(Tracked("s1"), []), new(Tracked("s2"), [])], Token);
        var (one, two) = (await LoadAsync(store, "s1"), await LoadAsync(store, "s2"));
        await store.SaveAsync([new(one with { NextDue = Now }, [])], Token);

        var conflicts = await store.SaveAsync([new(one with { NextDue = null }, [Entry("s1")]), new(two with { NextDue = Now }, [Entry("s2")]), new(Tracked("s1"), [])], Token);

        Assert.Equal(["s1", "s1"], conflicts);
        Assert.Equal((2L, Now), ((await LoadAsync(store, "s1")).Version, (await LoadAsync(store, "s1")).NextDue));
        Assert.Equal((2L, Now), ((await LoadAsync(store, "s2")).Version, (await LoadAsync(store, "s2")).NextDue));
        Assert.Empty(await store.EntriesAsync("s1", Token));
        Assert.Single(await store.EntriesAsync("s2", Token));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Due_shipments_are_found_the_longest_due_first(string kind)
    {
        var store = Open(kind);
        ShipmentSave Due(string key, Instant? at) => new(Tracked(key) with { NextDue = at }, []);
        await store.SaveAsync([Due("late", Now), Due("early", Now - Duration.FromTicks(1)), Due("never", null), Due("later", Now + Duration.FromTicks(1))], Token);

        Assert.Equal(["early", "late"], await store.DueAsync(Now, 10, Token));
        Assert.Equal(["early"], await store.DueAsync(Now, 1, Token));
        Assert.Equal(Now - Duration.FromTicks(1), (await store.PendingAsync(Token)).NextDue);

        await store.SaveAsync([new(await LoadAsync(store, "early") with { NextDue = null }, [])], Token);
        Assert.Equal(["late"], await store.DueAsync(Now, 10, Token));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_taken_trigger_is_left_alone_until_its_lease_is_over(string kind)
    {
        var store = Open(kind);
        await store.SaveAsync([new(Tracked("s1"), [Entry("s1")])], Token);
        Assert.Empty(await store.TakeAsync(Now - Duration.FromTicks(1), Lease, 10, Token));
        Assert.Equal(Now, (await store.PendingAsync(Token)).NextAttempt);

        var taken = Assert.Single(await store.TakeAsync(Now, Lease, 10, Token));
        Assert.Equal((1, 1L, Now + Lease), (taken.Attempts, taken.Lease, taken.NextAttempt));
        Assert.Empty(await store.TakeAsync(Now + Lease - Duration.FromTicks(1), Lease, 10, Token));

        var again = Assert.Single(await store.TakeAsync(Now + Lease, Lease, 10, Token));
        Assert.Equal((2, 2L), (again.Attempts, again.Lease));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Who_took_it_last_has_the_word(string kind)
    {
        var store = Open(kind);
        await store.SaveAsync([new(Tracked("s1"), [Entry("s1")])], Token);
        var slow = Assert.Single(await store.TakeAsync(Now, Lease, 10, Token));
        var quick = Assert.Single(await store.TakeAsync(Now + Lease, Lease, 10, Token));

        await store.UpdateAsync([quick with { State = OutboxState.Handled, FinishedAt = Now, Outcomes = [new("mail", true, 1, Now, null)] }], Token);
        await store.UpdateAsync([slow with { State = OutboxState.GivenUp, FinishedAt = Now }], Token);
        await store.UpdateAsync([quick with { State = OutboxState.GivenUp }], Token);

        var entry = Assert.Single(await store.EntriesAsync("s1", Token));
        Assert.Equal((OutboxState.Handled, Now), (entry.State, entry.FinishedAt));
        Assert.Equal([new("mail", true, 1, Now, null)], entry.Outcomes);
        Assert.Null((await store.PendingAsync(Token)).NextAttempt);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_failed_trigger_is_taken_again_when_its_time_has_come(string kind)
    {
        var store = Open(kind);
        await store.SaveAsync([new(Tracked("s1"), [Entry("s1")])], Token);
        var taken = Assert.Single(await store.TakeAsync(Now, Lease, 10, Token));
        await store.UpdateAsync([taken with { NextAttempt = Now + Duration.FromSeconds(10), Outcomes = [new("mail", false, 1, Now, "TimeoutException: late")] }], Token);

        Assert.Empty(await store.TakeAsync(Now + Duration.FromSeconds(9), Lease, 10, Token));
        Assert.Equal([new("mail", false, 1, Now, "TimeoutException: late")], Assert.Single(await store.TakeAsync(Now + Duration.FromSeconds(10), Lease, 10, Token)).Outcomes);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Triggers_are_taken_in_the_order_in_which_they_fired_and_each_id_is_kept_once(string kind)
    {
        var store = Open(kind);
        var (first, second, third) = (Entry("s1", "01T10:00"), Entry("s1", "02T10:00"), Entry("s1", "03T10:00"));
        await store.SaveAsync([new(Tracked("s1"), [first, second])], Token);
        await store.SaveAsync([new(await LoadAsync(store, "s1"), [second, third])], Token);

        Assert.Equal([first.Id, second.Id], (await store.TakeAsync(Now, Lease, 2, Token)).Select(entry => entry.Id));
        Assert.Equal([third.Id], (await store.TakeAsync(Now, Lease, 2, Token)).Select(entry => entry.Id));
        Assert.Equal([first.Id, second.Id, third.Id], (await store.EntriesAsync("s1", Token)).Select(entry => entry.Id));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Of_all_that_wait_the_one_whose_time_comes_first_is_taken_first(string kind)
    {
        var store = Open(kind);
        OutboxEntry[] entries = [.. Enumerable.Range(1, 6).Select(day => Entry("s1", $"0{day}T10:00"))];
        await store.SaveAsync([new(Tracked("s1"), entries)], Token);
        var taken = await store.TakeAsync(Now, Lease, 4, Token);
        // Of the first two nothing is heard, the third waits for long and the fourth for a while.
        var (longAfter, after) = (Now + Lease + Lease, Now + Duration.FromMinutes(1));
        await store.UpdateAsync([taken[2] with { NextAttempt = longAfter }, taken[3] with { NextAttempt = after }], Token);

        Assert.Equal(Now, (await store.PendingAsync(Token)).NextAttempt);
        Assert.Equal([entries[4].Id, entries[5].Id, entries[3].Id], (await store.TakeAsync(after, longAfter - after, 10, Token)).Select(entry => entry.Id));
        Assert.Equal(Now + Lease, (await store.PendingAsync(Token)).NextAttempt);
        Assert.Equal(entries.Select(entry => entry.Id), (await store.TakeAsync(longAfter, Lease, 10, Token)).Select(entry => entry.Id));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Finished_triggers_are_forgotten_and_pending_ones_are_not(string kind)
    {
        var store = Open(kind);
        await store.SaveAsync([new(Tracked("s1"), [Entry("s1", "01T10:00"), Entry("s1", "02T10:00"), Entry("s1", "03T10:00")])], Token);
        var taken = await store.TakeAsync(Now, Lease, 2, Token);
        await store.UpdateAsync([taken[0] with { State = OutboxState.Handled, FinishedAt = Now }, taken[1] with { State = OutboxState.GivenUp, FinishedAt = Now + Lease }], Token);

        Assert.Equal(1, await store.PurgeAsync(Now + Lease, Token));
        Assert.Equal([OutboxState.GivenUp, OutboxState.Pending], (await store.EntriesAsync("s1", Token)).Select(entry => entry.State));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TrackedShipment Tracked(string key, params string[] scans) => new() { Key = key, Timeline = Scans.Timeline(scans) };

    private static OutboxEntry Entry(string key, string time = "01T10:00") =>
        new(Assert.Single(TestRules.Engine.Decide(key, null, Scans.Shipment($"{time} customs.held"), ShipmentAttributes.None, TriggerMarks.None, Now).Triggers.OfType<CustomsHeldTrigger>()));

    private static async Task<TrackedShipment> LoadAsync(IShipmentStore store, string key) => (await store.LoadAsync([key], Token))[0]!;

    private IShipmentStore Open(string kind)
    {
        if (kind == "memory") return new InMemoryShipmentStore();
        var store = new SqliteShipmentStore(Path.Combine(_folder.Path, "shipments.db"));
        _open.Add(store);
        return store;
    }
}
