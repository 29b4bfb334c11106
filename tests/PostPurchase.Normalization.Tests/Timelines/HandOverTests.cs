using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>Payloads of two carriers that carry one parcel read as one shipment.</summary>
public sealed class HandOverTests
{
    private const string UspsNumber = "92612903029511573030094547";

    private const string Usps = $$"""
        { "trackingNumber": "{{UspsNumber}}", "mailClass": "USPS Ground Advantage", "statusCategory": "Delivered", "uniqueMailPieceID": "1",
          "trackingEvents": [
            { "eventType": "Delivered, In/At Mailbox", "eventTimestamp": "2025-08-29T13:19:00", "GMTTimestamp": "2025-08-29T18:19:00Z", "GMTOffset": "-05:00", "eventCity": "DULUTH", "eventState": "MN", "eventZIP": "55803", "eventCode": "01" },
            { "eventType": "Out for Delivery", "eventTimestamp": "2025-08-29T08:03:00", "GMTTimestamp": "2025-08-29T13:03:00Z", "GMTOffset": "-05:00", "eventCity": "DULUTH", "eventState": "MN", "eventZIP": "55803", "eventCode": "OF" },
            { "eventType": "Accepted at USPS Destination Facility", "eventTimestamp": "2025-08-29T05:10:00", "GMTTimestamp": "2025-08-29T10:10:00Z", "GMTOffset": "-05:00", "eventCity": "DULUTH", "eventState": "MN", "eventZIP": "55803", "eventCode": "AF" } ] }
        """;

    private const string Ups = $$"""
        { "trackResponse": { "shipment": [ { "inquiryNumber": "1ZGS84120322217780", "package": [ { "trackingNumber": "1ZGS84120322217780",
          "alternateTrackingNumber": [ { "type": "USPS_PIC", "number": "{{UspsNumber}}" } ],
          "activity": [
            { "location": { "address": { "city": "Duluth", "stateProvince": "MN", "countryCode": "US" } }, "status": { "type": "D", "description": "Package Delivered By Local Post Office", "code": "YC" }, "date": "20250829", "time": "131907", "gmtDate": "20250829", "gmtTime": "181907", "gmtOffset": "-05:00" },
            { "location": { "address": { "city": "Minneapolis", "stateProvince": "MN", "countryCode": "US" } }, "status": { "type": "I", "description": "Arrived at Facility", "code": "AR" }, "date": "20250828", "time": "050300", "gmtDate": "20250828", "gmtTime": "100300", "gmtOffset": "-05:00" } ] } ] } ] } }
        """;

    private const string FedEx = $$"""
        { "output": { "completeTrackResults": [ { "trackingNumber": "612300456781", "trackResults": [ {
          "trackingNumberInfo": { "trackingNumber": "612300456781", "trackingNumberUniqueId": "12031~612300456781~FDEG", "carrierCode": "FXSP" },
          "additionalTrackingInfo": { "packageIdentifiers": [ { "type": "PARTNER_CARRIER_NUMBER", "values": [ "{{UspsNumber}}" ] }, { "type": "CUSTOMER_REFERENCE", "values": [ "ORD-1" ] } ] },
          "scanEvents": [ { "date": "2025-08-27T18:00:00-05:00", "eventType": "PU", "eventDescription": "Picked up", "scanLocation": { "city": "MEMPHIS", "stateOrProvinceCode": "TN", "countryCode": "US" } } ] } ] } ] } }
        """;

    private const string Dhl = """
        { "shipments": [ { "id": "GM60511234500000123", "service": "ecommerce",
          "details": { "references": [ { "number": "9374889876543210", "type": "customer-reference" }, { "number": "NUMBER", "type": "local-tracking-number" } ] },
          "events": [ { "timestamp": "2025-06-11T10:00:00", "location": { "address": { "countryCode": "US", "addressLocality": "HEBRON, KY, US" } }, "statusCode": "transit", "status": "PROCESSED", "description": "PROCESSED" } ] } ] }
        """;

    private const string PostNl = """
        { "CompleteStatus": { "Shipment": { "Barcode": "3SVBWI100200301", "MainBarcode": "3SVBWI100200301",
          "Event": [ { "Code": "11I", "Description": "Zending is bezorgd in de brievenbus", "TimeStamp": "14-06-2025 13:22:41" } ] } } }
        """;

    private const string SeventeenTrack = """
        { "event": "TRACKING_UPDATED", "data": { "number": "LP00123456785CN", "carrier": 190271, "track_info": {
          "misc_info": { "local_number": "LP001234567CN", "local_provider": "La Poste" },
          "tracking": { "providers": [ { "provider": { "key": 190271, "name": "Cainiao", "alias": "Cainiao", "country": "CN" },
            "events": [ { "time_iso": "2025-06-01T11:40:00+08:00", "description": "Departed country of origin", "stage": "Departure", "sub_status": "InTransit_Departure" } ] } ] } } } }
        """;

    private const string LaPoste = """
        [ { "lang": "fr_FR", "scope": "open", "returnCode": 200, "shipment": { "idShip": "LP001234567CN", "holder": 3, "product": "courrier", "isFinal": true,
          "event": [ { "code": "DI1", "label": "Votre colis est livré dans votre boîte aux lettres.", "date": "2025-06-12T10:47:00+02:00" } ] } } ]
        """;

    public static TheoryData<string, string, string, string, string> HandOvers() => new()
    {
        { "ups", "1ZGS84120322217780", "usps", Ups, Usps },
        { "fedex", "612300456781", "usps", FedEx, Usps },
        { "dhl", "GM60511234500000123", "usps", Dhl.Replace("NUMBER", UspsNumber, StringComparison.Ordinal), Usps },
        { "dhl", "GM60511234500000123", "postnl", Dhl.Replace("NUMBER", "3SVBWI100200301", StringComparison.Ordinal), PostNl },
        { "cainiao", "LP00123456785CN", "la-poste", SeventeenTrack, LaPoste },
    };

    [Theory, MemberData(nameof(HandOvers))]
    public void Payloads_of_both_carriers_are_one_shipment(string carrier, string number, string partner, string first, string second)
    {
        var shipment = Fold(first, second);
        var same = Fold(second, first);

        Assert.Equal((carrier, number, "delivered", partner), (shipment.Carrier, shipment.TrackingNumber, shipment.Status, shipment.History[^1].Event.Carrier == partner ? partner : shipment.History[^1].Reports[^1].Carrier));
        Assert.Contains(shipment.OtherNumbers, other => other.Carrier == partner);
        Assert.Equal(shipment.History.Select(scan => (scan.Type, scan.Time)), same.History.Select(scan => (scan.Type, scan.Time)));
        Assert.All(shipment.History, scan => Assert.Equal(ScanFlags.None, scan.Flags & ~ScanFlags.BeforePickup));
    }

    [Fact]
    public void The_delivery_that_both_tell_is_one_scan_and_the_post_has_it()
    {
        var shipment = Fold(Ups, Usps);

        Assert.Equal(2, Assert.Single(shipment.History, scan => scan.Type.IsEndExpected).ReportCount);
        Assert.Equal("usps", Fold(Usps, Ups).History[^2].Event.Carrier);
    }

    private static Shipment Fold(params string[] payloads)
    {
        var timelines = new ShipmentTimelines();
        foreach (var report in payloads.SelectMany(payload => Payloads.Normalize(payload).Reports)) timelines.Add(report);
        return Assert.Single(timelines.Shipments);
    }
}
