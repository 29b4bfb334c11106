using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>What a history makes of the phase, and what leaves an end.</summary>
public sealed class StateTests
{
    [Theory]
    [InlineData("pending", "01T10:00 tracking.not_found")]
    [InlineData("pending", "01T10:00 order.received")]
    [InlineData("info_received", "01T10:00 info.received")]
    [InlineData("info_received", "01T10:00 info.received", "02T10:00 tracking.not_found")]
    [InlineData("in_transit", "01T10:00 info.received", "02T10:00 acceptance.completed")]
    [InlineData("in_transit", "01T10:00 order.cancelled", "02T10:00 acceptance.completed")]
    [InlineData("cancelled", "01T10:00 order.received", "02T10:00 order.cancelled")]
    [InlineData("in_transit", "01T10:00 acceptance.completed", "02T10:00 order.cancelled")]
    [InlineData("delayed", "01T10:00 transit", "02T10:00 delay.weather", "03T10:00 transit.facility_arrived")]
    [InlineData("out_for_delivery", "01T10:00 transit", "02T10:00 delay.weather", "03T10:00 delivery.out_for_delivery")]
    [InlineData("held", "01T10:00 transit", "02T10:00 customs.held", "03T10:00 customs.clearance_in_progress")]
    [InlineData("in_transit", "01T10:00 transit", "02T10:00 customs.held", "03T10:00 customs.cleared")]
    [InlineData("in_transit", "01T10:00 transit", "02T10:00 customs.held", "03T10:00 transit.facility_departed")]
    [InlineData("attempt_failed", "01T10:00 delivery.out_for_delivery", "01T12:00 delivery_attempt.recipient_absent")]
    [InlineData("exception", "01T10:00 delivery.out_for_delivery", "01T12:00 delivery_attempt.recipient_absent", "01T18:00 transit.facility_arrived")]
    [InlineData("available_for_pickup", "01T12:00 delivery_attempt.recipient_absent", "01T18:00 pickup_point.ready_at_shop")]
    [InlineData("delivered", "01T12:00 pickup_point.ready", "02T18:00 delivered.collected")]
    [InlineData("delivered", "01T14:02 delivered", "01T14:10 transit")]
    [InlineData("delivered", "01T14:02 delivered", "01T14:10 delay.weather")]
    [InlineData("delivered", "01T14:02 delivered", "03T14:10 exception.lost")]
    [InlineData("delivered", "01T14:02 delivered", "03T14:10 shipment.cancelled")]
    [InlineData("delivered", "01T14:02 exception.lost", "03T14:10 delivered")]
    [InlineData("failed", "01T10:00 transit", "02T14:02 exception.lost", "03T14:10 transit")]
    [InlineData("in_transit", "01T10:00 transit", "02T14:02 exception.lost", "03T14:10 exception.found")]
    [InlineData("in_transit", "01T10:00 transit", "02T10:00 shipment.cancelled", "03T10:00 exception.lost", "04T10:00 exception.found")]
    [InlineData("in_transit", "01T10:00 transit", "02T14:02 delivered", "03T14:10 tracking.retracted")]
    [InlineData("exception", "01T10:00 transit", "02T14:02 delivered", "03T14:10 tracking.delivery_retracted")]
    [InlineData("out_for_delivery", "01T10:00 delivery.out_for_delivery", "02T14:02 delivered", "02T14:03 delivered.signed", "03T14:10 tracking.retracted")]
    [InlineData("returning", "01T10:00 transit", "02T14:02 delivered", "03T14:10 return_to_sender")]
    [InlineData("returning", "01T10:00 return_to_sender.refused", "02T14:02 transit", "02T15:02 delivery.out_for_delivery")]
    [InlineData("returned", "01T10:00 return_to_sender.refused", "02T14:02 delivered.signed")]
    [InlineData("returned", "01T10:00 return_to_sender.refused", "02T14:02 return_to_sender.delivered", "03T10:00 return_to_sender.in_transit")]
    [InlineData("returned", "01T10:00 delivered", "02T14:02 return_to_sender.delivered")]
    [InlineData("in_transit", "01T10:00 return_to_sender.refused", "02T14:02 return_to_sender.cancelled")]
    [InlineData("delivered", "01T10:00 return_to_sender.refused", "02T14:02 return_to_sender.cancelled", "03T14:02 delivered")]
    [InlineData("returning", "01T10:00 return.picked_up", "02T14:02 transit")]
    [InlineData("returned", "01T10:00 transit dir:customer_return", "02T14:02 delivered dir:customer_return")]
    [InlineData("cancelled", "01T10:00 info.received", "02T14:02 shipment.cancelled", "03T14:02 info.updated")]
    [InlineData("in_transit", "01T10:00 info.received", "02T14:02 shipment.cancelled", "03T14:02 acceptance.completed")]
    [InlineData("cancelled", "01T10:00 acceptance.completed", "02T14:02 shipment.cancelled", "03T14:02 transit")]
    [InlineData("info_received", "01T10:00 info.received", "02T14:02 shipment.cancelled", "03T14:02 shipment.reinstated")]
    [InlineData("in_transit", "01T10:00 acceptance.completed", "02T14:02 shipment.cancelled", "03T14:02 shipment.reinstated")]
    [InlineData("expired", "01T10:00 transit", "02T14:02 tracking.expired")]
    [InlineData("in_transit", "01T10:00 transit", "02T14:02 tracking.expired", "03T14:02 transit")]
    [InlineData("delivered", "01T10:00 delivered", "02T14:02 tracking.expired")]
    [InlineData("delivered", "01T10:00 delivered", "02T14:02 claim.not_received")]
    public void A_history_gives_a_status(string status, params string[] scans) => Assert.Equal(status, Scans.Shipment(scans).Status);

