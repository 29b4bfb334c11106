using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;
using static PostPurchase.Normalization.Tests.Maps.Quirks.Outcome;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

public sealed class UspsTests
{
    [Theory]
    [InlineData("01", "", "delivered")]
    [InlineData("01", "23", "transit.handed_to_partner")]
    [InlineData("01", "41", "return_to_sender.delivered")]
    [InlineData("01", "19", "pickup_point.ready_at_counter")]
    [InlineData("41", "", "transit.facility_arrived")]
    [InlineData("23", "", "return_to_sender.undeliverable")]
    public void The_attribute_decides_what_01_is_and_is_no_event_code(string code, string attribute, string expected) => Assert.Equal(expected, TypeOf(WebTools(code, attribute)));

    [Theory]
    [InlineData("Delivered, To Original Sender", "return_to_sender.delivered")]
    [InlineData("Delivered, To Agent", "transit.handed_to_partner")]
    [InlineData("Held at Post Office, Retrieved from full parcel locker", "pickup_point.ready_at_counter")]
    public void Without_the_attribute_the_text_does(string text, string expected) => Assert.Equal(expected, TypeOf(V3("01", text)));

    [Theory]
    [InlineData("EF")]
    [InlineData("MA")]
    [InlineData("NT")]
    public void An_empty_time_stays_a_date(string code)
    {
        var time = EventOf(WebTools(code, time: "")).Time;

        Assert.Equal((TimePrecision.Day, "2025-06-11"), (time.Precision, time.ToString()));
        Assert.Null(time.Instant);
    }

    [Theory]
    [InlineData("NT")]
    [InlineData("TL")]
    public void Computer_made_lines_are_plain_transit_without_a_moment(string code)
    {
        var line = EventOf(WebTools(code, state: ""));

        Assert.Equal("transit", line.Type.Code);
        Assert.Null(line.Time.Instant);
    }

    [Fact]
    public void The_offset_of_the_GMT_pair_is_taken()
    {
        var time = EventOf(V3("10", "Processed", """ "GMTTimestamp": "2025-06-11T13:05:00Z", "GMTOffset": "-04:00" """)).Time;

        Assert.Equal(("2025-06-11T09:05:00-04:00", OffsetBasis.Sent), (time.ToString(), time.Basis));
    }

    [Theory]
    [InlineData("GA", "2025-06-11T09:05:00-04:00")]
    [InlineData("PR", "2025-06-11T09:05:00-04:00")]
    [InlineData("AE", "2025-06-11T09:05:00")]
    public void Territories_have_their_own_zone_and_military_post_none(string state, string expected) => Assert.Equal(expected, EventOf(WebTools("10", state: state)).Time.ToString());

    [Theory]
    [InlineData("80", "info.received")]
    [InlineData("81", "info.received")]
    [InlineData("82", "info.received")]
    [InlineData("MA", "info.received")]
    [InlineData("GX", "label.created")]
    public void What_a_partner_announces_the_post_does_not_hold(string code, string expected) => Assert.Equal(expected, TypeOf(WebTools(code)));

    [Theory]
    [InlineData("A1", "transit.facility_arrived")]
    [InlineData("T1", "transit.facility_departed")]
    [InlineData("L1", "transit.loaded")]
    [InlineData("U1", "transit.unloaded")]
    public void Scans_of_the_container_are_moves(string code, string expected) => Assert.Equal(expected, TypeOf(WebTools(code)));

    [Theory]
    [InlineData("11", "Dead Letter", "exception.undeliverable")]
    [InlineData("11", "Seized by Law Enforcement", "exception")]
    [InlineData("EB", "Arrival at Outward Office of Exchange", "transit.export_gateway_arrived")]
    [InlineData("EB", "Departure", "transit.facility_departed")]
    [InlineData("EB", "", "transit")]
    public void A_code_with_two_meanings_is_read_by_its_text(string code, string text, string expected) => Assert.Equal(expected, TypeOf(WebTools(code, text: text)));

    [Fact]
    public void The_code_goes_before_a_text_that_was_reworded() => Assert.Equal("acceptance.completed", TypeOf(WebTools("03", text: "We have your item now")));

    [Theory]
    [InlineData("14", "pickup_point.ready_at_counter")]
    [InlineData("16", "pickup_point.ready_at_counter")]
    [InlineData("17", "transit.handed_to_partner")]
    public void Waiting_and_taken_by_an_agent_are_no_delivery(string code, string expected) => Assert.Equal(expected, TypeOf(WebTools(code)));

    [Fact]
    public void One_piece_of_a_batch_may_be_unknown()
    {
        var result = Payloads.Normalize("""
            <TrackResponse><TrackInfo ID="9400100000000000000011"><TrackSummary><EventDate>June 11, 2025</EventDate><EventTime>9:05 am</EventTime><Event>Delivered</Event><EventCode>01</EventCode></TrackSummary></TrackInfo>
            <TrackInfo ID="9400100000000000000012"><Error><Number>-2147219302</Number><Description>-</Description></Error></TrackInfo></TrackResponse>
            """);

        Assert.Equal("delivered", Assert.Single(result.Events).Type.Code);
        Assert.Equal((ProblemKind.NotFound, "9400100000000000000012"), (Assert.Single(result.Problems).Kind, result.Problems[0].TrackingNumber));
    }

    [Theory]
    [InlineData("404", ProblemKind.NotFound)]
    [InlineData("403", ProblemKind.AccessDenied)]
    [InlineData("429", ProblemKind.RateLimited)]
    public void Errors_of_v3(string code, ProblemKind expected) => Assert.Equal(expected, ProblemOf($$"""{ "apiVersion": "3.2", "error": { "code": "{{code}}", "message": "-" } }"""));

    [Fact]
    public void The_mail_piece_id_tells_reused_numbers_apart() =>
        Assert.Contains(new ShipmentReference("PIECE-77", "mail_piece_id"), ShipmentOf(V3("01", "Delivered")).References);

    private static string WebTools(string code, string attribute = "", string text = "-", string time = "9:05 am", string state = "GA") => $"""
        <TrackResponse><TrackInfo ID="9400100000000000000011"><TrackSummary><EventDate>June 11, 2025</EventDate><EventTime>{time}</EventTime><EventState>{state}</EventState>
        <Event>{text}</Event><EventCode>{code}</EventCode><DeliveryAttributeCode>{attribute}</DeliveryAttributeCode></TrackSummary></TrackInfo></TrackResponse>
        """;

    private static string V3(string code, string text, string more = """ "eventZIP": "" """) => $$"""
        { "trackingNumber": "9400100000000000000011", "uniqueMailPieceID": "PIECE-77", "trackingEvents": [
          { "eventType": "{{text}}", "eventCode": "{{code}}", "eventTimestamp": "2025-06-11T09:05:00", {{more}} } ] }
        """;
}
