using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines.Laws;

/// <summary>What holds between the members of any snapshot.</summary>
internal static class SnapshotLaws
{
    private static readonly Milestone[] Ends = [Milestone.Delivered, Milestone.Returned, Milestone.Failed, Milestone.Cancelled];

    public static void AssertHoldTogether(Shipment shipment)
    {
        AssertProblems(shipment);
        AssertPhase(shipment);
        AssertEstimates(shipment.Estimates);
        Assert.Equal(shipment.Status, shipment.IsPartlyDelivered ? "partly_delivered" : StatusWord.Of(shipment.Milestone, shipment.Condition));
    }

    private static void AssertProblems(Shipment shipment)
    {
        var open = shipment.Problems.Where(problem => problem.IsOpen).ToList();
        Assert.Equal(open.Count == 0, shipment.OpenProblem is null);
        if (shipment.OpenProblem is { } gravest)
        {
            Assert.Contains(gravest, open);
            Assert.All(open, problem => Assert.True(problem.Condition <= gravest.Condition));
        }
        Assert.Equal(shipment.OpenProblem?.Condition ?? Condition.OnTrack, shipment.Condition);
        var history = shipment.History.ToList();
        var opened = shipment.Problems.Select(problem => history.IndexOf(problem.Opened)).ToList();
        Assert.Equal(opened.Order(), opened);
        Assert.All(shipment.Problems, problem => Assert.True(problem.Scans > 0 && (problem.Cleared is null || history.IndexOf(problem.Cleared) > history.IndexOf(problem.Opened))));
    }

    private static void AssertPhase(Shipment shipment)
    {
        var times = shipment.History.Select(scan => scan.Time).ToHashSet();
        foreach (var milestone in Enum.GetValues<Milestone>()) Assert.True(!shipment.Dates[milestone].IsKnown || times.Contains(shipment.Dates[milestone]));
        Assert.True(!shipment.Since.IsKnown || times.Contains(shipment.Since));
        if (shipment.IsEnded) Assert.Contains(shipment.Milestone, Ends);
        if (shipment.Pieces.Count == 0) return;
        Assert.Equal(shipment.Pieces.Select(piece => piece.Number).Order(StringComparer.Ordinal), shipment.Pieces.Select(piece => piece.Number));
        Assert.Equal(shipment.Pieces.All(piece => piece.IsEnded), shipment.IsEnded);
        Assert.Contains(shipment.Milestone, shipment.Pieces.Select(piece => piece.Milestone));
        Assert.Equal(shipment.Pieces.Max(piece => piece.FailedAttempts), shipment.FailedAttempts);
        Assert.Equal(shipment.Pieces.Any(piece => piece.Milestone == Milestone.Delivered) && !shipment.IsEnded, shipment.IsPartlyDelivered);
    }

    private static void AssertEstimates(EstimateHistory estimates)
    {
        Assert.Equal(estimates.Told.Count == 0, estimates.First is null);
        Assert.Equal(estimates.Told.Count == 0, estimates.Current is null);
        Assert.InRange(estimates.Slips, 0, estimates.Changes.Count);
        for (var i = 1; i < estimates.Changes.Count; i++) Assert.Equal(estimates.Changes[i - 1].To, estimates.Changes[i].From);
    }
}
