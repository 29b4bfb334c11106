using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines;

/// <summary>Shipments for people in a terminal: state, milestones as a rail, problems, estimates, pieces and all scans.</summary>
internal sealed class ShipmentText(Terminal terminal)
{
    private const string Gap = "  ";
    private const string Between = " · ";
    private const string Muted = "grey";

    /// <summary>With less room a scan takes two lines.</summary>
    private const int MinCellsForOneLine = 100;

    public void Write(IReadOnlyList<Shipment> shipments)
    {
        foreach (var shipment in shipments)
        {
            Write(shipment);
            terminal.WriteLine();
        }
        terminal.WriteLine(shipments.Count == 1 ? "1 shipment" : $"{shipments.Count} shipments");
    }

    private void Write(Shipment shipment)
    {
        var style = EventText.Style(shipment.Milestone, shipment.Condition);
        terminal.WriteParts("", new(Words.Name(shipment), "bold"), new(Words.Status(shipment.Status), $"bold {style}"), new(Since(shipment.Since), Muted));
        WriteAbout(Words.About(shipment));
        terminal.WriteLine();
        new RailText(terminal).Write(shipment);
        WriteProblems(shipment.Problems);
        WriteEstimates(shipment.Estimates);
        WritePieces(shipment);
        WriteHistory(shipment);
    }

    /// <summary>As many facts a line as fit.</summary>
    private void WriteAbout(IEnumerable<string> facts)
    {
        var line = "";
        foreach (var fact in facts)
        {
            if (line.Length > 0 && Gap.Length + Terminal.Cells(line) + Between.Length + Terminal.Cells(fact) > Math.Min(terminal.Width, MinCellsForOneLine))
            {
                terminal.WriteLine(Gap, line);
                line = "";
            }
            line += line.Length == 0 ? fact : Between + fact;
        }
        if (line.Length > 0) terminal.WriteLine(Gap, line);
    }

    private void WriteProblems(IReadOnlyList<ShipmentProblem> problems)
    {
        if (problems.Count == 0) return;
        WriteHead("Problems");
        var typeWidth = problems.Max(problem => problem.Type.Code.Length);
        foreach (var problem in problems)
        {
            var style = EventText.Style(Milestone.None, problem.Condition);
            var (until, elapsed) = EndOf(problem);
            terminal.WriteParts(
                "", new($"{(problem.IsOpen ? '!' : '-')} {Terminal.Pad(problem.Type.Code, typeWidth)}", style), Since(problem.Since), until,
                new(elapsed, Muted), new(problem.Scans > 1 ? $"told {problem.Scans} times" : "", Muted));
        }
    }

    private static string Since(EventTime time) => time.IsKnown ? $"since {EventText.Time(time)}" : "";

    private static (string Until, string Elapsed) EndOf(ShipmentProblem problem) => problem.Cleared is { } cleared
        ? ($"until {EventText.Time(cleared.Time)} by {cleared.Type.Code}", Words.Between(problem.Since, cleared.Time))
        : ("still open", "");

    private void WriteEstimates(EstimateHistory estimates)
    {
        if (estimates.Promise is null && estimates.Told.Count == 0) return;
        WriteHead("Estimates");
        if (estimates.Promise is { } promise) terminal.WriteParts(Gap, $"promised   {Words.Of(promise)}");
        if (estimates.First is { } first) terminal.WriteParts(Gap, $"first      {Words.Of(first.Estimate)}", new(Origin(first), Muted));
        foreach (var move in estimates.Changes.Where(change => change.Days != 0))
        {
            var isLater = move.Days > 0;
            terminal.WriteParts(
                Gap, $"moved      {Words.Of(move.From.Estimate)} → {Words.Of(move.To.Estimate)}",
                new($"{Words.Days(move.Days)} {(isLater ? "later" : "earlier")}", isLater ? "yellow" : "default"), new(Origin(move.To), Muted));
        }
        if (estimates.Current is { } current && current != estimates.First) terminal.WriteParts(Gap, $"current    {Words.Of(current.Estimate)}", new(Origin(current), Muted));
        if (estimates.Lateness is { } lateness) terminal.WriteLine("  delivered  ", new(Words.Of(lateness), lateness.Days > 0 ? "yellow" : "green"));
    }

