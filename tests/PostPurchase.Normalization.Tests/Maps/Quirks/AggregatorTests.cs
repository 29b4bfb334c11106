using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;
using static PostPurchase.Normalization.Tests.Maps.Quirks.Outcome;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

/// <summary>EasyPost, Shippo, AfterShip, 17TRACK, ShipEngine.</summary>
public sealed class AggregatorTests
{
    [Fact]
    public void EasyPost_writes_Z_behind_local_times()
    {
        var time = EventOf(EasyPost("in_transit", "-")).Time;

        Assert.Equal(("2025-06-11T09:05:00+00:00", OffsetBasis.SentDoubtful), (time.ToString().Replace("Z", "+00:00", StringComparison.Ordinal), time.Basis));
    }

    [Theory]
    [InlineData("41", "Nothing of the kind", "transit.facility_arrived")]
    [InlineData("03", "Nothing of the kind", "acceptance.completed")]
    [InlineData(null, "Arrived at USPS Regional Facility", "transit.facility_arrived")]
    [InlineData(null, "Nothing of the kind", "transit")]
    public void EasyPost_carrier_code_decides_then_the_text_then_the_status(string? code, string text, string expected)
    {
        var scan = EventOf(EasyPost("in_transit", text, code));

        Assert.Equal((expected, "usps", "easypost"), (scan.Type.Code, scan.Carrier, scan.Via));
    }

    [Fact]
    public void EasyPost_status_is_no_more_than_medium() => Assert.Equal(Confidence.Medium, EventOf(EasyPost("in_transit", "Nothing of the kind")).Confidence);

    [Theory]
    [InlineData("""{ "code": "delivery_attempted", "text": "-", "action_required": true }""", "delivery_attempt.failed")]
    [InlineData("null", "transit")]
    public void Shippo_substatus_may_be_missing(string substatus, string expected) => Assert.Equal(expected, TypeOf(Shippo("TRANSIT", substatus)));

    [Fact]
    public void Shippo_unknown_without_history_is_not_found() =>
        Assert.Equal(ProblemKind.NotFound, ProblemOf("""{ "carrier": "usps", "tracking_number": "9400100000000000000099", "tracking_status": { "status": "UNKNOWN", "status_details": "-" }, "tracking_history": [] }"""));

    [Fact]
    public void Shippo_webhook_wraps_the_same_track() => Assert.Equal("transit", TypeOf($$"""{ "event": "track_updated", "test": false, "data": {{Shippo("TRANSIT", "null")}} }"""));

    [Theory]
    [InlineData("Exception", "Exception_017", "delay.weather")]
    [InlineData("Exception", "Exception_999", "exception")]
    [InlineData("Delivered", "Delivered_777", "delivered")]
    [InlineData("InTransit", "", "transit")]
    public void AfterShip_unknown_subtag_falls_back_to_the_tag(string tag, string subtag, string expected) => Assert.Equal(expected, TypeOf(AfterShip(tag, subtag)));

    [Theory]
    [InlineData("2025-06-11", "2025-06-11", TimePrecision.Day)]
    [InlineData("2025-06-11T09:05:00", "2025-06-11T09:05:00", TimePrecision.Second)]
    [InlineData("2025-06-11T09:05:00+02:00", "2025-06-11T09:05:00+02:00", TimePrecision.Second)]
    public void AfterShip_checkpoint_times_have_three_forms(string sent, string expected, TimePrecision precision)
    {
        var time = EventOf(AfterShip("InTransit", "", time: sent)).Time;

        Assert.Equal((expected, precision), (time.ToString(), time.Precision));
    }

    [Theory]
    [InlineData("country_region", "DEU")]
    [InlineData("country_iso3", "DEU")]
    public void AfterShip_countries_have_three_letters(string member, string country) =>
        Assert.Equal("DE", EventOf(AfterShip("InTransit", "", more: $$""" "{{member}}": "{{country}}" """)).Place?.Country);

    [Fact]
    public void AfterShip_couriers_that_are_not_known_keep_their_name() => Assert.Equal("northwind", EventOf(AfterShip("InTransit", "")).Carrier);

    [Fact]
    public void AfterShip_delivered_on_the_way_back_is_the_end_of_a_return() => Assert.Equal("return_to_sender.delivered", TypeOf(AfterShip("Delivered", "", isReturn: "true")));

    [Fact]
    public void AfterShip_carrier_status_goes_before_the_tag()
    {
        var scan = EventOf(AfterShip("Exception", "Exception_001", slug: "usps", more: """ "raw_tag": "03" """));

        Assert.Equal(("acceptance.completed", "usps", "aftership"), (scan.Type.Code, scan.Carrier, scan.Via));
    }

    [Fact]
    public void SeventeenTrack_guessed_offsets_are_not_taken()
    {
        var time = EventOf(SeventeenTrack(""" "time_iso": "2025-06-11T09:05:00-07:00", "time_raw": { "date": "2025-06-11", "time": "09:05:00", "timezone": null } """)).Time;

        Assert.Equal(("2025-06-11T09:05:00", OffsetBasis.None), (time.ToString(), time.Basis));
    }