    [Theory]
    [InlineData(ScanFlags.AfterDelivery, "01T14:02 delivered", "01T14:10 transit")]
    [InlineData(ScanFlags.AfterDelivery, "01T14:02 delivered", "03T14:10 exception.lost")]
    [InlineData(ScanFlags.None, "01T14:02 delivered", "03T14:10 document.proof_available")]
    [InlineData(ScanFlags.None, "01T14:02 delivered", "01T14:02:30 delivered.signed")]
    [InlineData(ScanFlags.AfterEnd, "01T14:02 exception.destroyed", "03T14:10 transit")]
    [InlineData(ScanFlags.ImpossibleOrder, "01T14:02 acceptance.completed", "03T14:10 info.received")]
    [InlineData(ScanFlags.None, "01T14:02 acceptance.completed", "03T14:10 info.received usps")]
    [InlineData(ScanFlags.ImpossibleOrder, "01T14:02 transit", "01T15:02 delivery.out_for_delivery", "03T14:10 pickup.completed")]
    [InlineData(ScanFlags.AfterDelivery, "01T14:02 delivered", "03T14:10 delay.weather")]
    [InlineData(ScanFlags.None, "01T14:02 delivered", "03T14:10 exception.damaged")]
    [InlineData(ScanFlags.ClockSuspect, "30T10:00+01 transit")]
    [InlineData(ScanFlags.ClockSuspect, "01T10:00-05 acceptance.completed", "01T12:00 info.received")]
    [InlineData(ScanFlags.ImpossibleOrder, "01T10:00-05 acceptance.completed", "03T12:00 info.received")]
    public void The_last_scan_is_flagged(ScanFlags flags, params string[] scans)
    {
        var timeline = new ShipmentTimeline();
        foreach (var scan in scans) timeline.Add(Scans.Event(scan), Scans.Received("05T00:00"));

        Assert.Equal(flags, timeline.Shipment.History[^1].Flags);
    }

    [Fact]
    public void Handling_before_the_pickup_is_flagged()
    {
        var shipment = Scans.Shipment("01T10:00 transit.facility_arrived", "01T11:00 pickup.completed", "01T12:00 transit.facility_departed", "01T09:00 transit usps");

        Assert.Equal([ScanFlags.None, ScanFlags.BeforePickup, ScanFlags.None, ScanFlags.None], shipment.History.Select(scan => scan.Flags));
    }

