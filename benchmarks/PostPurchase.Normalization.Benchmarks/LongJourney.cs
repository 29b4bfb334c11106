using System.Globalization;
using System.Text;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>A payload in the shape of <c>fedex-track-v1</c> with as many scans as asked for: a parcel that goes from hub to hub, is delayed, attempted and delivered.</summary>
internal static class LongJourney
{
    private static readonly (string City, string State, string Offset)[] Hubs =
    [
        ("Denver", "CO", "-07:00"), ("Salina", "KS", "-06:00"), ("Kansas City", "MO", "-06:00"), ("Saint Louis", "MO", "-06:00"), ("Memphis", "TN", "-06:00"),
        ("Indianapolis", "IN", "-05:00"), ("Columbus", "OH", "-05:00"), ("Newark", "NJ", "-05:00"),
    ];

    private static readonly (string Code, string Label)[] AtHub =
    [
        ("AR", "Arrived at FedEx hub"), ("IT", "In transit"), ("DP", "Departed FedEx hub"), ("DY", "Delay"),
    ];

    private static readonly (string Code, string Label)[] AtDoor =
    [
        ("OD", "On FedEx vehicle for delivery"), ("DE", "Delivery exception"), ("OD", "On FedEx vehicle for delivery"), ("DL", "Delivered"),
    ];

    private const string End = "]}]}]}}";

    /// <summary>The payload; newest scan first, as the carrier sends it. Everything but the number is the same for each <paramref name="parcel"/>.</summary>
    public static byte[] Payload(int scans, int parcel = 0)
    {
        var number = (612300000000 + parcel).ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder(
            $$$"""
            {"output":{"completeTrackResults":[{"trackingNumber":"{{{number}}}","trackResults":[{"trackingNumberInfo":{"trackingNumber":"{{{number}}}","carrierCode":"FDXG"},
            "serviceDetail":{"type":"GROUND_HOME_DELIVERY","description":"FedEx Home Delivery"},"packageDetails":{"count":"1"},
            "estimatedDeliveryTimeWindow":{"window":{"ends":"2025-03-14T20:00:00-05:00"}},"scanEvents":[
            """);
        for (var i = scans - 1; i >= 0; i--) text.Append(Scan(i, scans)).Append(i > 0 ? ",\n" : End);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Scan(int index, int scans)
    {
        var toEnd = scans - index;
        var (code, label) = index == 0 ? ("PU", "Picked up") : toEnd <= AtDoor.Length ? AtDoor[^toEnd] : AtHub[index % AtHub.Length];
        var (city, state, offset) = Hubs[index * Hubs.Length / scans];
        var at = new DateTime(2025, 3, 3, 8, 12, 0, DateTimeKind.Unspecified).AddMinutes(index * 353).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return $$$"""
            {"date":"{{{at}}}{{{offset}}}","eventType":"{{{code}}}","eventDescription":"{{{label}}}","exceptionCode":"","scanLocation":{"city":"{{{city}}}","stateOrProvinceCode":"{{{state}}}","countryCode":"US"},"locationType":"FEDEX_FACILITY"}
            """;
    }
}
