using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines;

/// <summary>A station on a shipment's way: a phase that it reached, or has still ahead.</summary>
/// <param name="Milestone">The phase.</param>
/// <param name="Time">When it was reached; the default time where it was not, or it was not told when.</param>
/// <param name="IsReached">Whether it was reached.</param>
internal sealed record Stop(Milestone Milestone, EventTime Time, bool IsReached)
{
    private static readonly Milestone[] UsualWay = [Milestone.InfoReceived, Milestone.InTransit, Milestone.OutForDelivery, Milestone.Delivered];

    /// <summary>The first scan stands for the phase that it begins.</summary>
    public string Name => Milestone == Milestone.InTransit ? "First scan" : Words.Of(Milestone);

    /// <summary>The phases that were reached, then those of the usual way that are still ahead.</summary>
    public static IReadOnlyList<Stop> Of(Shipment shipment)
    {
        var reached = Enum.GetValues<Milestone>()
            .Where(milestone => milestone != Milestone.None && (milestone == shipment.Milestone || shipment.Dates[milestone].IsKnown))
            .Select(milestone => new Stop(milestone, shipment.Dates[milestone], IsReached: true))
            .ToList();
        if (shipment.IsEnded) return reached;
        var way = shipment.Milestone == Milestone.Returning || reached.Exists(stop => stop.Milestone == Milestone.Returning) ? [Milestone.Returned] : UsualWay;
        var last = reached.Count == 0 ? Milestone.None : reached[^1].Milestone;
        return [.. reached, .. way.Where(milestone => milestone > last).Select(milestone => new Stop(milestone, default, IsReached: false))];
    }
}
