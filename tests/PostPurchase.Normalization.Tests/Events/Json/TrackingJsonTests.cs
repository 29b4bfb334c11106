using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Json;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Events.Json;

/// <summary>What is written is read back equal, whatever it holds and whatever is added later.</summary>
public sealed class TrackingJsonTests
{
    private static readonly TrackingJsonContext Json = TrackingJsonContext.Default;

    private static readonly TrackingEvent Plain = new() { Carrier = "northwind", Format = "northwind-v1", Raw = new() };

    private static Gen<EventTime> Times =>
        from kind in Gen.Choose(0, 9)
        from seconds in Gen.Choose(-2_000_000_000, int.MaxValue)
        from far in Gen.Elements(0L, 0L, -50_000_000_000L, 200_000_000_000L)
        from nanoseconds in Gen.Elements(0, 1, 120_000_000, 999_999_999)
        from offsetSeconds in Gen.OneOf(Gen.Choose(-18 * 3600, 18 * 3600), Gen.Choose(-72, 72).Select(quarters => quarters * 900))
        from precision in Gen.Elements(TimePrecision.Day, TimePrecision.Minute, TimePrecision.Second, TimePrecision.Fraction)
        from basis in Gen.Elements(Enum.GetValues<OffsetBasis>()[1..])
        from resolution in Gen.Elements(Enum.GetValues<DstResolution>())
        let local = Instant.FromUnixTimeSeconds(seconds + far).PlusNanoseconds(nanoseconds).InUtc().LocalDateTime
        select kind switch
        {
            0 => default,
            1 => EventTime.OnDay(local.Date),
            2 or 3 => EventTime.AtLocal(local, precision),
            4 => EventTime.AtInstant(local.InUtc().ToInstant(), Offset.FromSeconds(offsetSeconds), precision, basis),
            _ => EventTime.AtOffset(local, Offset.FromSeconds(offsetSeconds), precision, basis, resolution),
        };

    private static Gen<string?> Texts => Gen.Elements(null, "", " ", "Zürich", "\"quoted\" \\ \n", "東京 🚚", "{\"a\":1}", "0", "null");

    private static Gen<TEnum> Any<TEnum>()
        where TEnum : struct, Enum => Gen.Elements(Enum.GetValues<TEnum>());

    private static Gen<Place?> Places =>
        from isKnown in Gen.Elements(true, false)
        from city in Texts
        from state in Texts
        from country in Texts
        from text in Texts
        from degrees in Gen.Elements<double?>(null, 0, -89.999_999_9, 51.477_928, 1e-7)
        select isKnown ? new Place { City = city, State = state, PostalCode = state, Country = country, Text = text, Facility = city, Latitude = degrees, Longitude = degrees * 2 } : null;

    private static Gen<EventFacets> Facets =>
        from to in Any<DeliveredTo>()
        from at in Any<DeliveredAt>()
        from proof in Any<ProofOfDelivery>()
        from direction in Any<Direction>()
        from actor in Any<Party>()
        from causer in Any<Party>()
        from attempt in Gen.Choose(0, 99)
        from final in Gen.Elements(true, false)
        from reason in Texts
        select new EventFacets { DeliveredTo = to, DeliveredAt = at, Proof = proof, Direction = direction, ActionBy = actor, CausedBy = causer, Attempt = attempt, IsFinalAttempt = final, Reason = reason };

    private static Gen<TrackingEvent> AnyEvents =>
        from time in Times
        from place in Places
        from facets in Facets
        from type in Gen.OneOf(Gen.Elements(EventType.All.ToArray()), Gen.Elements("acme:own", "delivered.on_the_moon", "Ünknown").Select(EventType.FromCode))
        from match in Any<MatchKind>()
        from confidence in Any<Confidence>()
        from text in Texts
        from other in Texts
        select new TrackingEvent
        {
            Carrier = other ?? "northwind",
            Via = text,
            Format = text ?? "northwind-v1",
            TrackingNumber = other,
            Piece = text,
            Type = type,
            Match = match,
            Confidence = confidence,
            Time = time,
            Place = place,
            Facets = facets,
            Service = text,
            PartnerNumber = other,
            PartnerCarrier = text,
            SignedBy = other,
            Raw = new() { Code = text, Qualifier = other, Qualifier2 = text, Label = other, Detail = text, Time = other },
        };

    [Fact]
    public void Every_event_of_the_examples_comes_back_equal()
    {
        var count = 0;
        foreach (var file in Payloads.ExampleFiles())
        {
            foreach (var one in Normalizer.BuiltIn.Normalize(File.ReadAllBytes(file)).Events)
            {
                var json = JsonSerializer.Serialize(one, Json.TrackingEvent);
                Assert.Equal(one, JsonSerializer.Deserialize(json, Json.TrackingEvent));
                Assert.Equal(json, JsonSerializer.Serialize(one));
                count++;
            }
        }
        Assert.True(count > 500);
    }

    [Fact]
    public void Every_result_of_the_examples_comes_back_the_same()
    {
        foreach (var file in Payloads.ExampleFiles())
        {
            var result = Normalizer.BuiltIn.Normalize(File.ReadAllBytes(file));

            var json = JsonSerializer.Serialize(result, Json.NormalizationResult);
            var back = JsonSerializer.Deserialize(json, Json.NormalizationResult)!;

            Assert.Equal(result.Events, back.Events);
            Assert.Equal(result.Problems, back.Problems);
            Assert.Equal(result.Diagnostics, back.Diagnostics);
            Assert.Equal(json, JsonSerializer.Serialize(back, Json.NormalizationResult));
        }
    }

