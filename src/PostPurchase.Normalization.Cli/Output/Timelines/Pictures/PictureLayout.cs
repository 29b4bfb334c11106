using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>Lays out the picture of a shipment's way.</summary>
internal static class PictureLayout
{
    public const double Wide = 1200;
    public const double Narrow = 380;

    /// <param name="shipment">The shipment.</param>
    /// <param name="width">In pixels; narrow pictures have their captions above the lanes.</param>
    /// <param name="hasHead">Whether carrier, number and state stand in the picture.</param>
    public static Picture Of(Shipment shipment, double width, bool hasHead)
    {
        var canvas = new Canvas(width);
        if (hasHead) DrawHead(canvas, shipment);
        var moments = Moments.Of(shipment);
        var axis = AxisOf(shipment, moments, canvas);
        var days = moments.AreKnown ? axis.Labels(canvas.Width - 4) : [];
        DrawDays(canvas, axis, moments, days);
        var below = canvas.Shapes.Count;
        var top = canvas.Y;
        new PhaseLanes(canvas, shipment, axis, moments).Draw();
        var spans = new SpanLanes(canvas, shipment, axis, moments);
        spans.DrawSilences();
        new PlaceLane(canvas, shipment, axis, moments).Draw();
        spans.DrawCarriers();
        spans.DrawProblems();
        new EstimateLane(canvas, shipment, axis, moments).Draw();
        spans.DrawPieces();
        foreach (var (x, _) in days) canvas.Insert(below, new LineShape(x, top - 4, x, canvas.Y, "grid"));
        Legend.Draw(canvas);
        return new(width, Math.Ceiling(canvas.Height), $"{Words.Name(shipment)}: {Words.Status(shipment.Status).ToLowerInvariant()}", Description(shipment), canvas.Shapes);
    }

    private static TimeAxis AxisOf(Shipment shipment, Moments moments, Canvas canvas)
    {
        var days = EstimateLane.Days(shipment).Where(day => day.IsKnown).Select(moments.Of);
        var told = shipment.Estimates.Told.Where(one => one.Since.IsKnown).Select(one => moments.Of(one.Since));
        return TimeAxis.Of([.. moments.Scans, .. days, .. told], moments.OffsetSeconds, canvas.Left, canvas.Right);
    }

    private static void DrawHead(Canvas canvas, Shipment shipment)
    {
        canvas.Paragraph(Words.Name(shipment), 22, "ink strong", 2);
        var since = shipment.Since.IsKnown ? $" since {Words.Moment(shipment.Since)} {Words.Zone(shipment.Since)}".TrimEnd() : "";
        canvas.Paragraph($"{Words.Status(shipment.Status)}{since}", 15, "ink strong", 2);
        canvas.Paragraph(string.Join(" · ", Words.About(shipment)), 13, "muted", 3);
        canvas.Skip(10);
    }

    private static void DrawDays(Canvas canvas, TimeAxis axis, Moments moments, IReadOnlyList<(double X, string Text)> days)
    {
        var zone = moments.HasOffset ? $"days and hours at {Words.OffsetText(axis.OffsetSeconds)}" : "local clocks, zone not known";
        var top = canvas.Lane(moments.AreKnown ? axis.Span : "No times", moments.AreKnown ? zone : "in the order of the history", 24, "muted strong");
        foreach (var (x, text) in days) canvas.Add(new TextShape(x, top + 15, text, 11, "muted", TextAnchor.Middle));
        canvas.Skip(8);
    }

    private static string Description(Shipment shipment)
    {
        var sentences = Stop.Of(shipment).Where(stop => stop.IsReached)
            .Select(stop => stop.Time.IsKnown ? $"{stop.Name} {Words.Moment(stop.Time)} {Words.Zone(stop.Time)}".TrimEnd() : stop.Name)
            .Concat(shipment.Problems.Select(problem => $"{Words.Of(problem.Type)}, {(problem.IsOpen ? "open" : "ended")}"))
            .Append($"{shipment.History.Count} scans");
        return string.Join(". ", sentences) + ".";
    }
}
