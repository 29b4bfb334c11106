using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines;

/// <summary>The milestones of a shipment as a rail of characters; a line each where the rail is too long.</summary>
internal sealed class RailText(Terminal terminal)
{
    private const string Indent = "  ";
    private const int Between = 3;

    public void Write(Shipment shipment)
    {
        var stops = Stop.Of(shipment);
        if (stops.Count == 0) return;
        var columns = stops.Select(stop => (Stop: stop, Name: stop.Name, Day: stop.Time.IsKnown ? Words.Day(stop.Time) : "", Clock: ClockOf(stop))).ToList();
        var widths = columns.Select(column => Math.Max(column.Name.Length, Math.Max(column.Day.Length, column.Clock.Length)) + Between).ToList();
        var style = EventText.Style(shipment.Milestone, shipment.Condition);
        if (Indent.Length + widths.Sum() - Between > terminal.Width) WriteLines(shipment, stops, style);
        else
        {
            terminal.WriteLine([Indent, .. columns.Select((column, i) => Node(column.Stop, i + 1 < stops.Count ? stops[i + 1] : null, widths[i], shipment, style))]);
            terminal.WriteLine([Indent, .. columns.Select((column, i) => new Styled(Terminal.Pad(column.Name, widths[i]), column.Stop.IsReached ? "bold" : "grey"))]);
            terminal.WriteLine([Indent, .. columns.Select((column, i) => new Styled(Terminal.Pad(column.Day, widths[i])))]);
            terminal.WriteLine([Indent, .. columns.Select((column, i) => new Styled(Terminal.Pad(column.Clock, widths[i]), "grey"))]);
        }
    }

    private void WriteLines(Shipment shipment, IReadOnlyList<Stop> stops, string style)
    {
        var nameWidth = stops.Max(stop => stop.Name.Length);
        foreach (var stop in stops)
        {
            terminal.WriteLine(
                Indent, new(Mark(stop), StyleOf(stop, shipment, style)), " ", new(Terminal.Pad(stop.Name, nameWidth), stop.IsReached ? "bold" : "grey"),
                stop.Time.IsKnown ? $"{Indent}{EventText.Time(stop.Time)}" : "");
        }
    }

    private static Styled Node(Stop stop, Stop? next, int width, Shipment shipment, string style) =>
        new(Mark(stop) + (next is null ? "" : new string(next.IsReached ? '━' : '┄', width - 1)), StyleOf(stop, shipment, style));

    private static string Mark(Stop stop) => stop.IsReached ? "●" : "○";

    private static string StyleOf(Stop stop, Shipment shipment, string style) => !stop.IsReached ? "grey" : stop.Milestone == shipment.Milestone ? style : "default";

    private static string ClockOf(Stop stop) =>
        !stop.Time.IsKnown || stop.Time.Precision == Events.TimePrecision.Day ? "" : $"{Words.Clock(stop.Time)} {Words.Zone(stop.Time)}".Trim();
}
