using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;
using static PostPurchase.Normalization.Tests.Maps.Quirks.Outcome;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

/// <summary>DPD, GLS, Royal Mail, Evri, PostNL, PostNord, bpost, La Poste, Chronopost, InPost.</summary>
public sealed class EuropeTests
{
    [Fact]
    public void DPD_lists_milestones_that_were_not_reached() =>
        Assert.Equal("delivery.out_for_delivery", TypesOf("""
            <Envelope><Body><getTrackingDataResponse><trackingresult>
            <statusInfo><status>Courier</status><label><content>Parcel out for delivery</content></label><statusHasBeenReached>true</statusHasBeenReached><date><content>11.06.2025, 09:05</content></date></statusInfo>
            <statusInfo><status>Delivered</status><label><content>Parcel delivered</content></label><statusHasBeenReached>false</statusHasBeenReached></statusInfo>
            </trackingresult></getTrackingDataResponse></Body></Envelope>
            """));

    [Theory]
    [InlineData("04", "delivery.returned_to_depot")]
    [InlineData("4", "delivery.returned_to_depot")]
    [InlineData("06", "return_to_sender")]
    [InlineData("13", "delivered")]
    public void DPD_scan_codes(string code, string expected) => Assert.Equal(expected, TypeOf(DpdWeb(code, "-")));

    [Theory]
    [InlineData("Parcel collected at the parcelshop", "delivered.collected")]
    [InlineData("Delivered by driver to parcelshop", "pickup_point.ready_at_shop")]
    public void DPD_13_at_a_shop_is_told_by_the_text(string text, string expected) => Assert.Equal(expected, TypeOf(DpdWeb("13", text)));

    [Theory]
    [InlineData("MSDLO", "Message", "notification.sent")]
    [InlineData("DLO", "Bericht in einer anderen Sprache", "delivery.out_for_delivery")]
    public void DPD_letters_are_stable_and_their_texts_are_not(string code, string text, string expected) =>
        Assert.Equal(expected, TypeOf($$"""{ "parcelNumber": "05220000000011", "parcelEvents": [ { "eventType": "{{code}}", "eventTypeText": "{{text}}", "date": "2025-06-11", "time": "09:05:00", "country": "NL" } ] }"""));

    [Fact]
    public void DPD_push_writes_local_times_without_separators()
    {
        var push = EventOf("""{ "pushid": "4711", "pnr": "05220000000011", "status": "delivery_carload", "statusdate": "11062025090500" }""");

        Assert.Equal(("delivery.out_for_delivery", "2025-06-11T09:05:00"), (push.Type.Code, push.Time.ToString()));
    }

    [Theory]
    [InlineData("INTIAL.PREADVICE", "info.received")]
    [InlineData("INTIAL.NORMAL", "acceptance.completed")]
    [InlineData("DELIVD.PARCELSHOP", "pickup_point.ready_at_shop")]
    public void GLS_codes_are_group_and_reason_and_spelt_their_way(string code, string expected) => Assert.Equal(expected, TypeOf(Gls(code)));

    [Fact]
    public void GLS_offsets_have_no_colon() => Assert.Equal("2025-06-11T09:05:00+02:00", EventOf(Gls("INTIAL.NORMAL")).Time.ToString());

    [Fact]
    public void GLS_keeps_the_number_that_was_asked_for() =>
        Assert.Equal(new ShipmentReference("528100400011", "requested"), Assert.Single(ShipmentOf(Gls("INTIAL.NORMAL")).References));

    [Theory]
    [InlineData("E_404_01", ProblemKind.NotFound)]
    [InlineData("E_404_02", ProblemKind.NotFound)]
    [InlineData("E_400_01", ProblemKind.InvalidNumber)]
    [InlineData("E_400_03", ProblemKind.BadRequest)]
    public void GLS_errors_stand_at_the_parcel(string code, ProblemKind expected) =>
        Assert.Equal(expected, ProblemOf($$"""{ "parcels": [ { "requested": "528100400011", "errorCode": "{{code}}", "errorMessage": "-" } ] }"""));

    [Theory]
    [InlineData("CANCELED")]
    [InlineData("CANCELLED")]
    public void GLS_web_spells_cancelled_twice(string status) =>
        Assert.Equal("shipment.cancelled", TypeOf($$"""{ "tuStatus": [ { "tuNo": "52810040001", "progressBar": { "statusInfo": "{{status}}" } } ] }"""));

