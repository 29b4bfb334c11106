using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;
using static PostPurchase.Normalization.Tests.Maps.Quirks.Outcome;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

public sealed class FedExTests
{
    [Theory]
    [InlineData("RS", "DL", "return_to_sender")]
    [InlineData("HP", "IT", "pickup_point.ready")]
    [InlineData("OC", "IN", "info.received")]
    public void The_derived_code_is_no_more_than_a_group(string code, string derived, string expected) => Assert.Equal(expected, TypeOf(Track(code, derived: derived)));

    [Theory]
    [InlineData("", "transit.facility_arrived")]
    [InlineData("DESTINATION_FEDEX_FACILITY", "transit.delivery_depot_arrived")]
    [InlineData("SORT_FACILITY", "transit.destination_facility_arrived")]
    [InlineData("PORT_OF_ENTRY", "transit.destination_country_arrived")]
    [InlineData("FEDEX_OFFICE_LOCATION", "pickup_point.arrived")]
    public void AR_arrives_where_the_kind_of_location_says(string locationType, string expected) => Assert.Equal(expected, TypeOf(Track("AR", locationType: locationType)));

    [Theory]
    [InlineData("DE", "007", "FDXG", "delivery_attempt.recipient_absent")]
    [InlineData("DE", "07", "FDXE", "delivery_attempt.refused")]
    [InlineData("DE", "08", "FDXE", "delivery_attempt.recipient_absent")]
    [InlineData("HP", "015A", "FDXG", "pickup_point.ready_at_shop")]
    [InlineData("RS", "060G", "FDXG", "return_to_sender.sender_request")]
    [InlineData("DE", "07", "FDXG", "delivery_attempt.failed")]
    [InlineData("DE", "007", "FDXE", "delivery_attempt.failed")]
    public void Exception_numbers_are_those_of_Ground_or_Express(string code, string exception, string carrierCode, string expected) =>
        Assert.Equal(expected, TypeOf(Track(code, exception: exception, carrierCode: carrierCode)));

    [Theory]
    [InlineData("DY", "delay", "delivery.estimate_updated")]
    [InlineData("TR", "transit.handed_to_partner", "delivery.out_for_delivery")]
    [InlineData("EA", "transit", "customs.export_cleared")]
    public void The_same_letters_differ_between_track_and_webhook(string code, string track, string webhook)
    {
        Assert.Equal(track, TypeOf(Track(code)));
        Assert.Equal(webhook, TypeOf(Track(code, webhook: true)));
    }

    [Fact]
    public void IN_is_initiated_as_derived_code_and_a_service_note_in_the_webhook()
    {
        Assert.Equal("info.received", TypeOf(Track("", derived: "IN")));
        Assert.Equal("tracking.note", TypeOf(Track("IN", webhook: true)));
    }

    [Theory]
    [InlineData("DE")]
    [InlineData("HL")]
    public void A13_is_the_same_redirection_under_a_delivery_exception_and_a_hold(string code) =>
        Assert.Equal("redirect.to_pickup_point", TypeOf(Track(code, exception: "A13")));

    [Fact]
    public void An_address_in_the_exception_text_changes_nothing()
    {
        var scan = EventOf(Track("HP", exception: "015A", detail: "Package available for pickup at: 12 EXAMPLE RD, Springfield"));

        Assert.Equal(("pickup_point.ready_at_shop", MatchKind.CodeQualifier), (scan.Type.Code, scan.Match));
    }

    [Theory]
    [InlineData("OX", "tracking.note")]
    [InlineData("AX", "transit.received_by_partner")]
    [InlineData("PACKAGE_ADDED_TO_CONSOLIDATION", "transit.consolidated")]
    [InlineData("Ow", "transit")]
    public void Event_codes_of_other_services_and_other_length(string code, string expected) => Assert.Equal(expected, TypeOf(Track(code)));