    private static string Origin(ToldEstimate told) => $"{told.Estimate.Kind.ToText()}, told by {PlainText.Of(told.Source)}{(told.Since.IsKnown ? $" {EventText.Time(told.Since)}" : "")}";

    private void WritePieces(Shipment shipment)
    {
        if (shipment.Pieces.Count == 0) return;
        WriteHead("Pieces");
        var numbers = shipment.Pieces.Select(piece => PlainText.Of(piece.Number)).ToList();
        var numberWidth = numbers.Max(Terminal.Cells);
        var statusWidth = shipment.Pieces.Max(piece => piece.Status.Length);
        for (var i = 0; i < numbers.Count; i++)
        {
            var piece = shipment.Pieces[i];
            terminal.WriteParts(
                Gap, Terminal.Pad(numbers[i], numberWidth), new(Terminal.Pad(Words.Status(piece.Status), statusWidth), EventText.Style(piece.Milestone, piece.Condition)),
                new(Since(piece.Since), Muted));
        }
    }

    private void WriteHistory(Shipment shipment)
    {
        WriteHead("Scans");
        var severalCarriers = shipment.History.Select(scan => scan.Event.Carrier).Distinct(StringComparer.Ordinal).Count() > 1;
        var times = shipment.History.Select(scan => EventText.Time(scan.Time)).ToList();
        var types = shipment.History.Select(scan => severalCarriers ? $"{scan.Event.Carrier} {scan.Type.Code}" : scan.Type.Code).ToList();
        var places = shipment.History.Select(scan => EventText.Place(scan.Event.Place)).ToList();
        var (timeWidth, typeWidth) = (times.Max(Terminal.Cells), types.Max(Terminal.Cells));
        var placeWidth = Math.Min(places.Max(Terminal.Cells), (terminal.Width - timeWidth - typeWidth) / 3);
        for (var i = 0; i < shipment.History.Count; i++)
        {
            var scan = shipment.History[i];
            var (mark, style) = MarkOf(scan);
            Styled label = new(EventText.Label(scan.Event), Muted);
            Styled remarks = Words.Remarks(scan, shipment) is { Length: > 0 } text ? new Styled($"{Gap}[{text}]", "yellow") : "";
            if (terminal.Width >= MinCellsForOneLine)
            {
                terminal.WriteLine(
                    new(mark, style), Terminal.Pad(times[i], timeWidth) + Gap, new(Terminal.Pad(types[i], typeWidth), style),
                    Gap + Terminal.Pad(Terminal.Cut(places[i], placeWidth), placeWidth) + Gap, label with { Text = Terminal.Cut(label.Text, LabelWidth(placeWidth, remarks)) }, remarks);
            }
            else
            {
                terminal.WriteLine(new(mark, style), times[i] + Gap, new(types[i], style));
                terminal.WriteLine(Gap + Gap, places[i] + (places[i].Length > 0 ? Gap : ""), label, remarks);
            }
        }

        int LabelWidth(int place, Styled remarks) => Math.Max(0, terminal.Width - Gap.Length - timeWidth - Gap.Length - typeWidth - Gap.Length - place - Gap.Length - Terminal.Cells(remarks.Text));
    }

    private static (string Mark, string Style) MarkOf(ShipmentScan scan) => scan switch
    {
        { Flags: not ScanFlags.None } => ("? ", "grey"),
        { Type.Condition: not Condition.OnTrack } => ("! ", EventText.Style(scan.Event)),
        _ => ("  ", EventText.Style(scan.Event)),
    };

    private void WriteHead(string text)
    {
        terminal.WriteLine();
        terminal.WriteLine(new Styled(text, "bold"));
    }
}