    [Theory]
    [InlineData("E206")]
    [InlineData("400")]
    [InlineData("403")]
    [InlineData("404")]
    public void GLS_web_says_not_found_in_many_ways(string code) => Assert.Equal(ProblemKind.NotFound, ProblemOf($$"""{ "lastError": "{{code}}", "exceptionText": "-" }"""));

    [Fact]
    public void GLS_web_history_goes_before_a_stale_heading() =>
        Assert.Equal("pickup_point.ready_at_locker", TypeOf("""
            { "tuStatus": [ { "tuNo": "52810040001", "progressBar": { "statusInfo": "DELIVERED" }, "history": [
              { "date": "2025-06-11", "time": "09:05:00", "evtDscr": "The parcel has been delivered at the ParcelLocker.", "address": { "city": "Gent", "countryCode": "BE" } } ] } ] }
            """));

    [Theory]
    [InlineData("5", "delivered")]
    [InlineData("05", "delivered")]
    [InlineData("32", "delivery.scheduled")]
    [InlineData("35", "delivery_attempt.refused_not_ordered")]
    [InlineData("36", "delivery_attempt.recipient_absent")]
    public void MyGLS_codes_are_padded_at_times_and_mean_what_the_carrier_says(string code, string expected) => Assert.Equal(expected, TypeOf(MyGls(code, "2025-06-11T09:05:00")));

    [Fact]
    public void MyGLS_ticks_are_kept_as_text_and_told()
    {
        var result = Payloads.Normalize(MyGls("5", "/Date(1749625500000)/"));

        Assert.Equal("/Date(1749625500000)/", Assert.Single(result.Events).Raw.Time);
        Assert.Equal(DiagnosticKind.UnreadableTime, Assert.Single(result.Diagnostics).Kind);
    }

    [Theory]
    [InlineData("EVGPD", "Your Item was received by Example DO on 11/06/2025 and is now due for delivery today.", "transit.delivery_depot_arrived")]
    [InlineData("EVKGA", "-", "delivery_attempt.recipient_moved")]
    [InlineData("EVNGA", "-", "delivery_attempt.recipient_moved")]
    [InlineData("EVKRF", "-", "delivery_attempt.refused")]
    [InlineData("EVNRF", "-", "delivery_attempt.refused")]
    [InlineData("EVKAA", "-", "delivery_attempt.no_access")]
    [InlineData("EVNAA", "-", "delivery_attempt.no_access")]
    public void Royal_Mail_codes_decide_whatever_depot_and_date_the_label_holds(string code, string text, string expected) => Assert.Equal(expected, TypeOf(RoyalMail(code, text)));

    [Fact]
    public void Royal_Mail_may_send_an_empty_list_of_errors_beside_good_data() => Assert.Empty(Payloads.Normalize(RoyalMail("EVGPD", "-")).Problems);

    [Fact]
    public void Royal_Mail_not_found() =>
        Assert.Equal(ProblemKind.NotFound, ProblemOf("""{ "httpCode": "404", "httpMessage": "-", "errors": [ { "errorCode": "E1142", "errorDescription": "-", "errorCause": "-", "errorResolution": "-" } ] }"""));

    [Theory]
    [InlineData("4_COURIER", "false", "delivery.out_for_delivery")]
    [InlineData("4_SHOP", "false", "pickup_point.ready_at_shop")]
    [InlineData("4_LOCKER", "false", "pickup_point.ready_at_locker")]
    [InlineData("4", "false", "transit.delivery_depot_arrived")]
    [InlineData("3", "false", "transit")]
    [InlineData("3", "true", "return.in_transit")]
    [InlineData("4_COURIER", "true", "return.in_transit")]
    [InlineData("4", "true", "return.in_transit")]
    public void Evri_stage_4_needs_its_suffix_and_a_return_turns_3_and_4(string stage, string isReturn, string expected) =>
        Assert.Equal(expected, TypeOf($$"""
            { "results": [ { "uniqueId": "abc-1", "returnParcel": {{isReturn}}, "trackingEvents": [ { "dateTime": "2025-06-11T09:05:00Z",
              "trackingStage": { "trackingStageCode": "{{stage}}" }, "trackingPoint": { "trackingPointCode": "X", "description": "" } } ] } ] }
            """));

