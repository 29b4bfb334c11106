using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;
using static PostPurchase.Normalization.Tests.Maps.Quirks.Outcome;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

public sealed class UpsTests
{
    [Theory]
    [InlineData("DP", "I", "transit.facility_departed")]
    [InlineData("DP", "X", "exception.prohibited_goods")]
    [InlineData("DP", "M", "info.received")]
    [InlineData("OD", "I", "delivery.loaded")]
    [InlineData("OD", "X", "delay.transport")]
    [InlineData("UA", "I", "transit.facility_arrived")]
    [InlineData("UA", "D", "return_to_sender.delivered")]
    public void Two_letters_mean_what_their_type_says(string code, string type, string expected) => Assert.Equal(expected, TypeOf(Track(code, type)));

    [Theory]
    [InlineData("AG")]
    [InlineData("AT")]
    [InlineData("CA")]
    [InlineData("CD")]
    [InlineData("CL")]
    [InlineData("DL")]
    [InlineData("DP")]
    [InlineData("DS")]
    [InlineData("EP")]
    [InlineData("KB")]
    [InlineData("MP")]
    [InlineData("OD")]
    [InlineData("OR")]
    [InlineData("OT")]
    [InlineData("RD")]
    [InlineData("SP")]
    [InlineData("UA")]
    [InlineData("UD")]
    [InlineData("UL")]
    [InlineData("VP")]
    [InlineData("XA")]
    [InlineData("XD")]
    [InlineData("YF")]
    [InlineData("YI")]
    [InlineData("YM")]
    public void A_code_with_several_readings_keeps_them_apart(string code)
    {
        var rows = MapLibrary.BuiltIn.Find("ups")!.Document.Codes.Single(set => set.Set == "scans").Rows.Where(row => row.Code == code);

        Assert.True(rows.Select(row => row.Meaning.Type).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("SR", "X", "customs.cleared")]
    [InlineData("KB", "X", "tracking.note")]
    [InlineData("UT", "X", "delivery.instructions_received")]
    public void Type_X_is_an_exception_in_name_only(string code, string type, string expected) => Assert.Equal(expected, TypeOf(Track(code, type)));

    [Theory]
    [InlineData("2Q", "D")]
    [InlineData("ZP", "D")]
    [InlineData("ZI", "D")]
    [InlineData("1N", "D")]
    public void Left_at_an_access_point_waits_for_collection(string code, string type) =>
        Assert.StartsWith("pickup_point.ready", TypeOf(Track(code, type, "Delivered To UPS Access Point")), StringComparison.Ordinal);

    [Theory]
    [InlineData("B0", "D")]
    [InlineData("UA", "D")]
    [InlineData("PP", "D")]
    public void Delivered_back_to_the_shipper_is_the_end_of_a_return(string code, string type) =>
        Assert.Equal("return_to_sender.delivered", TypeOf(Track(code, type, "Delivered")));

    [Theory]
    [InlineData("CG", "X")]
    [InlineData("4X", "D")]
    [InlineData("IB", "X")]
    public void A_new_number_is_no_end(string code, string type) => Assert.Equal("transit.relabeled", TypeOf(Track(code, type)));

    [Theory]
    [InlineData("F7", "I", "transit.handed_to_partner")]
    [InlineData("LX", "I", "transit.handed_to_partner")]
    [InlineData("4B", "I", "transit.handed_to_partner")]
    [InlineData("ZW", "I", "transit.handed_to_partner")]
    [InlineData("XR", "I", "transit.received_by_partner")]
    [InlineData("YH", "I", "transit.received_by_partner")]
    [InlineData("YC", "D", "delivered")]
    [InlineData("2R", "X", "tracking.note")]
    [InlineData("2U", "X", "tracking.note")]
    [InlineData("8M", "X", "tracking.note")]
    public void Ground_Saver_is_handed_to_the_post_or_kept(string code, string type, string expected) => Assert.Equal(expected, TypeOf(Track(code, type)));

    [Fact]
    public void The_postal_number_names_the_partner()
    {
        var shipment = ShipmentOf("""
            { "trackResponse": { "shipment": [ { "inquiryNumber": "1Z00X00X0000000011", "package": [ { "trackingNumber": "1Z00X00X0000000011",
              "alternateTrackingNumber": [ { "number": "9261290000000000000011", "type": "USPS_PIC" } ], "activity": [] } ] } ] } }
            """);

        Assert.Equal(new PartnerNumber("9261290000000000000011", "usps"), Assert.Single(shipment.Partners));
    }

    [Theory]
    [InlineData("PP", "D", "delivered.collected")]
    [InlineData("PL", "X", "delivery_attempt.refused")]
    [InlineData("ZX", "I", "transit.handed_to_partner")]
    public void Mail_Innovations_has_its_own_table(string code, string type, string expected)
    {
        Assert.Equal(expected, TypeOf(Xml(code, type, shipmentType: "03")));
        Assert.NotEqual(expected, TypeOf(Xml(code, type, shipmentType: "01")));
    }

    [Theory]
    [InlineData("11", "X", "customs.held")]
    [InlineData("06", "X", "exception.damaged")]
    [InlineData("009", "I", "customs.cleared")]
    [InlineData("012", "D", "delivered")]
    public void Freight_has_lists_of_its_own(string code, string type, string expected) => Assert.Equal(expected, TypeOf(Xml(code, type, shipmentType: "02")));

    [Theory]
    [InlineData("Out For Delivery", "delivery.out_for_delivery")]
    [InlineData("Destination Scan", "transit.delivery_depot_arrived")]
    public void DS_is_read_by_its_text(string text, string expected) => Assert.Equal(expected, TypeOf(Track("DS", "I", text)));

    [Theory]
    [InlineData("OC", "M")]
    [InlineData("PL", "M")]
    [InlineData("DP", "M")]
    [InlineData("MP", "M")]
    [InlineData("RD", "M")]
    public void Billing_information_is_no_possession(string code, string type) => Assert.Equal("info.received", TypeOf(Track(code, type, "Origin Scan")));

    [Theory]
    [InlineData("UP", "delivery.estimate_updated")]
    [InlineData("UT", "delivery.estimate_updated")]
    [InlineData("PX", "document.proof_available")]
    public void Updates_of_Track_Alert_move_nothing(string code, string expected) => Assert.Equal(expected, TypeOf(Alert(code, "U")));

    [Theory]
    [InlineData("OD", "I", "delivery.loaded")]
    [InlineData("OD", "D", "delivery.loaded")]
    [InlineData("OT", "I", "delivery.out_for_delivery")]
    [InlineData("OT", "D", "delivery.out_for_delivery")]
    public void The_round_comes_under_type_I_and_D(string code, string type, string expected) => Assert.Equal(expected, TypeOf(Alert(code, type)));

    [Fact]
    public void An_unknown_code_is_not_answered_by_its_type() => Assert.Equal("tracking.unmapped", TypeOf(Track("0Q", "D", "Nothing of the kind")));

    [Fact]
    public void The_type_answers_only_where_no_code_is() => Assert.Equal(("info.received", Confidence.Medium), (EventOf(Track("", "M")).Type.Code, EventOf(Track("", "M")).Confidence));

    [Fact]
    public void An_offset_with_a_dot_is_one()
    {
        var time = EventOf(Alert("OT", "I", """ "gmtOffset": "-04.00" """)).Time;

        Assert.Equal(("2025-06-11T09:05:00-04:00", OffsetBasis.Sent), (time.ToString(), time.Basis));
    }

    [Fact]
    public void A_wall_clock_without_offset_gets_no_instant_where_the_place_does_not_settle_it()
    {
        Assert.Null(EventOf(Track("DP", "I", state: "TX")).Time.Instant);
        Assert.Equal(OffsetBasis.Place, EventOf(Track("DP", "I", state: "GA")).Time.Basis);
        Assert.Null(EventOf(Xml("DP", "I", "01")).Time.Instant);
    }

    [Fact]
    public void One_activity_may_stand_where_a_list_is_expected() =>
        Assert.Equal("transit.facility_departed", TypeOf("""
            { "trackResponse": { "shipment": { "inquiryNumber": "1Z00X00X0000000011", "package": { "trackingNumber": "1Z00X00X0000000011",
              "activity": { "date": "20250611", "time": "090500", "status": { "type": "I", "code": "DP", "description": "Departed" } } } } } }
            """));

    [Fact]
    public void The_rescheduled_day_goes_before_the_scheduled_one()
    {
        var estimates = ShipmentOf("""
            { "trackResponse": { "shipment": [ { "inquiryNumber": "1Z00X00X0000000011", "package": [ { "trackingNumber": "1Z00X00X0000000011",
              "deliveryDate": [ { "type": "SDD", "date": "20250612" }, { "type": "RDD", "date": "20250613" } ], "activity": [] } ] } ] } }
            """).Estimates;

        Assert.Equal([(EstimateKind.Estimated, "2025-06-13"), (EstimateKind.Scheduled, "2025-06-12")], estimates.Select(e => (e.Kind, e.From.ToString())));
    }

    [Fact]
    public void Not_found_comes_as_a_warning_in_a_good_answer() =>
        Assert.Equal(ProblemKind.NotFound, ProblemOf("""
            { "trackResponse": { "shipment": [ { "inquiryNumber": "1Z00X00X0000000099", "warnings": [ { "code": "TW0001", "message": "Tracking Information Not Found" } ] } ] } }
            """));

    [Fact]
    public void Who_signed_is_told_only_to_hosts_that_ask() =>
        Assert.Null(ShipmentOf("""
            { "trackResponse": { "shipment": [ { "inquiryNumber": "1Z00X00X0000000011", "package": [ { "trackingNumber": "1Z00X00X0000000011", "deliveryInformation": { "receivedBy": "A SAMPLE" }, "activity": [] } ] } ] } }
            """).SignedBy);

    [Fact]
    public void More_pieces_may_be_counted_than_sent() =>
        Assert.Equal(3, ShipmentOf("""
            { "trackResponse": { "shipment": [ { "inquiryNumber": "1Z00X00X0000000011", "package": [ { "trackingNumber": "1Z00X00X0000000011", "packageCount": 3, "activity": [] } ] } ] } }
            """).PieceCount);

    private static string Track(string code, string type, string text = "", string state = "GA") => $$"""
        { "trackResponse": { "shipment": [ { "inquiryNumber": "1Z00X00X0000000011", "package": [ { "trackingNumber": "1Z00X00X0000000011", "activity": [
          { "date": "20250611", "time": "090500", "location": { "address": { "stateProvince": "{{state}}", "countryCode": "US" } },
            "status": { "type": "{{type}}", "code": "{{code}}", "description": "{{text}}" } } ] } ] } ] } }
        """;

    private static string Alert(string code, string type, string more = """ "x": 0 """) => $$"""
        { "trackingNumber": "1Z00X00X0000000011", "localActivityDate": "20250611", "localActivityTime": "090500",
          "activityStatus": { "type": "{{type}}", "code": "{{code}}", "description": "" }, {{more}} }
        """;

    private static string Xml(string code, string type, string shipmentType) => $"""
        <TrackResponse><Response><ResponseStatusCode>1</ResponseStatusCode></Response><Shipment><ShipmentType><Code>{shipmentType}</Code></ShipmentType>
        <Package><TrackingNumber>1Z00X00X0000000011</TrackingNumber><Activity><ActivityLocation><Address><CountryCode>US</CountryCode></Address></ActivityLocation>
        <Status><StatusType><Code>{type}</Code></StatusType><StatusCode><Code>{code}</Code></StatusCode></Status><Date>20250611</Date><Time>090500</Time></Activity></Package></Shipment></TrackResponse>
        """;
}
