using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>Events for people: grouped by shipment, a line an event, a summary at the end.</summary>
internal sealed class TableOutput : IEventOutput
{
    private const string Gap = "  ";
    private const int MinLabelWidth = 12;

    private readonly IAnsiConsole _console;
    private readonly int _width;
    private readonly SortedDictionary<Milestone, int> _milestones = [];
    private readonly Dictionary<(string Format, string Code), int> _unmapped = [];
    private int _events;
    private int _shipments;
    private int _problems;

    public TableOutput()
    {
        var isPlain = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        _console = AnsiConsole.Create(new()
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        // Files and pipes take lines of any length; only a terminal's lines are cut.
        _width = Console.IsOutputRedirected ? int.MaxValue : _console.Profile.Width;
        if (Console.IsOutputRedirected) _console.Profile.Width = short.MaxValue;
    }

    public void Write(string file, NormalizationResult result)
    {
        foreach (var shipment in result.Events.GroupBy(one => (one.Carrier, one.Via, one.Format, one.TrackingNumber)))
        {
            _shipments++;
            var (carrier, via, format, number) = shipment.Key;
            _console.MarkupLineInterpolated($"[bold]{carrier} {number ?? "(no number)"}[/]  [grey]{format}{(via is null ? "" : " via " + via)}, {Path.GetFileName(file)}[/]");
            WriteEvents([.. shipment]);
            _console.WriteLine();
        }
        foreach (var problem in result.Problems)
        {
            _problems++;
            var where = problem.ByteOffset is { } offset ? $" at byte {offset}" : "";
            string?[] parts = [problem.Carrier, problem.TrackingNumber, problem.Message ?? problem.Code];
            _console.MarkupLineInterpolated($"[yellow]{problem.Kind.ToText()}[/]{where}: {string.Join(Gap, parts.Where(part => part is not null))} [grey]({Path.GetFileName(file)})[/]");
        }
    }

    public void Finish()
    {
        _console.MarkupLineInterpolated($"[bold]{_events}[/] events of [bold]{_shipments}[/] shipments, [bold]{_problems}[/] problems");
        foreach (var (milestone, count) in _milestones) _console.MarkupLineInterpolated($"  {count,6} {(milestone == Milestone.None ? "(does not move the parcel)" : milestone.ToText())}");
        if (_unmapped.Count == 0) return;
        _console.MarkupLineInterpolated($"[yellow]{_unmapped.Values.Sum()} unmapped[/]");
        foreach (var ((format, code), count) in _unmapped.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)) _console.MarkupLineInterpolated($"  {count,6} {format} {code}");
    }

    public void Dispose()
    {
    }

    private void WriteEvents(IReadOnlyList<TrackingEvent> events)
    {
        var times = events.Select(one => Time(one.Time)).ToList();
        var places = events.Select(one => PlaceText(one.Place)).ToList();
        var timeWidth = times.Max(Width);
        var typeWidth = events.Max(one => one.Type.Code.Length);
        var before = timeWidth + typeWidth + (3 * Gap.Length) + 2;
        var placeWidth = Math.Max(0, Math.Min(places.Max(Width), (_width - before) / 2));
        var labelWidth = Math.Max(MinLabelWidth, _width - before - placeWidth);
        for (var i = 0; i < events.Count; i++)
        {
            Count(events[i]);
            var label = Cut(events[i].Raw.Label ?? events[i].Raw.Code ?? "", labelWidth).TrimEnd();
            var type = Pad(events[i].Type.Code, typeWidth);
            _console.MarkupLine($"  {Pad(times[i], timeWidth)}{Gap}[{Color(events[i])}]{Markup.Escape(type)}[/]{Gap}{Markup.Escape(Pad(Cut(places[i], placeWidth), placeWidth))}{Gap}[grey]{Markup.Escape(label)}[/]");
        }
    }

    private void Count(TrackingEvent one)
    {
        _events++;
        _milestones[one.Type.Milestone] = _milestones.GetValueOrDefault(one.Type.Milestone) + 1;
        if (one.Match != MatchKind.Unmapped) return;
        var key = (one.Format, one.Raw.Code ?? one.Raw.Label ?? "(empty)");
        _unmapped[key] = _unmapped.GetValueOrDefault(key) + 1;
    }

    /// <summary>The time as sent, with its offset; a mark where that is not known, or not to be trusted.</summary>
    private static string Time(EventTime time) => time switch
    {
        { IsKnown: false } => "no time",
        { Precision: TimePrecision.Day } => time.ToString(),
        { Offset: null } => time.ToString().Replace('T', ' ') + " local",
        { Basis: OffsetBasis.SentDoubtful } => time.ToString().Replace('T', ' ') + "?",
        _ => time.ToString().Replace('T', ' '),
    };

    private static string Color(TrackingEvent one) => one.Type.Condition switch
    {
        _ when one.Match == MatchKind.Unmapped => "yellow",
        Condition.Exception => "red",
        Condition.Held or Condition.Delayed => "yellow",
        _ when one.Type.Milestone is Milestone.Delivered => "green",
        _ => "default",
    };

    private static string PlaceText(Place? place)
    {
        if (place is null) return "";
        string?[] parts = [place.City ?? place.Text, place.State, place.Country];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    /// <summary>Cells of a terminal, of which wide characters take two.</summary>
    private static int Width(string text) => new Segment(text).CellCount();

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    private static string Cut(string text, int width) => Width(text) <= width ? text : width < 2 ? "" : Segment.Truncate(new Segment(text), width - 1)?.Text + "…";
}
