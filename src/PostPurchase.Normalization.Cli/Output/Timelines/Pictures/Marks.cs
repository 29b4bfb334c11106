using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>How scans look, and what is told of them when pointed at.</summary>
internal static class Marks
{
    /// <summary>Least room between two marks.</summary>
    public const double Distance = 11;

    public static MarkShape Of(ShipmentScan scan, Milestone phase, Shipment shipment, double x, double y)
    {
        var form = FormOf(scan, phase);
        var colour = form switch
        {
            MarkForm.Ring or MarkForm.CrossedRing => "s-flag paper",
            MarkForm.Square => "f-unmapped",
            MarkForm.Triangle => $"f-{scan.Type.Condition.ToText()}",
            _ => $"f-{phase.ToText()}",
        };
        return new(form, x, y, colour, Title(scan, shipment));
    }

    public static MarkForm FormOf(ShipmentScan scan, Milestone phase) => scan switch
    {
        { Counts: false } => MarkForm.CrossedRing,
        { Flags: not ScanFlags.None } => MarkForm.Ring,
        { Event.Match: MatchKind.Unmapped } => MarkForm.Square,
        { Type: { IsEndExpected: true, Condition: Condition.OnTrack } } => EndOf(phase),
        { Type.Condition: not Condition.OnTrack } => MarkForm.Triangle,
        _ => MarkForm.Dot,
    };

    private static MarkForm EndOf(Milestone phase) => phase switch
    {
        Milestone.Delivered => MarkForm.Check,
        Milestone.Returned => MarkForm.Back,
        Milestone.Failed or Milestone.Cancelled or Milestone.Expired => MarkForm.Cross,
        _ => MarkForm.Dot,
    };

    private static string Title(ShipmentScan scan, Shipment shipment)
    {
        string[] parts = [$"{Words.Moment(scan.Time)} {Words.Zone(scan.Time)}".Trim(), Words.Of(scan.Type), EventText.Place(scan.Event.Place), EventText.Label(scan.Event), Words.Remarks(scan, shipment)];
        return string.Join(" · ", parts.Where(part => part.Length > 0));
    }

    /// <summary>Stacks marks that would hide each other.</summary>
    /// <returns>The level of each, from 0.</returns>
    public static int[] Levels(IReadOnlyList<double> places)
    {
        var levels = new int[places.Count];
        var ends = new List<double>();
        foreach (var i in Enumerable.Range(0, places.Count).OrderBy(i => places[i]))
        {
            var level = ends.FindIndex(end => end + Distance <= places[i]);
            if (level < 0)
            {
                level = ends.Count;
                ends.Add(0);
            }
            ends[level] = places[i];
            levels[i] = level;
        }
        return levels;
    }
}
