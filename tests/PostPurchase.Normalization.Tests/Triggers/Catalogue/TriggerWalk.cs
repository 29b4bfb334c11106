using NodaTime;
using NodaTime.Text;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;

namespace PostPurchase.Normalization.Tests.Triggers.Catalogue;

/// <summary>A shipment taken through steps as <c>TriggerTable.txt</c> writes them.</summary>
internal sealed class TriggerWalk(TriggerEngine engine)
{
    private ShipmentTimeline _timeline = new();
    private Shipment? _before;
    private ShipmentAttributes _attributes = ShipmentAttributes.None;
    private TriggerMarks _marks = TriggerMarks.None;
    private Instant _now;

    /// <summary>When the engine wanted to look again, as of the last step.</summary>
    public Instant? NextDue { get; private set; }

    /// <summary>What fires at each step.</summary>
    public IEnumerable<IReadOnlyList<ShipmentTrigger>> Go(IEnumerable<string> steps) => steps.Select(Go);

    public IReadOnlyList<ShipmentTrigger> Go(string step)
    {
        var words = step.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "promise":
                _timeline = new(new DeliveryEstimate(EstimateKind.Committed, Scans.Time(words[1]), default));
                return [];
            case "attr":
                _attributes = _attributes.With(words[1].Split('=')[0], InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'").Parse(words[1].Split('=')[1]).Value);
                return [];
            case "now":
                var isAnnounced = NextDue <= Moment(words[1]);
                _now = Moment(words[1]);
                var due = Decide();
                return due.Count == 0 || isAnnounced ? due : throw new InvalidOperationException($"{step}: {due[0].Name} fires, and the engine had not asked to be woken for it");
            default:
                Report(words);
                return Decide();
        }
    }

    private IReadOnlyList<ShipmentTrigger> Decide()
    {
        if (_timeline.Count == 0) return [];
        var decision = engine.Decide("s1", _before, _timeline.Shipment, _attributes, _marks, _now);
        (_before, _marks, NextDue) = (_timeline.Shipment, decision.Marks, decision.NextDue);
        return decision.Triggers;
    }

    private void Report(string[] words)
    {
        var (facts, scans, received) = (new ShipmentFacts(), new List<string>(), (Instant?)null);
        foreach (var word in words)
        {
            var value = word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..];
            if (word.StartsWith("eta:", StringComparison.Ordinal)) facts = facts with { Estimates = [new(EstimateKind.Estimated, Scans.Time(InUtc(value)), default)] };
            else if (word.StartsWith("from:", StringComparison.Ordinal)) facts = facts with { Origin = new() { Country = value } };
            else if (word.StartsWith("dest:", StringComparison.Ordinal)) facts = facts with { Destination = new() { Country = value } };
            else if (word.StartsWith("received:", StringComparison.Ordinal)) received = Moment(value);
            else scans.Add(word);
        }
        var events = string.Join(' ', scans).Split(" & ").Select(scan => Scans.Event(InUtc(scan))).ToArray();
        _timeline.Add(new ShipmentReport(facts with { EventCount = events.Length }, events), received);
        _now = received ?? Instant.Max(_now, events[^1].Time.Instant ?? _now);
    }

    /// <summary>A clock time without an offset is one of UTC.</summary>
    private static string InUtc(string text)
    {
        var time = text.Split(' ')[0];
        return time.Length < 8 || time.AsSpan(3).ContainsAny('+', '-', 'Z') ? text : $"{time}+00{text[time.Length..]}";
    }

    private static Instant Moment(string text) =>
        text.Length > 8 ? LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text).Value.InUtc().ToInstant() : Scans.Received(text);
}