    [Theory]
    [InlineData("A18", "delivery.estimate_updated")]
    [InlineData("A19", "delivery.estimate_updated")]
    [InlineData("A04", "tracking.note")]
    [InlineData("I11", "delivered.letterbox")]
    [InlineData("A01", "info.received")]
    [InlineData("01A", "info.received")]
    [InlineData("B01", "acceptance.completed")]
    [InlineData("01B", "acceptance.completed")]
    public void PostNL_moves_the_letter_and_mixes_in_estimates(string code, string expected)
    {
        Assert.Equal(expected, TypeOf($$"""{ "colli": { "3SXXXX0000011": { "barcode": "3SXXXX0000011", "analyticsInfo": { "allObservations": [ { "observationDate": "2025-06-11T09:05:00+02:00", "observationCode": "{{code}}" } ] } } } }"""));
        Assert.Equal(expected, TypeOf(PostNl($$""" "Event": [ { "Code": "{{code}}", "TimeStamp": "11-06-2025 09:05:00" } ] """)));
    }

    [Fact]
    public void PostNL_empty_fields_are_objects_and_times_Dutch()
    {
        var scan = EventOf(PostNl(""" "Event": { "Code": "11I", "Description": {}, "LocationCode": {}, "RouteCode": {}, "TimeStamp": "11-06-2025 09:05:00" } """));

        Assert.Null(scan.Raw.Label);
        Assert.Null(scan.Place);
        Assert.Equal(("2025-06-11T09:05:00+02:00", OffsetBasis.Carrier), (scan.Time.ToString(), scan.Time.Basis));
    }

    [Fact]
    public void PostNL_writes_times_in_three_forms_in_one_answer()
    {
        var result = Payloads.Normalize(PostNl(""" "OldStatus": [ { "StatusCode": "2", "TimeStamp": "11-06-2025 09:05:00.123" } ], "Expectation": { "ETAFrom": "2025-06-12T10:00:00", "ETATo": "2025-06-12T12:00:00" } """));

        Assert.Equal(TimePrecision.Fraction, Assert.Single(result.Events).Time.Precision);
        Assert.Equal(("2025-06-12T10:00:00+02:00", "2025-06-12T12:00:00+02:00"), (Assert.Single(result.Shipments[0].Estimates).From.ToString(), result.Shipments[0].Estimates[0].Through.ToString()));
    }

    [Fact]
    public void PostNL_99_is_not_applicable_even_if_newest() =>
        Assert.Equal("delivered tracking.note", TypesOf(PostNl(""" "OldStatus": [ { "StatusCode": "99", "PhaseCode": "99", "TimeStamp": "12-06-2025 09:05:00" }, { "StatusCode": "11", "PhaseCode": "4", "TimeStamp": "11-06-2025 09:05:00" } ] """)));

    [Theory]
    [InlineData("113", "EN_ROUTE", "DEPOT", "delivery.out_for_delivery")]
    [InlineData("", "EN_ROUTE", "DEPOT", "transit")]
    [InlineData("", "AVAILABLE_FOR_DELIVERY", "DEPOT", "pickup_point.ready")]
    [InlineData("", "AVAILABLE_FOR_DELIVERY", "SERVICE_POINT", "pickup_point.ready_at_shop")]
    public void PostNord_event_goes_before_its_status_word(string code, string status, string locationType, string expected) =>
        Assert.Equal(expected, TypeOf(PostNord(code, status, locationType)));

    [Fact]
    public void PostNord_without_an_estimate_is_a_good_answer()
    {
        var result = Payloads.Normalize(PostNord("", "DELIVERED", "DEPOT"));

        Assert.Empty(Assert.Single(result.Shipments).Estimates);
        Assert.Empty(result.Problems);
    }

    [Theory]
    [InlineData("EN", "Item delivered in mailbox", "delivered.letterbox")]
    [InlineData("NL", "Zending geleverd", "delivered")]
    [InlineData("FR", "Envoi en route pour distribution", "delivery.out_for_delivery")]
    public void Bpost_events_have_a_text_and_no_code(string language, string text, string expected)
    {
        var scan = EventOf($$"""{ "items": [ { "itemCode": "323200000000000000000011", "retourOrBackToSender": false, "activeStep": { "name": "x" }, "events": [ { "date": "2025-06-11", "time": "09:05", "irregularity": false, "key": { "{{language}}": { "description": "{{text}}" } } } ] } ] }""");

        Assert.Equal((expected, "2025-06-11T09:05:00+02:00"), (scan.Type.Code, scan.Time.ToString()));
    }

