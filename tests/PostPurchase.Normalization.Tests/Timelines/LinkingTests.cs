using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>Which reports belong to one shipment.</summary>
public sealed class LinkingTests
{
    private static Shipment[] Shipments(params string[] scans)
    {
        var forward = Added(scans.Select(Report));
        var backward = Added(scans.Reverse().Select(Report));
        Assert.Equal(forward.Select(Text), backward.Select(Text));
        return forward;
    }

    private static Shipment[] Added(IEnumerable<ShipmentReport> reports)
    {
        var timelines = new ShipmentTimelines();
        foreach (var report in reports) timelines.Add(report);
        return [.. timelines.Shipments];
    }

    private static string Text(Shipment shipment) => $"{shipment.Carrier} {shipment.TrackingNumber} {shipment.Status} {shipment.History.Count} {string.Join(',', shipment.OtherNumbers)}";

    private static ShipmentReport Report(string scan) => new(new() { EventCount = 1 }, [Scans.Event(scan)]);

    [Fact]
    public void A_hand_over_is_one_shipment_under_the_first_carrier()
    {
        var shipment = Assert.Single(Shipments(
            "01T10:00 acceptance.completed #1Z0000000000000007", "03T10:00 transit.handed_to_partner #1Z0000000000000007 partner:92612900000000000017",
            "03T15:00 acceptance.completed usps #92612900000000000017", "04T15:00 delivered.letterbox usps #9261-2900-0000-0000-0017"));

        Assert.Equal(("ups", "1Z0000000000000007", "delivered", "usps"), (shipment.Carrier, shipment.TrackingNumber, shipment.Status, shipment.CurrentCarrier));
        Assert.Equal([new("usps", "92612900000000000017")], shipment.OtherNumbers);
    }

    [Fact]
    public void One_delivery_told_by_both_carriers_is_one_scan()
    {
        var shipment = Assert.Single(Shipments(
            "03T10:00 transit.handed_to_partner partner:92612900000000000017", "04T15:00:00 delivered", "04T15:00:01 delivered.letterbox usps #92612900000000000017"));

        Assert.Equal(2, shipment.History.Count);
    }

    [Fact]
    public void Postal_items_keep_their_number_from_post_to_post() =>
        Assert.Single(Shipments("01T10:00 acceptance.completed cainiao #RB123456785CN", "05T10:00 delivered la-poste #RB 123 456 785 CN".Replace("RB 123 456 785 CN", "rb123456785cn", StringComparison.Ordinal)));

    [Fact]
    public void One_aggregator_tells_of_both_carriers_under_one_number() =>
        Assert.Single(Shipments("01T10:00 acceptance.completed china-post #LZ7001 via:17track", "05T10:00 delivered usps #LZ7001 via:17track"));

    [Theory]
    [InlineData("01T10:00 transit #100000001", "01T10:00 transit dhl #100000001")]
    [InlineData("01T10:00 transit #1Z1 partner:123", "01T10:00 transit usps #123")]
    [InlineData("01T10:00 acceptance.completed cainiao #RB123456784CN", "05T10:00 delivered la-poste #RB123456784CN")]
    public void Equal_numbers_alone_make_no_shipment(params string[] scans) => Assert.Equal(2, Shipments(scans).Length);

    [Fact]
    public void Without_numbers_the_fallback_tells_shipments_apart()
    {
        var timelines = new ShipmentTimelines();
        var report = new ShipmentReport(new() { EventCount = 1 }, [Scans.Event("01T10:00 transit") with { TrackingNumber = null }]);
        timelines.Add(report, fallbackKey: "one");
        timelines.Add(report, fallbackKey: "one");
        timelines.Add(report, fallbackKey: "other");

        Assert.Equal(2, timelines.Shipments.Count());
    }

    [Fact]
    public void Shipments_come_by_carrier_and_number()
    {
        var shipments = Shipments("01T10:00 transit usps #2", "01T10:00 transit #3", "01T10:00 transit usps #1", "01T10:00 transit dhl #9");

        Assert.Equal(["dhl 9", "ups 3", "usps 1", "usps 2"], shipments.Select(shipment => $"{shipment.Carrier} {shipment.TrackingNumber}"));
    }
}
