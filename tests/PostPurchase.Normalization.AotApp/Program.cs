using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PostPurchase.Normalization.AotApp;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Json;
using PostPurchase.Normalization.Normalizing.Streams;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;
using PostPurchase.Normalization.Triggers.Stores;

// Uses what the package offers, compiled ahead of time or trimmed; exits with 0 only if all of it works.
var failures = 0;

var ups = Payload("ups-track.json");
var result = Normalizer.BuiltIn.Normalize(ups);
Check(result is { Carrier: "ups", Format: "ups-track-v1", Problems.Count: 0 }, "detects the format");
Check(result.Events.Count == 7, "reads every scan");
Check(result.Events[^1].Type == EventType.Delivered.Collected, "maps codes");
Check(result.Events[^1].Time is { Basis: OffsetBasis.Place, Offset: not null }, "finds the zone of the place");
Check(Normalizer.BuiltIn.Normalize(Payload("usps-track.xml")) is { Carrier: "usps", Events.Count: > 0, Problems.Count: 0 }, "reads XML");

var text = JsonSerializer.Serialize(result, TrackingJsonContext.Default.NormalizationResult);
var again = JsonSerializer.Deserialize(text, TrackingJsonContext.Default.NormalizationResult)!;
Check(again.Events.SequenceEqual(result.Events), "events survive a round trip");
Check(JsonSerializer.Serialize(again, TrackingJsonContext.Default.NormalizationResult) == text, "results survive a round trip");

var problem = Normalizer.BuiltIn.Normalize("{"u8).Problems.Single();
Check(problem is { Kind: ProblemKind.Truncated }, "tells what is wrong");
Check(JsonSerializer.Serialize(problem, TrackingJsonContext.Default.Problem).Contains("\"truncated\"", StringComparison.Ordinal), "writes enums as words");

foreach (var system in Crosswalk.Systems) Check(Crosswalk.To(system, EventType.Delivered.Collected) is not null, $"exports to {system}");
Check(Crosswalk.From("easypost", "delivered") is { EventType.Milestone: Milestone.Delivered }, "imports statuses");

await using var services = new ServiceCollection().AddPostPurchaseNormalization().AddMap("""{ "id": "ups", "aliases": ["brown"] }""").Services.BuildServiceProvider();
var normalizer = services.GetRequiredService<Normalizer>();
var streamed = 0;
using var stream = new MemoryStream(ups);
await foreach (var payload in normalizer.NormalizeAsync(stream, carrier: "brown", parallelism: 2)) streamed += payload.Result.Events.Count;
Check(streamed == 7, "streams, and takes a host's map");

var sink = new CountingSink();
normalizer.Normalize(ups, ref sink);
Check(sink is { Events: 7, Shipments: 1, Problems: 0 }, "calls sinks");

var folder = Directory.CreateTempSubdirectory("postpurchase-aot-");
var triggers = new ServiceCollection();
var handled = new List<string>();
triggers.AddSingleton(handled);
triggers.AddPostPurchaseTriggers().UseSqlite(Path.Combine(folder.FullName, "shipments.db")).On<DeliveredTrigger, NotingHandler>().On<ShipmentTrigger>("all", (trigger, _) => { handled.Add(trigger.Id.ToString()); return default; });
await using (var provider = triggers.BuildServiceProvider())
{
    await provider.GetRequiredService<ShipmentTracker>().ProcessAsync("s1", result.Reports.Single());
    await provider.GetRequiredService<TriggerDispatcher>().DispatchAsync();
    Check(handled is [_, _, ..] && handled.Contains("delivered s1"), "handles triggers out of SQLite");
    Check((await provider.GetRequiredService<IShipmentStore>().LoadAsync(["s1"]))[0] is { Timeline.Count: 7, Version: 1 }, "keeps shipments in SQLite");
}
var rules = Path.Combine(folder.FullName, "rules.json");
File.WriteAllText(rules, """{ "rules": [ { "name": "aot:rule", "fires": "x", "on": { "scan": ["no.such"], "wait": 3 }, "once": "never", "if": { "attributes": { "value": { "atLeast": "1" } } } } ] }""");
Check(RuleLinter.LintFiles([rules]).Faults.Count == 4, "finds every fault of a rule file");
using (var file = File.OpenRead(rules))
{
    try
    {
        RuleFile.Read(file, rules);
        Check(false, "refuses rules with faults");
    }
    catch (RuleException fault)
    {
        Check(fault.Faults.Count == 4, "locates every fault of a rule file");
    }
}
folder.Delete(recursive: true);

foreach (var id in MapLibrary.BuiltIn.CarrierIds) Normalizer.BuiltIn.Normalize(ups, id);
Check(!RuntimeFeature.IsDynamicCodeSupported, "runs without dynamic code");

Console.WriteLine(failures == 0 ? "all checks passed" : $"{failures} checks failed");
return failures;

void Check(bool isRight, string what)
{
    if (isRight) return;
    failures++;
    Console.WriteLine($"failed: {what}");
}

static byte[] Payload(string name)
{
    using var resource = typeof(CountingSink).Assembly.GetManifestResourceStream(name)!;
    var bytes = new byte[resource.Length];
    resource.ReadExactly(bytes);
    return bytes;
}
