using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>Lanes of what lasted: silences, problems, carriers, pieces.</summary>
internal sealed class SpanLanes(Canvas canvas, Shipment shipment, TimeAxis axis, Moments moments)
{
    private const double LabelSize = 11;
    private static readonly Duration LongSilence = Duration.FromHours(48);

    public void DrawSilences()
    {
        var silences = new List<(double From, double To, Duration Elapsed, string Text)>();
        for (var i = 1; i < shipment.History.Count; i++)
        {
            var elapsed = Duration.FromTicks(moments.Scans[i] - moments.Scans[i - 1]);
            if (elapsed < LongSilence) continue;
            var exact = Words.Between(shipment.History[i - 1].Time, shipment.History[i].Time);
            silences.Add((axis.X(moments.Scans[i - 1]), axis.X(moments.Scans[i]), elapsed, exact.Length > 0 ? exact : $"about {Words.Of(elapsed)}"));
        }
        if (silences.Count == 0) return;
        var top = canvas.Lane("Silence", $"longest {silences.MaxBy(silence => silence.Elapsed).Text}", 24);
        var y = top + 12;
        foreach (var (from, to, _, text) in silences)
        {
            var half = (TextWidth.Of(text, LabelSize) / 2) + 6;
            var middle = (from + to) / 2;
            canvas.Add(new LineShape(from, y - 6, from, y + 6, "silence"));
            canvas.Add(new LineShape(to, y - 6, to, y + 6, "silence"));
            if (to - from < (2 * half) + 8) canvas.Add(new LineShape(from, y, to, y, "silence dashed", text));
            else
            {
                canvas.Add(new LineShape(from, y, middle - half, y, "silence dashed", text));
                canvas.Add(new LineShape(middle + half, y, to, y, "silence dashed", text));
                canvas.Add(new TextShape(middle, y + 4, text, LabelSize, "muted halo", TextAnchor.Middle));
            }
        }
        canvas.Skip(6);
    }

    public void DrawProblems()
    {
        foreach (var problem in shipment.Problems)
        {
            var from = axis.X(moments.Scans[IndexOf(problem.Opened)]);
            var to = problem.Cleared is { } cleared ? axis.X(moments.Scans[IndexOf(cleared)]) : axis.End + 8;
            var condition = problem.Condition.ToText();
            var top = canvas.Lane(Words.Of(problem.Type), DetailOf(problem), 30);
            var y = top + 15;
            canvas.Add(new BoxShape(from, y - 5, Math.Max(6, to - from), 10, 5, $"bar f-{condition}", $"{Words.Of(problem.Type)} · {DetailOf(problem)}"));
            canvas.Add(new MarkShape(MarkForm.Triangle, from, y, $"f-{condition}"));
            if (problem.IsOpen) canvas.Add(new LineShape(to, y - 9, to, y + 9, $"open s-{condition}"));
            else canvas.Add(new MarkShape(MarkForm.Dot, Math.Max(to, from + 14), y, "f-cleared"));
            canvas.Skip(4);
        }
    }

    private static string DetailOf(ShipmentProblem problem)
    {
        var times = problem.Scans > 1 ? $", told {problem.Scans} times" : "";
        if (problem.Cleared is not { } cleared) return $"{Words.Of(problem.Condition)}, still open{times}";
        var elapsed = Words.Between(problem.Since, cleared.Time);
        return $"{Words.Of(problem.Condition)}{(elapsed.Length == 0 ? "" : $" {elapsed}")}{times}, ended by {Words.Of(cleared.Type).ToLowerInvariant()}";
    }