    [Fact]
    public void Any_event_comes_back_equal() => Prop.ForAll(Arb.From(AnyEvents), one =>
    {
        var json = JsonSerializer.Serialize(one, Json.TrackingEvent);
        Assert.Equal(one, JsonSerializer.Deserialize(json, Json.TrackingEvent));
        Assert.DoesNotContain(":null", json.Replace("\\u0022", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_time_comes_back_equal() => Prop.ForAll(Arb.From(Times), time =>
    {
        var one = Plain with { Time = time };
        Assert.Equal(time, JsonSerializer.Deserialize(JsonSerializer.Serialize(one, Json.TrackingEvent), Json.TrackingEvent)!.Time);
        var estimate = new NormalizationResult { Shipments = [new() { Estimates = [new(EstimateKind.Committed, time, default)] }] };
        var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(estimate, Json.NormalizationResult), Json.NormalizationResult)!;
        Assert.Equal(new(EstimateKind.Committed, time, default), Assert.Single(back.Shipments[0].Estimates));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_local_time_is_written_without_offset_instant_and_basis()
    {
        var local = EventTime.AtLocal(new(2024, 11, 22, 13, 58), TimePrecision.Minute);

        var json = JsonNode.Parse(JsonSerializer.Serialize(Plain with { Time = local }, Json.TrackingEvent))!["time"]!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"local":"2024-11-22T13:58:00","precision":"minute"}"""), json), json.ToJsonString());
    }

    [Theory]
    [InlineData("acme:quality_check")]
    [InlineData("delivered.on_the_moon")]
    [InlineData("später")]
    public void Types_that_are_not_known_survive(string code)
    {
        var one = Plain with { Type = EventType.FromCode(code) };

        var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(one, Json.TrackingEvent), Json.TrackingEvent)!;

        Assert.Equal((code, false), (back.Type.Code, back.Type.IsKnown));
        Assert.Equal(one, back);
    }

    [Fact]
    public void Members_of_later_versions_are_passed_over_wherever_they_stand()
    {
        var one = Normalizer.BuiltIn.Normalize(Payloads.Example("ups", "0001-track-delivered-at-front-door")).Events[^1];
        var json = JsonNode.Parse(JsonSerializer.Serialize(one, Json.TrackingEvent))!.AsObject();
        foreach (var part in new[] { json, json["time"]!, json["place"]!, json["raw"]! })
        {
            part.AsObject().Insert(0, "later1", new JsonObject { ["type"] = "x", ["list"] = new JsonArray(1, new JsonObject(), "]") });
            part.AsObject().Add("later2", new JsonArray(new JsonArray()));
            part.AsObject().Add("later3", null);
        }

        Assert.Equal(one, JsonSerializer.Deserialize(json.ToJsonString(), Json.TrackingEvent));
    }

    [Fact]
    public void Members_may_be_null_and_stand_in_any_order()
    {
        const string Text = """
            {"raw":{"time":null,"label":"L"},"place":null,"time":null,"attempt":null,"via":null,"type":"delivered","format":"f","match":"code","carrier":"c"}
            """;

        Assert.Equal(
            new TrackingEvent { Carrier = "c", Format = "f", Type = EventType.FromCode("delivered"), Match = MatchKind.Code, Raw = new() { Label = "L" } },
            JsonSerializer.Deserialize(Text, Json.TrackingEvent));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"carrier":7}""")]
    [InlineData("""{"type":{}}""")]
    [InlineData("""{"attempt":"one"}""")]
    [InlineData("""{"attempt":99999999999}""")]
    [InlineData("""{"place":"here"}""")]
    [InlineData("""{"raw":[]}""")]
    [InlineData("""{"time":"2024-11-22"}""")]
    [InlineData("""{"time":{"local":"2024-11-22"}}""")]
    [InlineData("""{"time":{"local":"2024-11-22T10:00:00","precision":"none"}}""")]
    [InlineData("""{"time":{"local":"2024-11-31T10:00:00","precision":"second"}}""")]
    [InlineData("""{"time":{"local":"9999-11-22T10:00:00","precision":"second"}}""")]
    [InlineData("""{"time":{"local":"9999-11-22","precision":"day"}}""")]
    [InlineData("""{"time":{"local":"2024-11-22T10:00:00","precision":"second","offset":"+99:00","basis":"sent"}}""")]
    [InlineData("""{"time":{"local":"2024-11-22T10:00:00","precision":"second","offset":"+01:00"}}""")]
    [InlineData("""{"time":{"local":"2024-11-22T10:00:00","precision":"second","offset":"+01:00","basis":"none"}}""")]
    public void What_is_no_event_is_refused_as_json(string text) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(text, Json.TrackingEvent));

    [Fact]
    public void Problems_and_diagnostics_are_words()
    {
        var result = new NormalizationResult
        {
            Problems = [new() { Kind = ProblemKind.NotYetAvailable, ByteOffset = 0 }],
            Diagnostics = [new(DiagnosticKind.UnreadableTimeOfDay, 0, "25:00", 7)],
        };

        var json = JsonNode.Parse(JsonSerializer.Serialize(result, Json.NormalizationResult))!;

        Assert.Equal("not_yet_available", (string?)json["problems"]![0]!["kind"]);
        Assert.Equal("unreadable_time_of_day", (string?)json["diagnostics"]![0]!["kind"]);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"kind":3}""", Json.Problem));
    }
}
