using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;
using static PostPurchase.Normalization.Tests.Maps.Quirks.Outcome;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

/// <summary>DHL Express, the unified interface of the DHL group, DHL Paket.</summary>
public sealed class DhlTests
{
    [Theory]
    [InlineData("PU", "pickup.completed")]
    [InlineData("RT", "return_to_sender")]
    [InlineData("WC", "delivery.out_for_delivery")]
    [InlineData("OH", "hold")]
    [InlineData("AD", "delivery.appointment_booked")]
    [InlineData("RR", "customs.clearance_in_progress")]
    [InlineData("PY", "payment.received")]
    [InlineData("SM", "transit.departure_planned")]
    public void Express_checkpoints_that_public_maps_miss(string code, string expected) => Assert.Equal(expected, TypeOf(Express(code, "-")));

    [Theory]
    [InlineData("Delivered - Signed for by: A SAMPLE - EXAMPLEVILLE", "delivered.signed")]
    [InlineData("Delivered to neighbour - EXAMPLEVILLE", "delivered.neighbor")]
    [InlineData("Delivered to broker as requested - EXAMPLEVILLE", "customs.handed_to_broker")]
    [InlineData("Delivered - EXAMPLEVILLE", "delivered")]
    public void Express_names_signer_and_place_inside_the_description(string text, string expected) => Assert.Equal(expected, TypeOf(Express("OK", text)));

    [Fact]
    public void Express_times_are_local_unless_the_offset_was_asked_for()
    {
        Assert.Null(EventOf(Express("PU", "-")).Time.Instant);
        Assert.Equal("2025-06-11T09:05:00+02:00", EventOf(Express("PU", "-", """ "GMTOffset": "+02:00" """)).Time.ToString());
    }

    [Fact]
    public void Express_estimates_at_the_end_of_a_day_are_the_day()
    {
        var shipment = ShipmentOf("""{ "shipments": [ { "shipmentTrackingNumber": "1000000011", "estimatedDeliveryDate": "2025-06-12T23:59:00", "events": [] } ] }""");

        Assert.Equal((TimePrecision.Day, "2025-06-12"), (Assert.Single(shipment.Estimates).From.Precision, shipment.Estimates[0].From.ToString()));
    }

    [Fact]
    public void Express_without_an_estimate_is_a_good_answer()
    {
        var result = Payloads.Normalize(Express("OK", "Delivered"));

        Assert.Empty(Assert.Single(result.Shipments).Estimates);
        Assert.Empty(result.Problems);
    }

    [Fact]
    public void Express_pieces_have_events_of_their_own() =>
        Assert.Equal("JD010000000000000011", EventOf("""
            { "shipments": [ { "shipmentTrackingNumber": "1000000011", "pieces": [ { "trackingNumber": "JD010000000000000011", "events": [ { "date": "2025-06-11", "time": "09:05:00", "typeCode": "PU" } ] } ] } ] }
            """).Piece);

    [Fact]
    public void Express_not_found_is_a_problem_document() =>
        Assert.Equal(ProblemKind.NotFound, ProblemOf("""{ "instance": "/expressapi/tracking", "detail": "No data found", "title": "No data found", "message": "No data found", "status": "404" }"""));

    [Theory]
    [InlineData("AN", "parcel-de", "pickup.attempt_failed")]
    [InlineData("AN", "parcel-pl", "delivery_attempt.address_incorrect")]
    [InlineData("100", "ecommerce", "pickup.completed")]
    [InlineData("100", "ecommerce-europe", "return_to_sender.unclaimed")]
    [InlineData("101", "ecommerce", "shipment.cancelled")]
    [InlineData("104", "express", "info.received")]
    [InlineData("104", "ecommerce", "transit.origin_facility_arrived")]
    [InlineData("CC", "express", "pickup_point.ready")]
    [InlineData("CC", "parcel-pl", "exception")]
    public void Unified_codes_are_those_of_the_service(string code, string service, string expected) => Assert.Equal(expected, TypeOf(Unified(code, service)));

