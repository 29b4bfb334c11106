using PostPurchase.Normalization.Taxonomy;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>Since when something is wrong, and what ends it.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData("customs.held", "customs.cleared")]
    [InlineData("customs.held", "transit.import_gateway_departed")]
    [InlineData("hold.at_facility", "hold.released")]
    [InlineData("hold.payment", "payment.received")]
    [InlineData("delay.weather", "delivery.out_for_delivery")]
    [InlineData("delay.weather", "exception.resolved")]
    [InlineData("delivery_attempt.recipient_absent", "delivery.out_for_delivery")]
    [InlineData("delivery_attempt.recipient_absent", "pickup_point.ready")]
    [InlineData("delivery_attempt.recipient_absent", "delivery.rescheduled_by_recipient")]
    [InlineData("exception.address_problem", "exception.address_corrected")]
    [InlineData("exception.missorted", "transit.facility_arrived")]
    [InlineData("exception.untraceable", "exception.found")]
    [InlineData("exception.damaged", "exception.repacked")]
    [InlineData("pickup.missed_by_carrier", "pickup.completed")]
    [InlineData("investigation.opened", "investigation.closed")]
    [InlineData("tracking.stalled", "transit")]
    public void A_problem_is_ended(string problem, string remedy)
    {
        var shipment = Scans.Shipment("01T10:00 info.received", $"02T10:00 {problem}", $"03T10:00 {remedy}");

        var only = Assert.Single(shipment.Problems);
        Assert.Equal((problem, remedy), (only.Type.Code, only.Cleared!.Type.Code));
        Assert.Equal(Scans.Time("02T10:00"), only.Since);
        Assert.Null(shipment.OpenProblem);
    }

    [Theory]
    [InlineData("customs.held", "customs.clearance_in_progress")]
    [InlineData("customs.held", "customs.handed_to_broker")]
    [InlineData("customs.held_documents", "customs.documents_received")]
    [InlineData("hold.at_facility", "delivery.estimate_updated")]
    [InlineData("hold.at_facility", "notification.sent")]
    [InlineData("delay.weather", "transit.facility_arrived")]
    [InlineData("delivery_attempt.address_incorrect", "transit.facility_arrived")]
    [InlineData("exception.address_problem", "transit.facility_arrived")]
    [InlineData("exception.damaged", "delivery.out_for_delivery")]
    [InlineData("claim.not_received", "exception.resolved")]
    [InlineData("exception.lost", "transit.facility_arrived")]
    public void A_problem_goes_on(string problem, string other)
    {
        var shipment = Scans.Shipment("01T10:00 acceptance.completed", $"02T10:00 {problem}", $"03T10:00 {other}");

        Assert.Equal(problem, shipment.OpenProblem!.Type.Code);
        Assert.NotEqual(Condition.OnTrack, shipment.Condition);
    }

    [Fact]
    public void A_delivery_ends_all_but_damage_and_cases()
    {
        var shipment = Scans.Shipment(
            "01T10:00 customs.held", "01T11:00 delay", "01T12:00 exception.opened", "01T13:00 investigation.opened", "01T14:00 exception.address_problem", "01T15:00 hold", "02T10:00 delivered");

        Assert.Equal(["exception.opened", "investigation.opened"], shipment.Problems.Where(problem => problem.IsOpen).Select(problem => problem.Type.Code));
        Assert.Equal("delivered", shipment.Status);
    }

    [Fact]
    public void What_is_told_again_is_one_problem_of_the_finest_type()
    {
        var problem = Assert.Single(Scans.Shipment("01T10:00 customs.delayed", "02T10:00 customs.held_documents", "03T10:00 customs.delayed").Problems);

        Assert.Equal(("customs.held_documents", 3), (problem.Type.Code, problem.Scans));
        Assert.Equal(Scans.Time("01T10:00"), problem.Since);
    }

    [Fact]
    public void The_gravest_open_problem_speaks()
    {
        var shipment = Scans.Shipment("01T10:00 exception.missorted", "01T11:00 delay.weather", "01T12:00 exception.address_problem", "01T13:00 delay.capacity");

        Assert.Equal("exception.address_problem", shipment.OpenProblem!.Type.Code);
        Assert.Equal(3, shipment.Problems.Count);
    }
}
