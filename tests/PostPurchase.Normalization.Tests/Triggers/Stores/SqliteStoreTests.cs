using Microsoft.Data.Sqlite;
using NodaTime;
using PostPurchase.Normalization.Sqlite;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Stores;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Stores;

public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "shipments.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_the_first_schema_is_brought_to_the_newest_with_all_that_it_holds()
    {
        Run(System.IO.File.ReadAllText(Repository.PathOf("tests", "PostPurchase.Normalization.Tests", "Triggers", "Stores", "schema-1.sql")));

        using var store = new SqliteShipmentStore(File);

        Assert.Equal((long)SchemaMigrations.Newest, Run("PRAGMA user_version"));
        var shipment = Assert.Single(await store.LoadAsync(["s1"], Token))!;
        Assert.Equal(("customs.held", 3L), (shipment.Timeline.Shipment.OpenProblem!.Type.Code, shipment.Version));
        Assert.Empty(TestRules.Engine.Decide("s1", null, shipment.Timeline.Shipment, shipment.Attributes, shipment.Marks, Scans.Received("02T00:00")).Triggers);
        var entries = await store.EntriesAsync("s1", Token);
        Assert.Equal([OutboxState.Handled, OutboxState.Pending], entries.Select(entry => entry.State));
        Assert.Equal(entries[0].FiredAt, entries[0].FinishedAt);
        Assert.Equal("customs.held", Assert.IsType<CustomsHeldTrigger>(entries[1].ToTrigger(shipment)).Problem!.Type.Code);
    }

    [Fact]
    public void A_file_opens_again_and_again()
    {
        for (var i = 0; i < 3; i++) new SqliteShipmentStore(File).Dispose();

        Assert.Equal("wal", Run("PRAGMA journal_mode"));
    }

    [Fact]
    public void A_file_of_a_later_schema_is_refused()
    {
        new SqliteShipmentStore(File).Dispose();
        Run("PRAGMA user_version = 99");

        Assert.Contains("99", Assert.Throws<NotSupportedException>(() => new SqliteShipmentStore(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_none_is_refused()
    {
        _folder.Write("shipments.db", new string('x', 5000));

        Assert.Throws<SqliteException>(() => new SqliteShipmentStore(File));
    }

    [Fact]
    public async Task A_restart_between_decided_and_handled_loses_nothing()
    {
        var clock = new TestClock(Scans.Received("01T12:00"));
        using (var store = new SqliteShipmentStore(File))
        {
            await new ShipmentTracker(TestRules.Engine, store, clock).ProcessAsync(new TrackingInput("s1", [Scans.Event("01T10:00 customs.held")]), cancellationToken: Token);
        }

        var handled = new List<ShipmentTrigger>();
        using (var store = new SqliteShipmentStore(File))
        {
            var dispatcher = new TriggerDispatcher(store, TriggerHandlers.None.With<CustomsTrigger>("ticket", (trigger, _) => { handled.Add(trigger); return default; }), clock);
            Assert.Equal(new(1, 0, 0), await dispatcher.DispatchAsync(Token));
            Assert.Equal(default, await dispatcher.DispatchAsync(Token));
        }

        var held = Assert.IsType<CustomsHeldTrigger>(Assert.Single(handled));
        Assert.Equal(("customs.held", "s1"), (held.Cause!.Type.Code, held.ShipmentKey));
    }

    [Fact]
    public async Task Two_stores_on_one_file_see_each_other_and_lose_nothing()
    {
        using var one = new SqliteShipmentStore(File);
        using var other = new SqliteShipmentStore(File);
        var clock = new TestClock(Scans.Received("20T12:00"));
        const int Scanned = 20;

        // Both take in scans of the same shipments, so that they get in each other's way.
        await Task.WhenAll(
            Task.Run(() => FeedAsync(one, 0), Token),
            Task.Run(() => FeedAsync(other, 1), Token));

        foreach (var key in (string[])["s1", "s2"])
        {
            var shipment = Assert.Single(await one.LoadAsync([key], Token))!;
            Assert.Equal(Scanned, shipment.Timeline.Count);
            Assert.Equal(Scanned, shipment.Marks.Fired.Entries.Count());
            Assert.Equal(Scanned, (await other.EntriesAsync(key, Token)).Count);
        }

        async Task FeedAsync(SqliteShipmentStore store, int first)
        {
            var tracker = new ShipmentTracker(TestRules.Engine, store, clock, new() { ConflictRetries = 1000 });
            for (var i = first; i < Scanned; i += 2)
            {
                var told = Scans.Event($"20T10:{i:00} transit.facility_arrived");
                await tracker.ProcessAsync([new("s1", [told]), new("s2", [told])], cancellationToken: Token);
            }
        }
    }

    [Fact]
    public async Task Two_dispatchers_never_have_the_same_trigger_at_once()
    {
        using var one = new SqliteShipmentStore(File);
        using var other = new SqliteShipmentStore(File);
        var clock = new TestClock(Scans.Received("20T12:00"));
        await new ShipmentTracker(TestRules.Engine, one, clock).ProcessAsync(
            [.. Enumerable.Range(0, 200).Select(i => new TrackingInput($"s{i}", [Scans.Event("20T10:00 customs.held")]))], cancellationToken: Token);
        var handled = new System.Collections.Concurrent.ConcurrentBag<TriggerId>();
        var handlers = TriggerHandlers.None.With<ShipmentTrigger>("all", (trigger, _) => { handled.Add(trigger.Id); return default; });

        var results = await Task.WhenAll(
            Task.Run(() => new TriggerDispatcher(one, handlers, clock, new() { BatchSize = 7 }).DispatchAsync(Token).AsTask(), Token),
            Task.Run(() => new TriggerDispatcher(other, handlers, clock, new() { BatchSize = 7 }).DispatchAsync(Token).AsTask(), Token));

        Assert.Equal(200, results.Sum(result => result.Handled));
        Assert.Equal(200, handled.Count);
        Assert.Equal(200, handled.Distinct().Count());
    }

    [Fact]
    public async Task A_call_waits_for_another_processs_commit_and_then_gives_up()
    {
        using var store = new SqliteShipmentStore(File, new() { BusyTimeout = Duration.FromMilliseconds(100) });
        using var blocker = new SqliteConnection($"Data Source={File};Pooling=False");
        blocker.Open();
        using var blocked = blocker.BeginTransaction(deferred: false);

        await Assert.ThrowsAsync<SqliteException>(async () => await store.SaveAsync([new(new() { Key = "s1", Timeline = new() }, [])], Token));
        blocked.Rollback();
        Assert.Empty(await store.SaveAsync([new(new() { Key = "s1", Timeline = new() }, [])], Token));
    }

    [Fact]
    public async Task A_batch_of_five_hundred_is_one_commit()
    {
        using var store = new SqliteShipmentStore(File);
        var tracker = new ShipmentTracker(TestRules.Engine, store, new TestClock(Scans.Received("20T12:00")));
        await tracker.ProcessAsync([.. Enumerable.Range(0, 500).Select(i => new TrackingInput($"s{i}", [Scans.Event("20T10:00 customs.held")]))], cancellationToken: Token);

        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await tracker.ProcessAsync(new TrackingInput("x", [Scans.Event("20T10:00 customs.held")]), cancellationToken: canceled.Token));

        Assert.Equal(500L, Run("SELECT COUNT(*) FROM shipments"));
        Assert.Equal(500L, Run("SELECT COUNT(*) FROM outbox"));
    }

    private object? Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
