using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostPurchase.Normalization.Hosting;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Telemetry;
using Xunit;

namespace PostPurchase.Normalization.Tests.Hosting;

/// <summary>Rule files that change while a tracker runs. Changes of files are real, time is not.</summary>
public sealed class RuleReloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestTime _time = new(Scans.Received("01T12:00").ToDateTimeOffset());
    private readonly ListLogger _log = new();
    private readonly List<ServiceProvider> _providers = [];
    private int _shipments;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.Path, "rules.json");

    public void Dispose()
    {
        _providers.ForEach(provider => provider.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task A_running_tracker_takes_what_changes()
    {
        _folder.Write("rules.json", Rules("acme:one"));
        var tracker = Track(builder => builder.AddRuleFile(File, reloadOnChange: true));
        Assert.Equal(["acme:one"], await FiringAsync(tracker));

        await ChangeAsync(() => System.IO.File.WriteAllText(File, Rules("acme:one", "acme:two")));

        Assert.Equal(["acme:one", "acme:two"], await FiringAsync(tracker));
        Assert.Equal(["Information 7: Rule files changed: 2 rules are in force"], _log.Lines);
    }

    [Fact]
    public async Task An_editor_may_put_another_file_in_its_place()
    {
        _folder.Write("rules.json", Rules("acme:one"));
        var tracker = Track(builder => builder.AddRuleFile(File, reloadOnChange: true));

        await ChangeAsync(() => System.IO.File.Move(_folder.Write("rules.json.tmp", Rules("acme:two")), File, overwrite: true));
        Assert.Equal(["acme:two"], await FiringAsync(tracker));

        await ChangeAsync(() =>
        {
            System.IO.File.Move(File, File + "~");
            System.IO.File.WriteAllText(File, Rules("acme:three"));
        });
        Assert.Equal(["acme:three"], await FiringAsync(tracker));
    }

    [Fact]
    public async Task A_link_may_lead_elsewhere()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Links take a privilege there.");
        _folder.Write("v1/rules.json", Rules("acme:one"));
        _folder.Write("v2/rules.json", Rules("acme:two"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "current"), "v1");
        System.IO.File.CreateSymbolicLink(File, "current/rules.json");
        var tracker = Track(builder => builder.AddRuleFile(File, reloadOnChange: true));
        Assert.Equal(["acme:one"], await FiringAsync(tracker));

        await ChangeAsync(() =>
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "next"), "v2");
            Directory.Move(Path.Combine(_folder.Path, "next"), Path.Combine(_folder.Path, "moved"));
            Directory.Delete(Path.Combine(_folder.Path, "current"));
            Directory.Move(Path.Combine(_folder.Path, "moved"), Path.Combine(_folder.Path, "current"));
        });

        Assert.Equal(["acme:two"], await FiringAsync(tracker));
    }

    [Fact]
    public async Task A_file_with_faults_is_told_and_not_taken()
    {
        _folder.Write("rules.json", Rules("acme:one"));
        var other = _folder.Write("other.json", Rules("acme:other"));
        var tracker = Track(builder => builder.AddRuleFile(other, reloadOnChange: true).AddRuleFile(File, reloadOnChange: true));

        await ChangeAsync(() =>
        {
            _folder.Write("rules.json", "{ \"rules\": [\n { \"name\": \"acme:one\", \"fires\": \"x\",\n \"on\": { \"scan\": [\"no.such\"] }, \"colour\": 1 },\n { \"name\": \"acme:other\", \"fires\": \"x\", \"on\": { \"scan\": [] } } ] }");
            _folder.Write("other.json", Rules("acme:other", "acme:new"));
        });
        Assert.Equal(["acme:other", "acme:one"], await FiringAsync(tracker));
        Assert.Equal(
            [
                $"Error 8: {File}(3): a rule has no member \"colour\"", $"Error 8: {File}(3): acme:one: there is no event type 'no.such'",
                $"Error 8: {File}(4): acme:other: another rule has that name, in {other}(1)",
                "Error 9: Rule files changed and have 3 faults: the rules read before stay in force",
            ], _log.Lines);

        await ChangeAsync(() => _folder.Write("rules.json", Rules("acme:mended")));
        Assert.Equal(["acme:other", "acme:new", "acme:mended"], await FiringAsync(tracker));
    }

    [Fact]
    public async Task Each_reading_is_counted_with_what_came_of_it()
    {
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == TrackingTelemetry.RuleReloads) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Add($"{value} {tags[0].Key}={tags[0].Value}"));
        listener.Start();
        _folder.Write("rules.json", Rules("acme:one"));
        Track(builder => builder.AddRuleFile(File, reloadOnChange: true));

        await ChangeAsync(() => _folder.Write("rules.json", "{}"));
        await ChangeAsync(() => _folder.Write("rules.json", Rules("acme:two")));

        Assert.Equal(["1 outcome=refused", "1 outcome=taken"], counted);
    }

    [Fact]
    public async Task A_file_that_is_gone_leaves_its_rules_in_force()
    {
        _folder.Write("rules.json", Rules("acme:one"));
        var tracker = Track(builder => builder.AddRuleFile(File, reloadOnChange: true));

        await ChangeAsync(() => System.IO.File.Delete(File));

        Assert.Equal(["acme:one"], await FiringAsync(tracker));
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public async Task Names_are_held_against_rules_of_code()
    {
        _folder.Write("rules.json", Rules("acme:one"));
        var tracker = Track(builder => builder.AddRules(TestRules.Rule("acme:code", new ScanCause())).AddRuleFile(File, reloadOnChange: true));

        await ChangeAsync(() => _folder.Write("rules.json", Rules("acme:code")));

        Assert.Equal(["acme:code", "acme:one"], await FiringAsync(tracker));
        Assert.Equal($"Error 8: {File}(1): acme:code: another rule has that name, in force beside these", _log.Lines[0]);
    }

    [Fact]
    public async Task Several_writes_are_one_change_and_none_waits_for_ever()
    {
        _folder.Write("rules.json", Rules("acme:one"));
        var tracker = Track(builder => builder.AddRuleFile(File, reloadOnChange: true));
        for (var i = 0; i < 3; i++)
        {
            _folder.Write("rules.json", Rules("acme:one", "acme:two")[..(20 + i)]);
            await UntilAsync(() => _time.Waits.Contains(_time.GetUtcNow() + RulesInForce.Settles));
            _time.MoveTo(_time.GetUtcNow() + (RulesInForce.Settles / 2));
        }
        Assert.Empty(_log.Lines);
        await ChangeAsync(() => _folder.Write("rules.json", Rules("acme:one", "acme:two")));
        Assert.Single(_log.Lines);

        var start = _time.GetUtcNow();
        for (var i = 0; _log.Lines.Count == 1; i++)
        {
            _folder.Write("rules.json", Rules("acme:one", $"acme:two_{i}"));
            await UntilAsync(() => _time.Waits.Contains(_time.GetUtcNow() + RulesInForce.Settles) || _time.GetUtcNow() - start >= TimeSpan.FromSeconds(5));
            _time.MoveTo(_time.GetUtcNow() + (RulesInForce.Settles * 0.9));
        }
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_is_written_anew_as_it_was_changes_nothing()
    {
        _folder.Write("rules.json", Rules("acme:one"));
        Track(builder => builder.AddRuleFile(File, reloadOnChange: true));

        await ChangeAsync(() => _folder.Write("rules.json", Rules("acme:one")));

        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_file_is_watched_only_where_that_is_asked()
    {
        _folder.Write("rules.json", Rules("acme:one"));
        Track(builder => builder.AddRuleFile(File));
        _folder.Write("rules.json", Rules("acme:two"));

        Assert.Empty(_time.Waits);
    }

    [Fact]
    public void Faults_at_the_start_throw()
    {
        _folder.Write("rules.json", "{}");

        Assert.Equal($"{File}(1): \"rules\" is missing", Assert.Single(Assert.Throws<RuleException>(() => Track(builder => builder.AddRuleFile(File, reloadOnChange: true))).Faults).ToString());
    }

    private static string Rules(params string[] names) => $$"""{ "rules": [ {{string.Join(", ", names.Select(name => $$"""{ "name": "{{name}}", "fires": "x", "on": { "scan": [] } }"""))}} ] }""";

    private ShipmentTracker Track(Action<TriggerBuilder> setUp)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ILogger<ShipmentTracker>>(_log);
        setUp(services.AddPostPurchaseTriggers().WithoutBuiltInRules());
        _providers.Add(services.BuildServiceProvider());
        return _providers[^1].GetRequiredService<ShipmentTracker>();
    }

    private async Task<IEnumerable<string>> FiringAsync(ShipmentTracker tracker)
    {
        var result = await tracker.ProcessAsync(new TrackingInput($"s{_shipments++}", [Scans.Event("01T10:00 transit")]), cancellationToken: Token);
        return result.Triggers.Select(trigger => trigger.Name);
    }

    /// <summary>Changes files, waits until that is seen, and lets the time go by after which it counts.</summary>
    private async Task ChangeAsync(Action change)
    {
        change();
        await UntilAsync(() => _time.Waits.Count > 0);
        _time.MoveTo(_time.GetUtcNow() + RulesInForce.Settles);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo()) await Task.Delay(5, Token);
    }

    private sealed class ListLogger : ILogger<ShipmentTracker>
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get { lock (_lines) return [.. _lines]; }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel > LogLevel.Debug) lock (_lines) _lines.Add($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
        }
    }
}
