using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using Spectre.Console;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>Events for people: grouped by shipment, a line an event, a summary at the end.</summary>
internal sealed class TableOutput : IEventOutput
{
    private readonly SortedDictionary<Milestone, int> _milestones = [];
    private readonly Dictionary<(string Format, string Code), int> _unmapped = [];
    private int _events;
    private int _shipments;
    private int _problems;

    public void Write(string file, NormalizationResult result)
    {
        foreach (var shipment in result.Events.GroupBy(one => (one.Carrier, one.Via, one.Format, one.TrackingNumber)))
        {
            _shipments++;
            var (carrier, via, format, number) = shipment.Key;
            AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(carrier)} {Markup.Escape(number ?? "(no number)")}[/] [grey]{Markup.Escape(format)}{(via is null ? "" : " via " + Markup.Escape(via))}, {Markup.Escape(Path.GetFileName(file))}[/]") { Justification = Justify.Left });
            var table = new Table { Border = TableBorder.None, ShowHeaders = false };
            table.AddColumns(new TableColumn("time").NoWrap(), new TableColumn("type").NoWrap(), new TableColumn("place"), new TableColumn("label"));
            foreach (var one in shipment)
            {
                Count(one);
                table.AddRow(Time(one.Time), Type(one), Markup.Escape(PlaceText(one.Place)), $"[grey]{Markup.Escape(one.Raw.Label ?? one.Raw.Code ?? "")}[/]");
            }
            AnsiConsole.Write(table);
        }
        foreach (var problem in result.Problems)
        {
            _problems++;
            var where = problem.ByteOffset is { } offset ? $" at byte {offset}" : "";
            AnsiConsole.MarkupLine($"[yellow]{problem.Kind.ToText()}[/]{where} {Markup.Escape(problem.TrackingNumber ?? "")} [grey]{Markup.Escape(problem.Message ?? problem.Code ?? "")} ({Markup.Escape(Path.GetFileName(file))})[/]");
        }
    }

    public void Finish()
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine($"[bold]{_events}[/] events of [bold]{_shipments}[/] shipments, [bold]{_problems}[/] problems");
        foreach (var (milestone, count) in _milestones) AnsiConsole.MarkupLine($"  {count,6} {(milestone == Milestone.None ? "(does not move the parcel)" : milestone.ToText())}");
        if (_unmapped.Count == 0) return;
        AnsiConsole.MarkupLine($"[yellow]{_unmapped.Values.Sum()} unmapped[/]");
        foreach (var ((format, code), count) in _unmapped.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)) AnsiConsole.MarkupLine($"  {count,6} {Markup.Escape(format)} {Markup.Escape(code)}");
    }

    public void Dispose()
    {
    }

    private void Count(TrackingEvent one)
    {
        _events++;
        _milestones[one.Type.Milestone] = _milestones.GetValueOrDefault(one.Type.Milestone) + 1;
        if (one.Match != MatchKind.Unmapped) return;
        var key = (one.Format, one.Raw.Code ?? one.Raw.Label ?? "(empty)");
        _unmapped[key] = _unmapped.GetValueOrDefault(key) + 1;
    }

    /// <summary>Local time as sent; the offset, or a mark that it is not known.</summary>
    private static string Time(EventTime time) => !time.IsKnown
        ? "[grey]no time[/]"
        : Markup.Escape(time.ToString().Replace('T', ' ')) + (time.Offset is null && time.Precision != TimePrecision.Day ? " [grey]local[/]" : "");

    private static string Type(TrackingEvent one)
    {
        var color = one.Type.Condition switch
        {
            _ when one.Match == MatchKind.Unmapped => "yellow",
            Condition.Exception => "red",
            Condition.Held or Condition.Delayed => "yellow",
            _ when one.Type.Milestone is Milestone.Delivered => "green",
            _ => "default",
        };
        return $"[{color}]{Markup.Escape(one.Type.Code)}[/]";
    }

    private static string PlaceText(Place? place)
    {
        if (place is null) return "";
        string?[] parts = [place.City ?? place.Text, place.State, place.Country];
        return string.Join(", ", parts.Where(part => part is not null));
    }
}
