using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using NodaTime.Extensions;
using PostPurchase.Normalization.Sqlite;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Stores;
using Xunit;

namespace PostPurchase.Normalization.Tests.Hosting;

public sealed class TriggerHostingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_come_from_the_container_in_a_scope_of_their_own()
    {
        var services = new ServiceCollection();
        var scopes = new List<Unit>();
        services.AddSingleton(scopes);
        services.AddScoped<Unit>();
        services.AddPostPurchaseTriggers()
            .On<DeliveredTrigger, UnitHandler>()
            .On<MilestoneTrigger, UnitHandler>("again")
            .On<ShipmentTrigger>("with services", (_, provider, _) => { scopes.Add(provider.GetRequiredService<Unit>()); return default; });
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        await provider.GetRequiredService<ShipmentTracker>().ProcessAsync(new TrackingInput("s1", [Scans.Event("01T10:00 delivered")]), cancellationToken: Token);
        var result = await provider.GetRequiredService<TriggerDispatcher>().DispatchAsync(Token);

        Assert.Equal(0, result.Failed);
        var entries = await provider.GetRequiredService<IShipmentStore>().EntriesAsync("s1", Token);
        Assert.Equal(
            [$"{typeof(UnitHandler).FullName}(DeliveredTrigger)", "again", "with services"],
            entries.Single(entry => entry.Rule == "delivered").Outcomes.Select(one => one.Handler));
        Assert.Equal(entries.Sum(entry => entry.Outcomes.Count), scopes.Distinct().Count());
        Assert.All(scopes, unit => Assert.True(unit.IsDisposed));
    }

    [Fact]
    public void Rules_of_the_host_join_the_built_in_ones_or_replace_them()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rules.json", """{ "group": "host", "rules": [ { "name": "acme:from_file", "fires": "A scan", "on": { "scan": ["transit"] } } ] }""");
        string[] Names(Action<Normalization.Hosting.TriggerBuilder> setUp)
        {
            var services = new ServiceCollection();
            setUp(services.AddPostPurchaseTriggers());
            using var provider = services.BuildServiceProvider();
            return [.. provider.GetRequiredService<TriggerEngine>().Rules.Select(rule => rule.Name)];
        }

        var own = TestRules.Rule("acme:own", new ScanCause());
        Assert.Superset(new HashSet<string> { "delivered", "customs_held", "acme:own", "acme:from_file" }, Names(builder => builder.AddRules(own).AddRuleFile(file)).ToHashSet());
        Assert.Equal(["acme:own"], Names(builder => builder.WithoutBuiltInRules().AddRules(own)));
        Assert.Equal(["delivered", "acme:own"], Names(builder => builder.WithoutBuiltInRules("delivered").AddRules(own)));
        Assert.Throws<ArgumentException>(() => Names(builder => builder.AddRules(own, own)));
    }

    [Fact]
    public void Adding_it_again_adds_to_what_is_there()
    {
        var services = new ServiceCollection();

        Assert.Same(services.AddPostPurchaseTriggers(), services.AddPostPurchaseTriggers());
    }

    [Fact]
    public async Task The_store_may_be_a_file_that_is_closed_with_the_services()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "shipments.db");
        var services = new ServiceCollection();
        services.AddPostPurchaseTriggers().UseSqlite(file);
        await using (var provider = services.BuildServiceProvider())
        {
            Assert.IsType<SqliteShipmentStore>(provider.GetRequiredService<IShipmentStore>());
            await provider.GetRequiredService<ShipmentTracker>().ProcessAsync(new TrackingInput("s1", [Scans.Event("01T10:00 delivered")]), cancellationToken: Token);
        }

        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task The_worker_handles_at_once_what_fires_and_waits_for_the_next_due_instant()
    {
        var time = new TestTime(Scans.Received("01T12:00").ToDateTimeOffset());
        var handled = System.Threading.Channels.Channel.CreateUnbounded<string>();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddPostPurchaseTriggers()
            .WithoutBuiltInRules("delivered")
            .AddRules(TestRules.Rule("acme:silence", new DeadlineCause { After = DeadlineStart.LastScan, Wait = Duration.FromHours(5) }), TestRules.Rule("acme:scan", new ScanCause()))
            .On<ShipmentTrigger>("all", async (trigger, token) => await handled.Writer.WriteAsync(trigger.Name, token))
            .AddWorker(new() { LongestWait = Duration.FromDays(1) });
        await using var provider = services.BuildServiceProvider();
        var worker = Assert.Single(provider.GetServices<IHostedService>());
        await worker.StartAsync(Token);

        await provider.GetRequiredService<ShipmentTracker>().ProcessAsync(new TrackingInput("s1", [Scans.Event("01T11:00+00 transit")]), cancellationToken: Token);
        Assert.Equal("acme:scan", await handled.Reader.ReadAsync(Token));

        var due = Scans.Received("01T16:00").ToDateTimeOffset();
        await UntilAsync(() => time.Waits.Contains(due));
        time.MoveTo(due.AddTicks(-1));
        Assert.False(handled.Reader.TryRead(out _));
        time.MoveTo(due);
        Assert.Equal("acme:silence", await handled.Reader.ReadAsync(Token));

        await worker.StopAsync(Token);
    }

    [Fact]
    public async Task The_worker_goes_on_after_a_fault_of_the_store()
    {
        var time = new TestTime(Scans.Received("01T12:00").ToDateTimeOffset());
        var store = new FailingStore();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddPostPurchaseTriggers().UseStore(_ => store).AddWorker(new() { PauseAfterFault = Duration.FromSeconds(10) });
        await using var provider = services.BuildServiceProvider();
        var worker = Assert.Single(provider.GetServices<IHostedService>());
        await worker.StartAsync(Token);

        await UntilAsync(() => time.Waits.Contains(time.GetUtcNow().AddSeconds(10)));
        time.MoveTo(time.GetUtcNow().AddSeconds(10));
        await UntilAsync(() => store.Asked == 2);

        await worker.StopAsync(Token);
    }

    [Fact]
    public void Time_is_that_of_the_services()
    {
        var services = new ServiceCollection();
        var time = new TestTime(Scans.Received("01T12:00").ToDateTimeOffset());
        services.AddSingleton<TimeProvider>(time);
        services.AddPostPurchaseTriggers();
        using var provider = services.BuildServiceProvider();

        Assert.Equal(time.ToClock().GetCurrentInstant(), provider.GetRequiredService<IClock>().GetCurrentInstant());
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo()) await Task.Delay(5, Token);
    }

    private sealed class Unit(List<Unit> all) : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Use() => all.Add(this);

        public void Dispose() => IsDisposed = true;
    }

    private sealed class UnitHandler(Unit unit) : ITriggerHandler<MilestoneTrigger>
    {
        public ValueTask HandleAsync(MilestoneTrigger trigger, CancellationToken cancellationToken)
        {
            unit.Use();
            return default;
        }
    }

    private sealed class FailingStore : IShipmentStore
    {
        public int Asked { get; private set; }

        public ValueTask<IReadOnlyList<string>> DueAsync(Instant upTo, int limit, CancellationToken cancellationToken = default)
        {
            Asked++;
            throw new IOException("The disk is gone.");
        }

        public ValueTask<IReadOnlyList<TrackedShipment?>> LoadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> SaveAsync(IReadOnlyList<ShipmentSave> saves, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<OutboxEntry>> TakeAsync(Instant now, Duration lease, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask UpdateAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<PendingWork> PendingAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<OutboxEntry>> EntriesAsync(string shipmentKey, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<int> PurgeAsync(Instant before, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
