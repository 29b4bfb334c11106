using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>A time that a parcel spent in a phase.</summary>
/// <param name="Milestone">The phase.</param>
/// <param name="Scan">Index of the scan that began it.</param>
internal sealed record Phase(Milestone Milestone, int Scan);

/// <summary>The phases of a parcel, scan by scan.</summary>
internal static class Phases
{
    /// <summary>The phase after each scan of the history.</summary>
    /// <param name="shipment">The shipment.</param>
    /// <param name="piece">The piece that is followed; <see langword="null"/> for the whole of a shipment that tells none apart.</param>
    public static IReadOnlyList<Milestone> After(Shipment shipment, string? piece)
    {
        var after = new Milestone[shipment.History.Count];
        foreach (var change in shipment.Phases.Where(change => change.Piece == piece)) Array.Fill(after, change.To, change.Scan.Index, after.Length - change.Scan.Index);
        return after;
    }

    /// <summary>The phases one after the other.</summary>
    public static IReadOnlyList<Phase> Of(IReadOnlyList<Milestone> after)
    {
        var phases = new List<Phase>();
        for (var i = 0; i < after.Count; i++)
        {
            if (after[i] != Milestone.None && (phases.Count == 0 || phases[^1].Milestone != after[i])) phases.Add(new(after[i], i));
        }
        return phases;
    }
}
