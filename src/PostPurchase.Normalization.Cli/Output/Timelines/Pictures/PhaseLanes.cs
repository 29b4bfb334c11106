using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>A lane for each phase: how long it lasted, and the scans in it. The way leads down from lane to lane.</summary>
internal sealed class PhaseLanes(Canvas canvas, Shipment shipment, TimeAxis axis, Moments moments)
{
    private const double LaneGap = 6;
    private const double MinHeight = 32;

    /// <summary>With more the ways of the single pieces would be a tangle; they have lanes of their own.</summary>
    private const int MostWaysDrawn = 6;

    private readonly List<Parcel> _parcels = shipment.Pieces.Count == 0
        ? [new(null, Phases.After(shipment, null))]
        : [.. shipment.Pieces.Select(piece => new Parcel(piece.Number, Phases.After(shipment, piece.Number)))];

    private readonly Dictionary<Milestone, (double Top, double Height)> _lanes = [];
    private readonly List<MarkShape> _marks = [];

    public void Draw()
    {
        var stops = Stop.Of(shipment);
        var phases = shipment.History.Select((scan, i) => LaneOf(scan, i)).ToList();
        var milestones = phases.Concat(stops.Where(stop => !stop.IsReached).Select(stop => stop.Milestone)).Concat(_parcels.SelectMany(parcel => parcel.After)).Distinct().Order().ToList();
        if (!phases.Contains(Milestone.None)) milestones.Remove(Milestone.None);
        var below = canvas.Shapes.Count;
        foreach (var milestone in milestones) DrawLane(milestone, stops.FirstOrDefault(stop => stop.Milestone == milestone), phases);
        if (_parcels.Count <= MostWaysDrawn)
        {
            foreach (var parcel in _parcels) DrawWay(parcel, below);
        }
        foreach (var mark in _marks) canvas.Add(mark);
    }

    /// <summary>A scan stands in the phase that it brought or left; one that moves nothing in that of which it tells.</summary>
    private Milestone LaneOf(ShipmentScan scan, int index)
    {
        var own = _parcels.Find(parcel => parcel.Piece == scan.Piece) ?? _parcels[0];
        var after = own.After[index];
        return scan.IsMoveless && scan.Type.Milestone != Milestone.None ? scan.Type.Milestone : after;
    }

    private void DrawLane(Milestone milestone, Stop? stop, IReadOnlyList<Milestone> phases)
    {
        var scans = Enumerable.Range(0, phases.Count).Where(i => phases[i] == milestone).ToList();
        var places = scans.Select(i => axis.X(moments.Scans[i])).ToList();
        var levels = Marks.Levels(places);
        var height = Math.Max(MinHeight, (Marks.Distance * (levels.Length == 0 ? 1 : levels.Max() + 1)) + 14);
        var isAhead = stop is { IsReached: false } && scans.Count == 0;
        var top = canvas.Lane(Words.Of(milestone), DetailOf(milestone, stop), height, isAhead ? "muted strong" : "ink strong");
        _lanes[milestone] = (top, height);
        canvas.Add(new LineShape(canvas.Left - 8, top + (height / 2), canvas.Right + 8, top + (height / 2), isAhead ? "track ahead" : "track"));
        var count = levels.Length == 0 ? 1 : levels.Max() + 1;
        for (var i = 0; i < scans.Count; i++)
        {
            var scan = shipment.History[scans[i]];
            var y = top + (height / 2) + ((levels[i] - ((count - 1) / 2.0)) * Marks.Distance);
            _marks.Add(Marks.Of(scan, milestone, shipment, places[i], y));
        }
        canvas.Skip(LaneGap);
    }

    /// <summary>When it was reached; and by how many pieces, where not by all.</summary>
    private string DetailOf(Milestone milestone, Stop? stop)
    {
        var time = stop is { Time.IsKnown: true } ? $"{Words.Moment(stop.Time)} {Words.Zone(stop.Time)}".Trim() : "";
        var pieces = shipment.Pieces.Count(piece => piece.Dates[milestone].IsKnown || piece.Milestone == milestone);
        if (pieces > 0 && pieces < shipment.Pieces.Count) return $"{time}{(time.Length == 0 ? "" : ", ")}{pieces} of {shipment.Pieces.Count} pieces";
        return stop is { IsReached: false } ? "still ahead" : time;
    }

    /// <summary>Bands of the phases and what joins them, under the marks.</summary>
    private void DrawWay(Parcel parcel, int below)
    {
        var phases = Phases.Of(parcel.After);
        for (var i = 0; i < phases.Count; i++)
        {
            var (top, height) = _lanes[phases[i].Milestone];
            var from = axis.X(moments.Scans[phases[i].Scan]);
            var isLast = i == phases.Count - 1;
            var to = isLast ? axis.X(moments.Scans[^1]) : axis.X(moments.Scans[phases[i + 1].Scan]);
            var isEnd = isLast && (shipment.IsEnded || phases[i].Milestone is Milestone.Delivered or >= Milestone.Returned);
            if (!isEnd)
            {
                canvas.Add(new BoxShape(from - 9, top + 3, Math.Max(18, to - from + 18), height - 6, 9, $"band f-{phases[i].Milestone.ToText()}", PhaseTitle(phases, i)));
            }
            if (isLast) continue;
            var (nextTop, nextHeight) = _lanes[phases[i + 1].Milestone];
            var (a, b) = nextTop > top ? (top + (height / 2), nextTop + (nextHeight / 2)) : (nextTop + (nextHeight / 2), top + (height / 2));
            canvas.Insert(below, new LineShape(to, a, to, b, $"way s-{phases[i + 1].Milestone.ToText()}"));
        }
    }

    private string PhaseTitle(IReadOnlyList<Phase> phases, int index)
    {
        var from = shipment.History[phases[index].Scan].Time;
        var to = index + 1 < phases.Count ? shipment.History[phases[index + 1].Scan].Time : shipment.History[^1].Time;
        var elapsed = Words.Between(from, to);
        return elapsed.Length == 0 ? Words.Of(phases[index].Milestone) : $"{Words.Of(phases[index].Milestone)} · {elapsed}";
    }

    private sealed record Parcel(string? Piece, IReadOnlyList<Milestone> After);
}