    [Fact]
    public void Bpost_older_XML_has_state_codes() =>
        Assert.Equal("delivered", TypeOf("<itemTracking><itemCode>323200000000000000000011</itemCode><stateInfo><time>2025-06-11T09:05:00+02:00</time><stateCode>U01</stateCode></stateInfo></itemTracking>"));

    [Theory]
    [InlineData("DI1", "delivered")]
    [InlineData("DI2", "return_to_sender.delivered")]
    [InlineData("DI3", "delay")]
    [InlineData("RE1", "return_to_sender")]
    [InlineData("ET1", "transit")]
    [InlineData("EXPANN", "info.received")]
    [InlineData("DISTOU", "delivery.out_for_delivery")]
    [InlineData("DESLIVD", "delivered")]
    public void La_Poste_codes_of_one_family_differ(string code, string expected) => Assert.Equal(expected, TypeOf(LaPoste(code)));

    [Fact]
    public void La_Poste_answers_several_numbers_one_by_one()
    {
        var result = Payloads.Normalize($$"""[ {{LaPoste("DI1")}}, { "returnCode": 404, "returnMessage": "-", "idShip": "6X00000000012", "lang": "fr_FR" } ]""");

        Assert.Equal("delivered", Assert.Single(result.Events).Type.Code);
        Assert.Equal((ProblemKind.NotFound, "6X00000000012"), (Assert.Single(result.Problems).Kind, result.Problems[0].TrackingNumber));
    }

    [Fact]
    public void La_Poste_may_answer_not_found_without_JSON() => Assert.Equal(ProblemKind.Malformed, ProblemOf("Ressource introuvable"));

    [Theory]
    [InlineData("PCHMQT", "info.received")]
    [InlineData("DEPGUI", "dropoff.completed")]
    [InlineData("LIVREO", "return_to_sender.delivered")]
    [InlineData("RENAVI", "pickup_point.ready_at_counter")]
    [InlineData("MLVARS", "pickup_point.ready")]
    public void INOVERT_codes_that_public_maps_have_as_delivered(string code, string expected) =>
        Assert.Equal(expected, TypeOf($$"""{ "returnCode": 200, "shipment": { "idShip": "6X00000000011", "product": "colissimo", "event": [], "currentState": { "status": "{{code}}" } } }"""));

    [Theory]
    [InlineData("DC   ", "info.received")]
    [InlineData("LV ", "delivered")]
    [InlineData("LP   ", "pickup_point.ready")]
    public void Chronopost_pads_its_codes(string code, string expected) => Assert.Equal(expected, TypeOf(Chronopost(code)));

    [Theory]
    [InlineData("DI1")]
    [InlineData("ET1")]
    public void Chronopost_and_La_Poste_share_no_codes(string code) => Assert.Equal("tracking.unmapped", TypeOf(Chronopost(code)));

    [Theory]
    [InlineData("avizo", "delivery.returned_to_depot")]
    [InlineData("AVIZO", "delivery.returned_to_depot")]
    [InlineData("stack_in_box_machine", "pickup_point.changed")]
    [InlineData("stack_in_customer_service_point", "pickup_point.changed")]
    [InlineData("pickup_reminder_sent", "pickup_point.reminder")]
    [InlineData("pickup_reminder_sent_address", "delivery.out_for_delivery")]
    public void InPost_words_in_either_case(string status, string expected) => Assert.Equal(expected, TypeOf(ShipX(status)));

    [Fact]
    public void InPost_app_has_the_same_words_in_capitals() =>
        Assert.Equal("delivery.returned_to_depot", TypeOf("""{ "shipmentNumber": "620000000000000000000011", "status": "AVIZO", "eventLog": [ { "type": "PARCEL_STATUS", "name": "AVIZO", "date": "2025-06-11T07:05:00Z" } ] }"""));

