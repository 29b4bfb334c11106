using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PostPurchase.Normalization.Taxonomy;
using Xunit;

namespace PostPurchase.Normalization.Tests.Taxonomy;

public sealed class CrosswalkTests
{
    public static TheoryData<string> Systems => [.. Crosswalk.Systems];

    [Fact]
    public void Every_file_is_a_system() =>
        Assert.Equal(
            Directory.GetFiles(Repository.PathOf("carrier-maps", "crosswalks"), "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
            Crosswalk.Systems, StringComparer.Ordinal);

    [Theory, MemberData(nameof(Systems))]
    public void Every_type_has_an_answer_that_exists_in_the_system(string system)
    {
        var statuses = Crosswalk.Find(system)!.Statuses;
        foreach (var type in EventType.All)
        {
            var status = Crosswalk.To(system, type)!.Value;
            if (status.Code.Length == 0)
            {
                Assert.True(status.IsPlaceholder && status.Detail is null, $"{system}: {type}");
                continue;
            }

            Assert.True(statuses.Contains((status.Code, null)), $"{system}: {type} becomes '{status.Code}', which is no code");
            Assert.True(
                status.Detail is null || statuses.Contains((status.Code, status.Detail)) || statuses.Contains((null, status.Detail)),
                $"{system}: {type} becomes '{status.Detail}', which is no detail of '{status.Code}'");
            Assert.True(Crosswalk.From(system, status.Code, status.Detail) is not null, $"{system}: {type}");
        }
    }

    [Theory, MemberData(nameof(Systems))]
    public void What_is_exact_comes_back_as_itself(string system)
    {
        Assert.All(
            EventType.All.Select(type => (Type: type, Status: Crosswalk.To(system, type)!.Value)).Where(pair => pair.Status.IsExact),
            pair =>
            {
                var back = Crosswalk.From(system, pair.Status.Code, pair.Status.Detail)!.Value;
                Assert.Equal(pair.Type, back.EventType);
                Assert.True(back.IsExact);
                Assert.Equal(pair.Status.Confidence, back.Confidence);
            });
        Assert.True(EventType.All.Count(type => Crosswalk.To(system, type)!.Value.IsExact) >= 20);
    }

    [Theory, MemberData(nameof(Systems))]
    public void What_is_read_exactly_is_written_exactly(string system) =>
        Assert.All(Crosswalk.Find(system)!.Statuses, status =>
        {
            var match = Crosswalk.From(system, status.Code, status.Detail)!.Value;
            Assert.True(!match.IsExact || Crosswalk.To(system, match.EventType)!.Value.IsExact, $"{system}: {status} is {match.EventType}, but not the other way");
        });

    [Theory, MemberData(nameof(Systems))]
    public void Every_status_is_read_as_a_type_of_the_taxonomy(string system) =>
        Assert.All(Crosswalk.Find(system)!.Statuses, status =>
        {
            var match = Crosswalk.From(system, status.Code, status.Detail);
            Assert.True(match is { EventType: { IsKnown: true, Number: > 0 }, Confidence: not Confidence.Unknown }, $"{system}: {status}");
        });

    [Theory, MemberData(nameof(Systems))]
    public void An_end_is_never_made_of_what_is_no_end(string system)
    {
        foreach (var type in EventType.All.Where(type => type.Milestone != Milestone.Delivered))
        {
            var status = Crosswalk.To(system, type)!.Value;
            if (status.IsPlaceholder) continue;
            Assert.NotEqual(Milestone.Delivered, Crosswalk.From(system, status.Code, status.Detail)!.Value.EventType.Milestone);
        }
    }

    [Theory, MemberData(nameof(Systems))]
    public void Orders_money_cases_and_messages_only_fill_the_field(string system)
    {
        foreach (var type in EventType.All.Where(type => type.Scope is not (EventScope.Parcel or EventScope.Label)))
        {
            var status = Crosswalk.To(system, type)!.Value;
            Assert.True(status.IsPlaceholder || status.IsExact, $"{system}: {type}");
        }
    }

    [Theory, MemberData(nameof(Systems))]
    public void Types_unknown_here_are_answered_as_well(string system) =>
        Prop.ForAll<NonEmptyString>(text => Crosswalk.To(system, EventType.FromCode("zz " + text.Get)) is { IsPlaceholder: true, IsExact: false }).QuickCheckThrowOnFailure();

    [Fact]
    public void Registered_types_follow_their_parent_and_their_milestone()
    {
        var handed = EventType.Register("test-crosswalk:handed_over", new() { Parent = EventType.Delivered.Neighbor, Milestone = Milestone.Delivered });
        var sorted = EventType.Register("test-crosswalk:sorted", new() { Milestone = Milestone.InTransit });
        Assert.Equal(new("Delivered", "Delivered_005", false, Confidence.Medium, false), Crosswalk.To("aftership", handed));
        Assert.Equal(new("InTransit", "InTransit_001", false, Confidence.Low, false), Crosswalk.To("aftership", sorted));
        Assert.Equal("Delivered_001", Crosswalk.To("aftership", EventType.FromCode("delivered.by_some_new_way"))!.Value.Detail);
    }

    [Theory]
    [InlineData("aftership", "InTransit", "InTransit_003", "transit.facility_arrived", true)]
    [InlineData("aftership", "InTransit_003", null, "transit.facility_arrived", true)]
    [InlineData("aftership", "InTransit", "InTransit_999", "transit", false)]
    [InlineData("aftership", "Exception", "", "exception", true)]
    [InlineData("AfterShip", "Pending", "Pending_004", "tracking.not_found", true)]
    [InlineData("easypost", "in_transit", "arrived_at_facility", "transit.facility_arrived", true)]
    [InlineData("easypost", "in_transit", "status_update", "transit", true)]
    [InlineData("easypost", "in_transit", "unknown", "transit", true)]
    [InlineData("easypost", null, "unknown", "tracking.unmapped", false)]
    [InlineData("easypost", "delivered", "arrived_at_destination", "delivered", true)]
    [InlineData("easypost", "return_to_sender", "arrived_at_facility", "return_to_sender.facility_arrived", true)]
    [InlineData("easypost", "failure", "no_such_detail", "exception.undeliverable", false)]
    [InlineData("easypost", "no_such_status", "weather_delay", "delay.weather", true)]
    [InlineData("upu-emsevt", "EME", null, "customs.held", true)]
    public void Statuses_are_read(string system, string? code, string? detail, string type, bool isExact)
    {
        var match = Crosswalk.From(system, code, detail)!.Value;
        Assert.Equal(type, match.EventType.Code);
        Assert.Equal(isExact, match.IsExact);
    }

    [Theory]
    [InlineData("aftership", "delivered.neighbor", "Delivered", "Delivered_005", true)]
    [InlineData("aftership", "delivered.reception", "Delivered", "Delivered_001", false)]
    [InlineData("aftership", "customs.held_inspection", "Exception", "Exception_004", false)]
    [InlineData("aftership", "pickup.completed", "InTransit", "InTransit_002", false)]
    [InlineData("aftership", "payment.due", "Pending", "Pending_001", false)]
    [InlineData("easypost", "exception.stolen", "failure", "lost", false)]
    [InlineData("easypost", "customs.seized", "failure", "failure", false)]
    [InlineData("easypost", "pickup_point.full", "in_transit", "delayed", false)]
    [InlineData("easypost", "return.received", "return_to_sender", "arrived_at_destination", false)]
    [InlineData("upu-emsevt", "customs.held_duties", "EME", null, false)]
    [InlineData("upu-emsevt", "delivery_attempt.refused", "EMH", null, false)]
    [InlineData("upu-emsevt", "transit.origin_facility_arrived", "", null, false)]
    [InlineData("upu-emsevt", "info.received", "", null, false)]
    public void Types_are_written(string system, string type, string code, string? detail, bool isExact)
    {
        var status = Crosswalk.To(system, EventType.FromCode(type))!.Value;
        Assert.Equal((code, detail, isExact), (status.Code, status.Detail, status.IsExact));
    }

    [Fact]
    public void What_is_not_known_is_null()
    {
        Assert.Null(Crosswalk.To("no-such-system", EventType.Delivered.Generic));
        Assert.Null(Crosswalk.From("no-such-system", "x"));
        Assert.Null(Crosswalk.From("aftership", "delivered"));
        Assert.Null(Crosswalk.From("aftership", null));
        Assert.Null(Crosswalk.From("aftership", "", ""));
        Assert.Null(Crosswalk.From("easypost", "x", "y"));
    }

    [Theory, MemberData(nameof(Systems))]
    public void Files_use_only_members_and_sources_that_are_declared(string system)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("carrier-maps", "schema", "crosswalk.schema.json")));
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("carrier-maps", "crosswalks", system + ".json")));
        var root = file.RootElement;
        Assert.Equal(system, root.GetProperty("system").GetString());
        OnlyDeclared(root, schema.RootElement);
        var sources = root.GetProperty("sources").EnumerateObject().Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var row in root.GetProperty("statuses").EnumerateArray())
        {
            OnlyDeclared(row, schema.RootElement.GetProperty("$defs").GetProperty("status"));
            Assert.All(row.GetProperty("source").GetString()!.Split(' '), source => Assert.Contains(source, sources));
            Assert.True(row.GetProperty("confidence").GetString() != "low" || row.TryGetProperty("note", out _), $"{system}: {row}");
        }

        foreach (var row in root.GetProperty("to").EnumerateArray())
            OnlyDeclared(row, schema.RootElement.GetProperty("$defs").GetProperty("to"));
    }

    private static void OnlyDeclared(JsonElement element, JsonElement schema)
    {
        var members = element.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(members.Count, members.Distinct(StringComparer.Ordinal).Count());
        Assert.All(members, member => Assert.True(schema.GetProperty("properties").TryGetProperty(member, out _), $"'{member}' is not declared: {element}"));
        if (schema.TryGetProperty("required", out var required))
            Assert.All(required.EnumerateArray(), member => Assert.Contains(member.GetString()!, members, StringComparer.Ordinal));
    }
}