    [Fact]
    public void A_scan_received_after_a_newer_one_is_late()
    {
        var timeline = Scans.Timeline();
        timeline.Add(Scans.Event("01T10:00+01 acceptance.completed"), Scans.Received("01T10:00"));
        timeline.Add(Scans.Event("02T10:00+01 delivery.out_for_delivery"), Scans.Received("02T10:00"));
        timeline.Add(Scans.Event("01T20:00+01 transit"), Scans.Received("02T12:00"));
        timeline.Add(Scans.Event("01T20:00+01 transit"), Scans.Received("03T12:00"));

        Assert.Equal([ScanFlags.None, ScanFlags.Late, ScanFlags.None], timeline.Shipment.History.Select(scan => scan.Flags));
        Assert.Equal(Milestone.OutForDelivery, timeline.Shipment.Milestone);
    }

    [Fact]
    public void A_delivery_taken_back_counts_for_nothing()
    {
        var shipment = Scans.Shipment("01T10:00 transit", "02T14:02 delivered", "03T09:00 tracking.delivery_retracted", "04T12:00 delivered");

        Assert.Equal(Scans.Time("04T12:00"), shipment.Dates.Delivered);
        Assert.Equal([ScanFlags.None, ScanFlags.Retracted, ScanFlags.None, ScanFlags.None], shipment.History.Select(scan => scan.Flags));
    }

    [Fact]
    public void Milestones_have_the_date_on_which_they_were_first_reached()
    {
        var dates = Scans.Shipment(
            "01T08:00 info.received", "01T18:00 pickup.completed", "02T08:00 delivery.out_for_delivery", "02T12:00 delivery_attempt.recipient_absent",
            "03T08:00 delivery.out_for_delivery", "03T12:00 delivery_attempt.recipient_absent", "03T17:00 pickup_point.ready_at_shop", "05T10:00 delivered.collected").Dates;

        Assert.Equal(
            ["01T08:00", "01T18:00", "02T08:00", "02T12:00", "03T17:00", "05T10:00"],
            new[] { dates.InfoReceived, dates.FirstScan, dates.OutForDelivery, dates.FirstAttempt, dates.AvailableForPickup, dates.Delivered }.Select(time => $"{time.Local:dd'T'HH:mm}"));
        Assert.False(dates.Returned.IsKnown);
    }

    [Theory]
    [InlineData(0, "01T10:00 transit", "02T10:00 delivered")]
    [InlineData(1, "01T10:00 delivery_attempt.failed", "01T10:01 delivery_attempt.notice_left")]
    [InlineData(2, "01T10:00 delivery_attempt.failed", "02T10:01 delivery_attempt.notice_left")]
    [InlineData(2, "01T10:00 delivery_attempt.failed", "01T15:00 delivery.out_for_delivery", "01T18:00 delivery_attempt.failed")]
    [InlineData(3, "01T10:00 delivery_attempt.failed attempt:3")]
    [InlineData(1, "01T10:00 delivery_attempt.failed", "02T10:00 delivery_attempt.exhausted")]
    [InlineData(1, "02T10:00 delivery_attempt.exhausted")]
    public void Failed_attempts_are_counted_by_the_visit(int attempts, params string[] scans) => Assert.Equal(attempts, Scans.Shipment(scans).FailedAttempts);

    [Fact]
    public void Where_it_was_seen_last_and_who_has_it()
    {
        var shipment = Scans.Shipment("01T10:00 acceptance.completed @Louisville", "02T10:00 transit.handed_to_partner @Dallas", "03T10:00 delivery.estimate_updated @Nowhere", "02T18:00 acceptance.completed usps @Austin");

        Assert.Equal(("Austin", "usps"), (shipment.LastPlace!.City, shipment.CurrentCarrier));
        Assert.Equal(Scans.Time("02T18:00"), shipment.LastSeen);
    }
}