    [Fact]
    public void A_reused_number_gives_several_shipments_told_apart_by_the_unique_id()
    {
        var result = Payloads.Normalize("""
            { "output": { "completeTrackResults": [ { "trackingNumber": "794600990011", "trackResults": [
              { "trackingNumberInfo": { "trackingNumber": "794600990011", "trackingNumberUniqueId": "2460001000~794600990011~FX", "carrierCode": "FDXE" }, "scanEvents": [ { "eventType": "PU", "date": "2025-06-11T09:05:00-04:00" } ] },
              { "trackingNumberInfo": { "trackingNumber": "794600990011", "trackingNumberUniqueId": "2458002000~794600990011~FX", "carrierCode": "FDXE" }, "scanEvents": [ { "eventType": "DL", "date": "2023-06-11T09:05:00-04:00" } ] } ] } ] } }
            """);

        Assert.Equal(["2460001000~794600990011~FX", "2458002000~794600990011~FX"], result.Shipments.Select(shipment => Assert.Single(shipment.References).Number));
        Assert.All(result.Shipments, shipment => Assert.Equal("794600990011", shipment.TrackingNumber));
    }

    [Theory]
    [InlineData("TRACKING.TRACKINGNUMBER.NOTFOUND")]
    [InlineData("TRACKING.DATA.NOTFOUND")]
    [InlineData("TRACKING.TCN.NOTFOUND")]
    public void A_batch_mixes_found_and_not_found(string code)
    {
        var result = Payloads.Normalize($$"""
            { "output": { "completeTrackResults": [
              { "trackingNumber": "794600990011", "trackResults": [ { "trackingNumberInfo": { "trackingNumber": "794600990011" }, "scanEvents": [ { "eventType": "PU", "date": "2025-06-11T09:05:00-04:00" } ] } ] },
              { "trackingNumber": "794600990012", "trackResults": [ { "trackingNumberInfo": { "trackingNumber": "794600990012" }, "error": { "code": "{{code}}", "message": "-" } } ] } ] } }
            """);

        Assert.Equal("pickup.completed", Assert.Single(result.Events).Type.Code);
        Assert.Equal((ProblemKind.NotFound, "794600990012"), (Assert.Single(result.Problems).Kind, result.Problems[0].TrackingNumber));
    }

    [Theory]
    [InlineData("9040", ProblemKind.NotFound)]
    [InlineData("9045", ProblemKind.CarrierError)]
    [InlineData("9080", ProblemKind.BadRequest)]
    public void A_successful_SOAP_answer_holds_the_error_inside(string code, ProblemKind expected) =>
        Assert.Equal(expected, ProblemOf($"""
            <TrackReply><HighestSeverity>SUCCESS</HighestSeverity><Notifications><Severity>SUCCESS</Severity><Code>0</Code></Notifications><CompletedTrackDetails><TrackDetails>
            <Notification><Severity>ERROR</Severity><Code>{code}</Code><Message>-</Message></Notification><TrackingNumber>794600990012</TrackingNumber></TrackDetails></CompletedTrackDetails></TrackReply>
            """));

    [Fact]
    public void Windows_of_delivery_are_estimates()
    {
        var estimates = ShipmentOf("""
            { "output": { "completeTrackResults": [ { "trackingNumber": "794600990011", "trackResults": [ { "trackingNumberInfo": { "trackingNumber": "794600990011" }, "scanEvents": [],
              "estimatedDeliveryTimeWindow": { "window": { "begins": "2025-06-12T10:00:00-04:00", "ends": "2025-06-12T14:00:00-04:00" } },
              "standardTransitTimeWindow": { "window": { "ends": "2025-06-12T20:00:00-04:00" } } } ] } ] } }
            """).Estimates;

        Assert.Equal(
            [(EstimateKind.Estimated, "2025-06-12T10:00:00-04:00", "2025-06-12T14:00:00-04:00"), (EstimateKind.Committed, "2025-06-12T20:00:00-04:00", "")],
            estimates.Select(e => (e.Kind, e.From.ToString(), e.Through.ToString())));
    }

    private static string Track(
        string code, string derived = "", string exception = "", string detail = "", string locationType = "", string carrierCode = "FDXG", bool webhook = false) => $$"""
        { {{(webhook ? """ "outputMetaData": { "groupName": "x" }, """ : "")}} "output": { "completeTrackResults": [ { "trackingNumber": "794600990011", "trackResults": [
          { "trackingNumberInfo": { "trackingNumber": "794600990011", "carrierCode": "{{carrierCode}}" }, "scanEvents": [ { "date": "2025-06-11T09:05:00-04:00", "eventType": "{{code}}",
            "derivedStatusCode": "{{derived}}", "exceptionCode": "{{exception}}", "exceptionDescription": "{{detail}}", "locationType": "{{locationType}}" } ] } ] } ] } }
        """;
}
