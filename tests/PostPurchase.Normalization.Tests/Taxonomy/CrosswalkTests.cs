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
        Assert.Contains(EventType.All, type => Crosswalk.To(system, type)!.Value.IsExact);
    }

    [Theory, MemberData(nameof(Systems))]
    public void What_is_read_exactly_is_written_exactly(string system) =>
        Assert.All(Crosswalk.Find(system)!.Statuses.Except(Crosswalk.Find(system)!.ReadOnlyStatuses), status =>
        {
            var match = Crosswalk.From(system, status.Code, status.Detail)!.Value;
            Assert.True(!match.IsExact || Crosswalk.To(system, match.EventType)!.Value.IsExact, $"{system}: {status} is {match.EventType}, but not the other way");
        });

    [Theory, MemberData(nameof(Systems))]
    public void What_is_only_read_is_never_written(string system)
    {
        var file = Crosswalk.Find(system)!;
        foreach (var status in EventType.All.Select(file.To).Where(status => !status.IsPlaceholder))
        {
            Assert.DoesNotContain((status.Code, (string?)null), file.ReadOnlyStatuses);
            Assert.DoesNotContain((status.Code, status.Detail), file.ReadOnlyStatuses);
            // The pair has no row of its own: the detail's row answers, or a detail alone.
            if (!file.Statuses.Contains((status.Code, status.Detail))) Assert.DoesNotContain((null, status.Detail), file.ReadOnlyStatuses);
        }
    }

    [Theory, MemberData(nameof(Systems))]
    public void A_detail_of_a_code_that_decides_has_a_reading_of_its_own(string system)
    {
        // Else a detail that refines only a delivery would say "delivered" beside every other code.
        var file = Crosswalk.Find(system)!;
        Assert.All(file.Statuses.Where(status => status is { Code: not null, Detail: not null } && file.Decides(status.Code)), status => Assert.Contains((null, status.Detail), file.Statuses));
    }

    [Theory, MemberData(nameof(Systems))]
    public void No_detail_turns_an_undelivered_code_into_a_delivery_where_codes_decide(string system)
    {
        var file = Crosswalk.Find(system)!;
        var codes = file.Statuses.Where(status => status.Detail is null).Select(status => status.Code!).ToList();
        if (!codes.Exists(file.Decides)) return;
        foreach (var code in codes.Where(code => file.From(code, null)!.Value.EventType.Milestone != Milestone.Delivered))
        {
            foreach (var detail in file.Statuses.Select(status => status.Detail).OfType<string>())
                Assert.True(file.From(code, detail)!.Value.EventType.Milestone != Milestone.Delivered, $"{system}: {code} + {detail}");
        }
    }

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
    [InlineData("17track", "InTransit", "InTransit_CustomsProcessing", "customs.clearance_in_progress", true)]
    [InlineData("17track", "Exception", "Exception_Security", "hold", false)]
    [InlineData("17track", "DeliveryFailure", "DeliveryFailure_Security", "delivery_attempt.failed", false)]
    [InlineData("shippo", "TRANSIT", "other", "transit", true)]
    [InlineData("shippo", "RETURNED", "package_unclaimed", "return_to_sender.unclaimed", true)]
    [InlineData("shipengine", "DE", "DELIVERED_IN_PART", "delivery.partial", true)]
    [InlineData("shipengine", "DE", "PROOF_OF_DELIVERY", "delivered", false)]
    [InlineData("shipengine", "IT", "INFORMATION", "transit", true)]
    [InlineData("ship24", null, "customs_received", "customs.import_presented", true)]
    [InlineData("trackingmore", "exception", "exception007", "exception", false)]
    [InlineData("trackingmore", "delivered", "delivered004", "delivered", false)]
    [InlineData("trackingmore", "pickup", null, "transit", false)]
    [InlineData("trackingmore", "pickup", "pickup002", "pickup_point.ready", true)]
    [InlineData("x12-214", "SD", "AO", "delay", false)]
    [InlineData("x12-214", "SD", "AI", "delay.transport", true)]
    [InlineData("x12-214", "SD", "NS", "delay", true)]
    [InlineData("x12-214", "D1", "AO", "delivered", false)]
    [InlineData("x12-214", "D1", "NS", "delivered", true)]
    [InlineData("x12-214", "D1", "A3", "delivered.alternate_location", true)]
    [InlineData("x12-214", "SD", "A3", "delay", true)]
    [InlineData("x12-214", "AH", "B1", "delivery_attempt.business_closed", true)]
    [InlineData("x12-214", "AH", "AI", "delivery_attempt.failed", false)]
    [InlineData("x12-214", "AA", null, "pickup.scheduled", true)]
    [InlineData("x12-214", null, "AA", "exception.missorted", true)]
    [InlineData("unece-rec24", "21", null, "delivered", true)]
    [InlineData("unece-rec24", "329", null, "exception.contents_missing", false)]
    [InlineData("dhl-unified", "delivered", "true", "return_to_sender.delivered", false)]
    [InlineData("dhl-unified", "delivered", "false", "delivered", true)]
    [InlineData("dhl-unified", "failure", "true", "return_to_sender", false)]
    [InlineData("shopify", "LABEL_VOIDED", null, "label.voided", true)]
    [InlineData("amazon", "OutForDelivery", null, "delivery.out_for_delivery", true)]
    [InlineData("amazon", "DELIVERED", "EVENT_804", "delivered.collected_from_locker", true)]
    [InlineData("sendcloud", "delivered", "neighbour", "delivered.neighbor", true)]
    [InlineData("sendcloud", "attempted", "safeplace", "delivery_attempt.failed", true)]
    [InlineData("sendcloud", "delivered", "payment", "delivered", false)]
    [InlineData("sendcloud", "delivered", "partly", "delivery.partial", true)]
    [InlineData("sendcloud", "REFUSED_BY_RECIPIENT", null, "delivery_attempt.refused", true)]
    [InlineData("karrio", "delivered", "weather_delay", "delivered", false)]
    [InlineData("karrio", "delivery_delayed", "weather_delay", "delay.weather", true)]
    [InlineData("karrio", "on_hold", "unknown", "hold", true)]
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
    [InlineData("17track", "customs.held_inspection", "Exception", "Exception_Security", false)]
    [InlineData("17track", "return.received", "Exception", "Exception_Returned", false)]
    [InlineData("shippo", "shipment.cancelled", "UNKNOWN", "other", false)]
    [InlineData("shipengine", "exception.missorted", "EX", "MISROUTED", false)]
    [InlineData("ship24", "delay.weather", "in_transit", null, false)]
    [InlineData("trackingmore", "exception.lost", "exception", "exception007", false)]
    [InlineData("x12-214", "transit", "", null, false)]
    [InlineData("x12-214", "delay.natural_disaster", "SD", "AO", false)]
    [InlineData("x12-214", "delivery_attempt.refused", "A7", null, true)]
    [InlineData("unece-rec24", "delivery_attempt.refused_not_ordered", "284", null, true)]
    [InlineData("dhl-unified", "return_to_sender.delivered", "failure", null, false)]
    [InlineData("shopify", "label.voided", "CONFIRMED", null, false)]
    [InlineData("amazon", "delivered.neighbor", "DELIVERED", "EVENT_301", false)]
    [InlineData("amazon", "order.processing", "UNKNOWN", null, false)]
    [InlineData("sendcloud", "pickup_point.ready_at_locker", "pup", "locker", true)]
    [InlineData("karrio", "customs.held_valuation", "on_hold", "customs_documentation", false)]
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
