using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>What reports say beside their scans.</summary>
public sealed class FactTests
{
    [Fact]
    public void An_estimate_beside_a_scan_without_a_time_is_kept()
    {
        var estimate = new DeliveryEstimate(EstimateKind.Estimated, EventTime.OnDay(new(2025, 3, 5)), default);
        var timeline = new ShipmentTimeline();

        Assert.True(timeline.Add(new ShipmentReport(new() { Estimates = [estimate] }, [Scans.Event("? transit")])));

        Assert.Equal(estimate, timeline.Shipment.Estimates.Current?.Estimate);
    }

    [Fact]
    public void The_same_answer_again_changes_nothing()
    {
        var (timeline, at) = (new ShipmentTimeline(), Instant.FromUtc(2025, 3, 5, 0, 0));
        var answer = new ShipmentReport(new(), [Scans.Event("01T10:00+01 transit"), Scans.Event("02T10:00+01 transit")]);
        timeline.Add(answer, at);
        var before = timeline.Shipment;

        Assert.False(timeline.Add(answer, at));

        Assert.Same(before, timeline.Shipment);
    }
}
