using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Catalogue;

/// <summary>The page on rules tells all of the vocabulary, and its examples are rules.</summary>
public sealed partial class RulePageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("src", "PostPurchase.Normalization", "Triggers", "README.md"));

    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src", "PostPurchase.Normalization", "Triggers", "Rules", "rules.schema.json"))).RootElement;

    public static TheoryData<string> Examples() => [.. Block.Matches(Page).Select(match => match.Groups["json"].Value)];

    [Theory, MemberData(nameof(Examples))]
    public void Examples_are_rules(string json)
    {
        Assert.NotEmpty(Read(json));
        Assert.Empty(new JsonSchema(Schema).Check(JsonDocument.Parse(json).RootElement));
    }

    [Fact]
    public void It_names_every_member_and_every_kind_of_cause()
    {
        var defs = Schema.GetProperty("$defs");
        var members = defs.EnumerateObject().Where(one => one.Value.TryGetProperty("properties", out _)).SelectMany(one => one.Value.GetProperty("properties").EnumerateObject().Select(member => member.Name));
        string[] kinds = ["oncePer", "estimateNews", "deadlineStart", "repeatKind", "pieceNews", "matchKind"];
        var words = kinds.SelectMany(kind => defs.GetProperty(kind).GetProperty("enum").EnumerateArray().Select(word => word.GetString()!));

        string[] plain = ["$schema", "rules"];

        Assert.All(members.Concat(words).Except(plain, StringComparer.Ordinal), name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Dear_parcels_in_french_customs_fire_after_24_hours()
    {
        var engine = new TriggerEngine(Read(Examples().First().Data));
        var timeline = new ShipmentTimeline();
        timeline.Add(Scans.Event("03T10:00+00 customs.held") with { Place = new() { Country = "FR" } });
        bool Fires(int value, string now) =>
            engine.Decide("s1", null, timeline.Shipment, ShipmentAttributes.None.With("order_value_eur", value), TriggerMarks.None, Scans.Received(now)).Triggers.Count == 1;

        Assert.True(Fires(501, "04T10:00"));
        Assert.False(Fires(500, "04T10:00"));
        Assert.False(Fires(501, "04T09:59"));
    }

    private static IReadOnlyList<TriggerRule> Read(string json) => RuleFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "README.md");

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Block { get; }
}
