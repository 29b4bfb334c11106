using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>Pieces travel apart.</summary>
public sealed class PieceTests
{
    [Theory]
    [InlineData("in_transit", false, "01T10:00 info.received", "02T10:00 transit /1", "02T10:00 transit /2")]
    [InlineData("partly_delivered", true, "01T10:00 info.received", "02T10:00 delivered /1", "02T10:00 transit /2")]
    [InlineData("delivered", false, "02T10:00 delivered /1", "03T10:00 delivered /2")]
    [InlineData("delivered", false, "02T10:00 delivered /1", "03T10:00 exception.lost /2")]
    [InlineData("delivered", false, "02T10:00 transit /1", "02T10:00 transit /2", "03T10:00 delivered")]
    [InlineData("partly_delivered", true, "02T10:00 transit", "03T10:00 delivery.partial")]
    [InlineData("delivered", false, "02T10:00 transit", "03T10:00 delivery.partial", "04T10:00 delivered.completed")]
    public void The_shipment_is_as_far_as_the_last_piece(string status, bool isPartly, params string[] scans)
    {
        var shipment = Scans.Shipment(scans);

        Assert.Equal((status, isPartly), (shipment.Status, shipment.IsPartlyDelivered));
    }

    [Fact]
    public void Each_piece_has_its_own_state()
    {
        var shipment = Scans.Shipment(
            "01T10:00 acceptance.completed", "02T10:00 delivered /A", "02T10:00 delivery_attempt.refused /B", "03T10:00 return_to_sender.refused /B", "02T11:00 customs.held /C");

        Assert.Equal(["A delivered", "B returning", "C held"], shipment.Pieces.Select(piece => $"{piece.Number} {piece.Status}"));
        Assert.Equal([0, 1, 0], shipment.Pieces.Select(piece => piece.FailedAttempts));
        Assert.All(shipment.Pieces, piece => Assert.Equal(Scans.Time("01T10:00"), piece.Dates.FirstScan));
        Assert.False(shipment.Dates.Delivered.IsKnown);
        Assert.Equal((Milestone.InTransit, Condition.Held), (shipment.Milestone, shipment.OpenProblem!.Condition));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void A_delivery_of_all_that_one_piece_takes_back_counts_for_none(string piece)
    {
        var shipment = Scans.Shipment("01T10:00 transit /1", "01T10:00 transit /2", "02T10:00 delivered", $"03T10:00 tracking.delivery_retracted /{piece}");

        Assert.All(shipment.Pieces, one => Assert.Equal(Milestone.InTransit, one.Milestone));
        Assert.False(shipment.Dates.Delivered.IsKnown);
    }

    [Fact]
    public void Parcels_that_a_payload_names_as_pieces_are_one_shipment()
    {
        var facts = new ShipmentFacts { TrackingNumber = "1Z0000000000000001", Pieces = ["1Z0000000000000001", "1Z0000000000000002"], PieceCount = 2, EventCount = 1 };
        var timelines = new ShipmentTimelines();
        timelines.Add(new(new() { EventCount = 1 }, [Scans.Event("02T10:00 transit #1Z0000000000000002")]));
        timelines.Add(new(facts, [Scans.Event("02T10:00 delivered")]));

        var shipment = Assert.Single(timelines.Shipments);
        Assert.Equal("partly_delivered", shipment.Status);
        Assert.Equal(["1Z0000000000000001", "1Z0000000000000002"], shipment.Pieces.Select(piece => piece.Number));
        Assert.Same(timelines.Find("ups", "1z 0000 0000 0000 0002")!.Shipment, shipment);
    }
}