    [Fact]
    public void InPost_expected_flow_is_no_history()
    {
        var result = Payloads.Normalize("""{ "tracking_number": "620000000000000000000011", "service": "inpost_locker_standard", "status": "created", "tracking_details": [], "expected_flow": [ { "status": "delivered", "datetime": "2025-06-13T09:05:00+02:00" } ] }""");

        Assert.DoesNotContain(result.Events, e => e.Type.Code.StartsWith("delivered", StringComparison.Ordinal));
    }

    [Fact]
    public void InPost_agency_may_be_null() => Assert.Null(EventOf(ShipX("avizo")).Place);

    [Theory]
    [InlineData("RTS.1001", "return_to_sender")]
    [InlineData("EOL.1001", "delivered")]
    [InlineData("LMD.9001", "pickup_point.reminder")]
    public void InPost_group_codes(string code, string expected) =>
        Assert.Equal(expected, TypeOf($$"""{ "parcels": [ { "trackingNumber": "620000000000000011", "status": "{{code}}", "events": [ { "eventId": "e-1", "eventCode": "{{code}}", "timestamp": "2025-06-11T09:05:00+02:00" } ] } ] }"""));

    private static string DpdWeb(string code, string text) => $$"""
        { "parcellifecycleResponse": { "parcelLifeCycleData": { "shipmentInfo": { "parcelLabelNumber": "05220000000011" }, "scanInfo": { "scan": [
          { "date": "2025-06-11T09:05:00", "scanData": { "scanType": { "code": "{{code}}" }, "country": "DE" }, "scanDescription": { "content": [ "{{text}}" ] } } ] } } } }
        """;

    private static string Gls(string code) => $$"""
        { "parcels": [ { "requested": "528100400011", "unitno": "52810040001", "status": "INTRANSIT", "statusDateTime": "2025-06-11T09:05:00+0200",
          "events": [ { "code": "{{code}}", "country": "DE", "eventDateTime": "2025-06-11T09:05:00+0200" } ] } ] }
        """;

    private static string MyGls(string code, string time) =>
        $$"""{ "ParcelNumber": 2004400011, "GetParcelStatusErrors": [], "ParcelStatusList": [ { "StatusCode": "{{code}}", "StatusDate": "{{time}}", "StatusDescription": "-" } ] }""";

    private static string RoyalMail(string code, string text) => $$"""
        { "mailPieces": [ { "mailPieceId": "AA000000011GB", "events": [ { "eventCode": "{{code}}", "eventName": "{{text}}", "eventDateTime": "2025-06-11T09:05:00+01:00", "locationName": "Example DO" } ] } ], "errors": [] }
        """;

    private static string PostNl(string members) => $$"""{ "CompleteStatus": { "Shipment": { "Barcode": "3SXXXX0000011", {{members}} } } }""";

    private static string PostNord(string code, string status, string locationType) => $$"""
        { "TrackingInformationResponse": { "shipments": [ { "shipmentId": "84000000011SE", "items": [ { "itemId": "84000000011SE", "events": [
          { "eventTime": "2025-06-11T09:05:00", "eventCode": "{{code}}", "status": "{{status}}", "eventDescription": "-", "location": { "countryCode": "SE", "locationType": "{{locationType}}" } } ] } ] } ] } }
        """;

    private static string LaPoste(string code) => $$"""
        { "returnCode": 200, "lang": "fr_FR", "shipment": { "idShip": "6X00000000011", "event": [ { "order": 1, "code": "{{code}}", "label": "-", "date": "2025-06-11T09:05:00+02:00" } ] } }
        """;

    private static string Chronopost(string code) => $"""
        <Envelope><Body><trackSkybillV2Response><return><errorCode>0</errorCode><listEventInfoComp><skybillNumber>XX000000011FR</skybillNumber>
        <events><code>{code}</code><eventDate>2025-06-11T09:05:00+02:00</eventDate><eventLabel>-</eventLabel></events></listEventInfoComp></return></trackSkybillV2Response></Body></Envelope>
        """;

    private static string ShipX(string status) => $$"""
        { "tracking_number": "620000000000000000000011", "service": "inpost_courier_standard", "status": "{{status}}", "expected_flow": [],
          "tracking_details": [ { "status": "{{status}}", "origin_status": "X", "agency": null, "datetime": "2025-06-11T09:05:00+02:00" } ] }
        """;
}