    [Fact]
    public void SeventeenTrack_offsets_that_were_sent_are()
    {
        var time = EventOf(SeventeenTrack(""" "time_iso": "2025-06-11T09:05:00-07:00", "time_raw": { "date": "2025-06-11", "time": "09:05:00", "timezone": "-07:00" } """)).Time;

        Assert.Equal(("2025-06-11T09:05:00-07:00", OffsetBasis.Sent), (time.ToString(), time.Basis));
    }

    [Fact]
    public void SeventeenTrack_keeps_the_events_of_each_provider_with_its_carrier()
    {
        var events = Payloads.Normalize("""
            { "event": "TRACKING_UPDATED", "data": { "number": "LX000000011CN", "carrier": 3011, "track_info": { "tracking": { "providers": [
              { "provider": { "key": 3011, "name": "China Post" }, "events": [ { "time_iso": "2025-06-11T09:05:00+08:00", "description": "Handed over", "stage": "Delivered", "sub_status": "Delivered_Other" } ] },
              { "provider": { "key": 21051, "name": "USPS" }, "events": [ { "time_iso": "2025-06-11T09:05:00-04:00", "description": "Delivered", "stage": "Delivered", "sub_status": "Delivered_Other" } ] } ] } } } }
            """).Events;

        Assert.Equal(["china-post-ems", "usps"], events.Select(e => e.Carrier));
    }

    [Theory]
    [InlineData("Exception", "Exception_Security", "hold")]
    [InlineData("DeliveryFailure", "DeliveryFailure_Security", "delivery_attempt.failed")]
    public void SeventeenTrack_combined_causes_go_to_their_parent(string stage, string subStatus, string expected) =>
        Assert.Equal(expected, TypeOf(SeventeenTrack(""" "time_iso": "2025-06-11T09:05:00+08:00" """, stage, subStatus)));

    [Fact]
    public void SeventeenTrack_rejected_numbers_come_in_a_good_answer() =>
        Assert.Equal(ProblemKind.InvalidNumber, ProblemOf("""{ "code": 0, "data": { "accepted": [], "rejected": [ { "number": "12", "error": { "code": -18010012, "message": "-" } } ] } }"""));

    [Theory]
    [InlineData("SP", "", "pickup_point.arrived")]
    [InlineData("DE", "", "delivered")]
    [InlineData("", "", "tracking.unmapped")]
    public void ShipEngine_SP_is_not_delivered_and_a_status_may_be_empty(string status, string code, string expected) => Assert.Equal(expected, TypeOf(ShipEngine(status, code)));

    [Fact]
    public void ShipEngine_raw_codes_decide() => Assert.Equal(("transit.facility_arrived", "usps"), (TypeOf(ShipEngine("EX", "41")), EventOf(ShipEngine("EX", "41")).Carrier));

    [Fact]
    public void ShipEngine_local_time_goes_before_the_one_with_a_doubtful_Z()
    {
        Assert.Equal("2025-06-11T09:05:00", EventOf(ShipEngine("IT", "", """ "carrier_occurred_at": "2025-06-11T09:05:00" """)).Time.ToString());
        Assert.Equal(OffsetBasis.SentDoubtful, EventOf(ShipEngine("IT", "")).Time.Basis);
    }

    private static string EasyPost(string status, string message, string? code = null) => $$"""
        { "object": "Tracker", "tracking_code": "9400100000000000000011", "carrier": "USPS", "tracking_details": [ { "datetime": "2025-06-11T09:05:00Z", "message": "{{message}}", "status": "{{status}}",
          "source": "USPS", "carrier_code": {{(code is null ? "null" : $"\"{code}\"")}}, "tracking_location": {} } ] }
        """;

    private static string Shippo(string status, string substatus) => $$"""
        { "carrier": "northwind", "tracking_number": "NW0000000011", "tracking_status": null, "tracking_history": [ { "status": "{{status}}", "substatus": {{substatus}}, "status_details": "Nothing of the kind",
          "status_date": "2025-06-11T09:05:00Z", "location": null } ] }
        """;

    private static string AfterShip(
        string tag, string subtag, string slug = "northwind", string time = "2025-06-11T09:05:00", string isReturn = "false", string more = """ "city": null """) => $$"""
        { "meta": { "code": 200 }, "data": { "tracking": { "tracking_number": "NW0000000011", "slug": "{{slug}}", "return_to_sender": {{isReturn}}, "checkpoints": [
          { "slug": "{{slug}}", "checkpoint_time": "{{time}}", "message": "Nothing of the kind", "tag": "{{tag}}", "subtag": "{{subtag}}", {{more}} } ] } } }
        """;

    private static string SeventeenTrack(string time, string stage = "InTransit", string subStatus = "InTransit_Other") => $$"""
        { "event": "TRACKING_UPDATED", "data": { "number": "LX000000011CN", "carrier": 3011, "track_info": { "tracking": { "providers": [ { "provider": { "key": 3011, "name": "China Post" },
          "events": [ { {{time}}, "description": "-", "stage": "{{stage}}", "sub_status": "{{subStatus}}" } ] } ] } } } }
        """;

    private static string ShipEngine(string status, string code, string more = """ "signer": "" """) => $$"""
        { "tracking_number": "9400100000000000000011", "carrier_code": "usps", "status_code": "{{status}}", "carrier_status_code": "", "events": [
          { "occurred_at": "2025-06-11T09:05:00Z", "description": "Nothing of the kind", "event_code": "{{code}}", "status_code": "{{status}}", {{more}} } ] }
        """;
}
