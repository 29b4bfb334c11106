using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>Events for people: grouped by shipment, a line an event, a summary at the end.</summary>
internal sealed class TableOutput : IEventOutput
{
    private const string Gap = "  ";
    private const int MinLabelWidth = 12;

    private readonly Terminal _terminal = Terminal.OfStandardOutput();
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
            _terminal.WriteLine(
                new($"{carrier} {PlainText.Of(number ?? "(no number)")}", "bold"),
                new($"{Gap}{format}{(via is null ? "" : " via " + via)}, {Path.GetFileName(file)}", "grey"));
            WriteEvents([.. shipment]);
            _terminal.WriteLine();
        }
        foreach (var problem in result.Problems)
        {
            _problems++;
            var where = problem.ByteOffset is { } offset ? $" at byte {offset}" : "";
            string?[] parts = [problem.Carrier, problem.TrackingNumber, problem.Message ?? problem.Code];
            _terminal.WriteLine(
                new(problem.Kind.ToText(), "yellow"), $"{where}: {string.Join(Gap, parts.Where(part => part is not null).Select(PlainText.Of))} ", new($"({Path.GetFileName(file)})", "grey"));
        }
    }

    public void Finish()
    {
        _terminal.WriteLine($"{_events} events of {_shipments} shipments, {_problems} problems");
        foreach (var (milestone, count) in _milestones) _terminal.WriteLine($"  {count,6} {(milestone == Milestone.None ? "(does not move the parcel)" : milestone.ToText())}");
        if (_unmapped.Count == 0) return;
        _terminal.WriteLine(new Styled($"{_unmapped.Values.Sum()} unmapped", "yellow"));
        foreach (var ((format, code), count) in _unmapped.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)) _terminal.WriteLine($"  {count,6} {format} {PlainText.Of(code)}");
    }

    public void Dispose()
    {
    }

    private void WriteEvents(IReadOnlyList<TrackingEvent> events)
    {
        var times = events.Select(one => EventText.Time(one.Time)).ToList();
        var places = events.Select(one => EventText.Place(one.Place)).ToList();
        var timeWidth = times.Max(Terminal.Cells);
        var typeWidth = events.Max(one => one.Type.Code.Length);
        var before = timeWidth + typeWidth + (3 * Gap.Length) + 2;
        var placeWidth = Math.Max(0, Math.Min(places.Max(Terminal.Cells), (_terminal.Width - before) / 2));
        var labelWidth = Math.Max(MinLabelWidth, _terminal.Width - before - placeWidth);
        for (var i = 0; i < events.Count; i++)
        {
            Count(events[i]);
            _terminal.WriteLine(
                Gap + Terminal.Pad(times[i], timeWidth) + Gap,
                new(Terminal.Pad(events[i].Type.Code, typeWidth), EventText.Style(events[i])),
                Gap + Terminal.Pad(Terminal.Cut(places[i], placeWidth), placeWidth) + Gap,
                new(Terminal.Cut(EventText.Label(events[i]), labelWidth), "grey"));
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
}