    /// <summary>Who had it; drawn only where there were several.</summary>
    public void DrawCarriers()
    {
        var runs = new List<(string Carrier, int First)>();
        for (var i = 0; i < shipment.History.Count; i++)
        {
            var carrier = PlainText.Of(shipment.History[i].Event.Carrier);
            if (runs.Count == 0 || runs[^1].Carrier != carrier) runs.Add((carrier, i));
        }
        if (runs.Count < 2) return;
        var handOver = $"handed over {Words.Moment(shipment.History[runs[1].First].Time)} {Words.Zone(shipment.History[runs[1].First].Time)}".TrimEnd();
        var top = canvas.Lane(runs.Count == 2 ? "Carriers" : "Carriers, by scan", handOver, 34);
        var carriers = runs.Select(run => run.Carrier).Distinct(StringComparer.Ordinal).ToList();
        for (var i = 0; i < runs.Count; i++)
        {
            var from = i == 0 ? axis.X(moments.Scans[0]) - 9 : axis.X(moments.Scans[runs[i].First]);
            var to = i == runs.Count - 1 ? axis.End + 9 : axis.X(moments.Scans[runs[i + 1].First]);
            canvas.Add(new BoxShape(from, top + 7, Math.Max(2, to - from - 2), 20, 4, $"carrier c-{carriers.IndexOf(runs[i].Carrier) % 3}", runs[i].Carrier));
            var text = TextWidth.Cut(runs[i].Carrier, LabelSize * TextWidth.Bold, to - from - 14);
            if (text.Length > 0) canvas.Add(new TextShape(from + 6, top + 21, text, LabelSize, "ink strong"));
            if (i > 0) canvas.Add(new LineShape(from - 1, top, from - 1, top + 34, "handover", $"{runs[i - 1].Carrier} → {runs[i].Carrier}"));
        }
        canvas.Skip(6);
    }

    public void DrawPieces()
    {
        foreach (var piece in shipment.Pieces)
        {
            var after = Phases.After(shipment, piece.Number);
            var phases = Phases.Of(after);
            var scans = Enumerable.Range(0, shipment.History.Count).Where(i => shipment.History[i].Piece == piece.Number).ToList();
            var places = scans.Select(i => axis.X(moments.Scans[i])).ToList();
            var levels = Marks.Levels(places);
            var count = levels.Length == 0 ? 1 : levels.Max() + 1;
            var height = Math.Max(32, (Marks.Distance * count) + 14);
            var since = piece.Since.IsKnown ? $" since {Words.Moment(piece.Since)} {Words.Zone(piece.Since)}".TrimEnd() : "";
            var top = canvas.Lane(PlainText.Of(piece.Number), $"Piece: {Words.Status(piece.Status).ToLowerInvariant()}{since}", height);
            for (var i = 0; i < phases.Count; i++)
            {
                var from = axis.X(moments.Scans[phases[i].Scan]);
                var to = i + 1 < phases.Count ? axis.X(moments.Scans[phases[i + 1].Scan]) : piece.IsEnded ? from : axis.X(moments.Scans[^1]);
                if (to - from < 1) continue;
                canvas.Add(new BoxShape(from, top + 4, to - from, height - 8, 4, $"band f-{phases[i].Milestone.ToText()}", Words.Of(phases[i].Milestone)));
                var text = TextWidth.Cut(Words.Of(phases[i].Milestone), 10, FreeRoom(places, from, to));
                if (text.Length > 0) canvas.Add(new TextShape(from + Marks.Distance, top + (height / 2) + 3.5, text, 10, "ink"));
            }
            for (var i = 0; i < scans.Count; i++)
            {
                var y = top + (height / 2) + ((levels[i] - ((count - 1) / 2.0)) * Marks.Distance);
                canvas.Add(Marks.Of(shipment.History[scans[i]], after[scans[i]], shipment, places[i], y));
            }
            canvas.Skip(5);
        }
    }

    /// <summary>Room for words from the beginning of a span to its end, or the next mark in it.</summary>
    private static double FreeRoom(IReadOnlyList<double> marks, double from, double to)
    {
        var next = marks.Where(mark => mark > from + 1 && mark <= to + 1).DefaultIfEmpty(to).Min();
        return next - from - (2 * Marks.Distance);
    }

    private int IndexOf(ShipmentScan scan)
    {
        for (var i = 0; i < shipment.History.Count; i++)
        {
            if (ReferenceEquals(shipment.History[i], scan)) return i;
        }
        throw new ArgumentException("No scan of this shipment.", nameof(scan));
    }
}