    [Theory]
    [InlineData("43", "ecommerce-europe", "pickup_point.ready")]
    [InlineData("44", "ecommerce-europe", "pickup_point.ready_at_shop")]
    [InlineData("45", "ecommerce-europe", "pickup_point.ready_at_locker")]
    [InlineData("46", "ecommerce-europe", "pickup_point.ready_at_counter")]
    [InlineData("RETURNED_TO_SENDER", "svb", "return_to_sender.delivered")]
    [InlineData("DELIVERED_AT_PARCELSHOP", "parcel-nl", "pickup_point.arrived")]
    [InlineData("NOTIFICATION_FOR_PARCELSHOP_COLLECTION_HAS_BEEN_SENT", "parcel-nl", "pickup_point.ready_at_shop")]
    [InlineData("DELIVERED_AT_PARCELSTATION", "parcel-nl", "pickup_point.ready_at_locker")]
    [InlineData("DELIVERED_AT_ACCESSPOINT", "parcel-nl", "pickup_point.ready_at_shop")]
    [InlineData("COLLECTED_AT_PARCELSHOP", "parcel-nl", "delivered.collected")]
    [InlineData("COLLECTED_AT_NEIGHBOUR", "parcel-nl", "pickup.completed")]
    [InlineData("DELIVERED_AT_PREFERED_NEIGHBOURS", "parcel-nl", "delivered.neighbor")]
    [InlineData("DOR_SP", "parcel-pl", "pickup_point.ready_at_shop")]
    [InlineData("SP_DOR", "parcel-pl", "delivered.collected")]
    [InlineData("PPDOR", "parcel-pl", "delivered.collected")]
    [InlineData("20-126", "freight", "customs.held")]
    public void Unified_delivered_is_not_always_to_the_recipient(string code, string service, string expected) => Assert.Equal(expected, TypeOf(Unified(code, service)));

    [Fact]
    public void Unified_times_come_with_and_without_offset_in_one_answer()
    {
        var events = Payloads.Normalize("""
            { "shipments": [ { "id": "7777000011", "service": "ecommerce", "status": { "statusCode": "transit" }, "events": [
              { "timestamp": "2025-06-11T09:05:00", "statusCode": "104" }, { "timestamp": "2025-06-10T09:05:00+02:00", "statusCode": "100" } ] } ] }
            """).Events;

        Assert.Equal(["2025-06-10T09:05:00+02:00", "2025-06-11T09:05:00"], events.Select(e => e.Time.ToString()));
    }

    [Theory]
    [InlineData("404", ProblemKind.NotFound)]
    [InlineData("429", ProblemKind.RateLimited)]
    public void Unified_errors(string status, ProblemKind expected) => Assert.Equal(expected, ProblemOf($$"""{ "title": "-", "detail": "-", "status": {{status}} }"""));

    [Theory]
    [InlineData("STORN", "NRQRD", "DD", "tracking.retracted")]
    [InlineData("DLVRD", "HNDTC", "ZU", "transit.handed_to_partner")]
    [InlineData("DLVRD", "CUSTM", "ZU", "customs.import_presented")]
    [InlineData("LDTMV", "MVMTV", "AA", "transit.loaded")]
    [InlineData("LDTMV", "MVMTV", "NB", "transit.loaded")]
    [InlineData("LDTMV", "MVMTV", "PO", "delivery.out_for_delivery")]
    public void Paket_pairs_of_ICE_and_RIC(string ice, string ric, string standard, string expected) => Assert.Equal(expected, TypeOf(Paket(ice, ric, standard)));

    [Fact]
    public void Paket_alternate_delivery_of_a_full_Packstation_names_no_recipient()
    {
        // The German text of the pair: the locker on the premises was full, delivered to the mail room.
        var delivery = EventOf(Paket("DLVRD", "PCKAD", "ZU"));

        Assert.Equal(("delivered.reception", DeliveredTo.Reception), (delivery.Type.Code, delivery.Facets.DeliveredTo));
    }

