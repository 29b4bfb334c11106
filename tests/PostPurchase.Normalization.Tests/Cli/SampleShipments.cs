using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Tests.Cli;

/// <summary>Invented shipments that show what text and pictures have to show.</summary>
internal static class SampleShipments
{
    /// <summary>Across a border: held by customs, an estimate that slips, delivered late.</summary>
    public static Shipment Held { get; } = Fold(
        Report(
            new()
            {
                Service = "Express Worldwide",
                PieceCount = 1,
                Origin = new() { City = "Linz", Country = "AT" },
                Destination = new() { City = "Portland", State = "OR", Country = "US" },
                Estimates = [new(EstimateKind.Estimated, Scans.Time("07T12:00-08"), default)],
            },
            "03T16:20+01 info.received @Linz label:Shipment_information_received", "03T18:05+01 pickup.completed @Linz label:Picked_up", "04T02:41+01 transit.facility_departed @Leipzig label:Departed"),
        Report(
            new() { Estimates = [new(EstimateKind.Estimated, Scans.Time("10T12:00-08"), default)] },
            "04T09:30-05 customs.clearance_in_progress @Cincinnati label:Clearance_event", "04T15:12-05 customs.held @Cincinnati label:Held_by_customs:_invoice_missing", "05T10:12-05 customs.held @Cincinnati label:Still_held"),
        Report(
            new() { Estimates = [new(EstimateKind.Estimated, Scans.Time("11T18:00-08"), default)] },
            "08T11:50-05 customs.cleared @Cincinnati label:Released", "10T08:02-08 transit.delivery_depot_arrived @Portland label:At_depot"),
        Report(
            new(),
            "11T08:30-08 delivery.out_for_delivery @Portland label:With_courier",
            "11T14:02-08 delivered @Portland label:Left_at_front_door"));

    /// <summary>Three pieces: one delivered, one at the depot after an attempt, one damaged.</summary>
    public static Shipment Pieces { get; } = Fold(
        Report(
            new() { Service = "Ground", PieceCount = 3 },
            "03T10:00+01 info.received /P1", "03T10:00+01 info.received /P2", "03T10:00+01 info.received /P3",
            "03T18:00+01 pickup.completed /P1 @Graz", "03T18:00+01 pickup.completed /P2 @Graz", "03T18:02+01 pickup.completed /P3 @Graz",
            "04T05:10+01 transit.facility_arrived /P1 @Wien", "04T05:10+01 transit.facility_arrived /P2 @Wien", "04T05:12+01 exception.damaged /P3 @Wien label:Damaged_in_sorting",
            "04T08:00+01 delivery.out_for_delivery /P1 @Wien", "04T08:00+01 delivery.out_for_delivery /P2 @Wien",
            "04T11:24+01 delivery_attempt.recipient_absent /P2 @Wien label:Nobody_home", "04T11:31+01 delivered /P1 @Wien label:Delivered"));

    /// <summary>Carried by UPS to the post office, delivered by USPS; one scan has no zone, one only a day.</summary>
    public static Shipment HandedOver { get; } = Fold(
        Report(
            new() { Service = "Ground Saver", Partners = [new("92001901755477000000000011", "USPS")] },
            "03T09:00-05 info.received", "03T19:30-05 pickup.completed @Louisville", "05T04:15-05 transit.facility_departed @Atlanta", "06T07:45-05 transit.handed_to_partner @Orlando partner:92001901755477000000000011"),
        Report(
            new() { Estimates = [new(EstimateKind.Estimated, Scans.Time("07"), default)] },
            "06T10:10 acceptance.completed usps #92001901755477000000000011 @Orlando", "07 delivery.out_for_delivery usps #92001901755477000000000011 @Orlando",
            "07T13:20-05 delivered.letterbox usps #92001901755477000000000011 @Orlando label:In_mailbox"));

    /// <summary>Refused, sent back, returned; then a scan that cannot be.</summary>
    public static Shipment ReturnedThenMoved { get; } = Fold(
        Report(
            new(),
            "03T09:00+01 pickup.completed @Lyon", "05T09:10+01 delivery.out_for_delivery @Nice", "05T11:00+01 delivery_attempt.refused @Nice label:Refused", "06T08:00+01 return_to_sender.refused @Nice",
            "18T17:00+01 transit.facility_arrived @Lyon dir:return_to_sender", "19T10:00+01 return_to_sender.delivered @Lyon", "19T10:05+01 transit.facility_departed @Lyon label:Left_facility"));

    /// <summary>Announced, and nothing more.</summary>
    public static Shipment Announced { get; } = Fold(Report(new(), "03T09:00 info.received"));

    /// <summary>A single scan without a time.</summary>
    public static Shipment WithoutTime { get; } = Fold(Report(new(), "? transit.facility_arrived @Wien"));

    /// <summary>Sixty scans, many at once, with long words and wide letters.</summary>
    public static Shipment Dense { get; } = Fold(
        Report(
            new() { Service = "Super Economy Global with a very long name of a service", References = [new("A", null)] },
            [.. Enumerable.Range(0, 60).Select(i => $"{3 + (i / 4):00}T{(i * 7) % 24:00}:{i % 3 * 2:00}+08 {(i % 5 == 0 ? "transit.facility_arrived" : i % 7 == 0 ? "delay.weather" : "transit.facility_departed")} @{(i % 2 == 0 ? "深圳市宝安区" : "A_rather_long_name_of_a_sorting_centre")} seq:{i} code:C{i} label:到达分拣中心_{i}")]));

    public static Shipment[] All { get; } = [Held, Pieces, HandedOver, ReturnedThenMoved, Announced, WithoutTime, Dense];

    private static ShipmentReport Report(ShipmentFacts facts, params string[] scans) =>
        new(facts, [.. scans.Select(Scans.Event).Select(told => told with { Raw = told.Raw with { Label = told.Raw.Label?.Replace('_', ' ') } })]);

    private static Shipment Fold(params ShipmentReport[] reports)
    {
        var timelines = new ShipmentTimelines();
        foreach (var report in reports) timelines.Add(report);
        return timelines.Shipments.Single();
    }
}