    [Theory]
    [InlineData("NTDEL", "delivery_attempt.failed")]
    [InlineData("EXPHD", "hold")]
    [InlineData("RETRN", "return_to_sender")]
    public void Paket_reason_OTHER_adds_nothing(string ice, string expected) => Assert.Equal(expected, TypeOf(Paket(ice, "OTHER", "")));

    [Theory]
    [InlineData("Nachbar", "delivered.neighbor")]
    [InlineData("Empfänger (orig.)", "delivered.to_recipient")]
    [InlineData("andere anwesende Person", "delivered.household")]
    public void Paket_names_who_took_it_at_the_piece(string recipient, string expected) =>
        Assert.Equal(expected, TypeOf($"""
            <data name="piece-shipment-list" code="0" request-id="r-1"><data name="piece-shipment" piece-code="00340434000000000011" recipient-id-text="{recipient}"><data name="piece-event-list">
            <data name="piece-event" event-timestamp="11.06.2025 09:05" event-status="" ice="" ric="" standard-event-code="ZU"/></data></data></data>
            """));

    [Theory]
    [InlineData("DLVRD", "NGHBR", "return_to_sender.delivered")]
    [InlineData("LDTMV", "MVMTV", "return_to_sender.in_transit")]
    public void Paket_return_flag_turns_the_direction(string ice, string ric, string expected) => Assert.Equal(expected, TypeOf(Paket(ice, ric, "AA", returnFlag: "true")));

    [Fact]
    public void Paket_standard_event_answers_only_where_there_is_no_ICE()
    {
        Assert.Equal("delivered", TypeOf(Paket("", "", "ZU")));
        Assert.Equal("tracking.unmapped", TypeOf(Paket("QQQQQ", "", "ZU")));
    }

    [Fact]
    public void Paket_times_are_German_without_seconds()
    {
        var time = EventOf(Paket("DLVRD", "NGHBR", "ZU")).Time;

        Assert.Equal(("2025-06-11T09:05:00+02:00", TimePrecision.Minute, OffsetBasis.Carrier), (time.ToString(), time.Precision, time.Basis));
    }

    [Theory]
    [InlineData("100", ProblemKind.NotFound)]
    [InlineData("200", ProblemKind.NotYetAvailable)]
    [InlineData("5", ProblemKind.AccessDenied)]
    [InlineData("6", ProblemKind.RateLimited)]
    [InlineData("41", ProblemKind.InvalidNumber)]
    [InlineData("45", ProblemKind.InvalidNumber)]
    [InlineData("57", ProblemKind.BadRequest)]
    [InlineData("62", ProblemKind.AccessDenied)]
    [InlineData("63", ProblemKind.CarrierError)]
    [InlineData("-2", ProblemKind.CarrierError)]
    public void Paket_errors_come_as_good_answers(string code, ProblemKind expected) =>
        Assert.Equal(expected, ProblemOf($"""<data name="piece-shipment-list" code="{code}" error="-" request-id="r-1"/>"""));

    private static string Express(string code, string text, string more = """ "signedBy": "" """) => $$"""
        { "shipments": [ { "shipmentTrackingNumber": "1000000011", "events": [ { "date": "2025-06-11", "time": "09:05:00", "typeCode": "{{code}}", "description": "{{text}}",
          "serviceArea": [ { "code": "XYZ", "description": "EXAMPLEVILLE" } ], {{more}} } ] } ] }
        """;

    private static string Unified(string code, string service) => $$"""
        { "shipments": [ { "id": "7777000011", "service": "{{service}}", "status": { "statusCode": "delivered" }, "events": [ { "timestamp": "2025-06-11T09:05:00", "statusCode": "{{code}}" } ] } ] }
        """;

    private static string Paket(string ice, string ric, string standard, string returnFlag = "false") => $"""
        <data name="piece-shipment-list" code="0" request-id="r-1"><data name="piece-shipment" piece-code="00340434000000000011"><data name="piece-event-list">
        <data name="piece-event" event-timestamp="11.06.2025 09:05" event-status="" ice="{ice}" ric="{ric}" standard-event-code="{standard}" ruecksendung="{returnFlag}"/></data></data></data>
        """;
}
