using NodaTime;
using NodaTime.Text;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>Events in short: <c>"03T10:00+01 transit.facility_arrived"</c> is a scan of 3 March 2025.</summary>
internal static class Scans
{
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");

    public static ShipmentTimeline Timeline(params string[] scans)
    {
        var timeline = new ShipmentTimeline();
        foreach (var scan in scans) timeline.Add(Event(scan));
        return timeline;
    }

    public static Shipment Shipment(params string[] scans) => Timeline(scans).Shipment;

    /// <param name="scan">
    /// Time, type, and then in any order: <c>ups</c> or <c>usps</c> (carrier; ups), <c>#number</c>, <c>/piece</c>, <c>@City</c>, <c>via:aggregator</c>,
    /// <c>code:X</c>, <c>label:X</c>, <c>seq:1</c>, <c>dir:customer_return</c>, <c>attempt:2</c>, <c>partner:number</c>, <c>match:phrase</c>,
    /// <c>to:neighbor</c>, <c>at:door</c>, <c>proof:photo</c>.
    /// A time is <c>03T10:00</c>, <c>03T10:00:30</c>, with <c>+01</c> or <c>Z?</c> (doubtful), <c>03</c>, or <c>?</c> for none.
    /// </param>
    public static TrackingEvent Event(string scan)
    {
        var words = scan.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var told = new TrackingEvent
        {
            Carrier = "ups",
            Format = "hook",
            TrackingNumber = "1Z0000000000000001",
            Type = EventType.FromCode(words[1]),
            Match = words[1] == "tracking.unmapped" ? MatchKind.Unmapped : MatchKind.Code,
            Confidence = Confidence.High,
            Time = Time(words[0]),
            Raw = new() { Code = words[1], Time = words[0] },
        };
        foreach (var word in words.AsSpan(2))
        {
            var value = word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..];
            told = word switch
            {
                ['#', .. var number] => told with { TrackingNumber = number },
                ['/', .. var piece] => told with { Piece = piece },
                ['@', .. var city] => told with { Place = new() { City = city, Country = "US" } },
                _ when word.StartsWith("via:", StringComparison.Ordinal) => told with { Via = value, Format = value },
                _ when word.StartsWith("format:", StringComparison.Ordinal) => told with { Format = value },
                _ when word.StartsWith("code:", StringComparison.Ordinal) => told with { Raw = told.Raw with { Code = value } },
                _ when word.StartsWith("label:", StringComparison.Ordinal) => told with { Raw = told.Raw with { Label = value } },
                _ when word.StartsWith("seq:", StringComparison.Ordinal) => told with { Sequence = int.Parse(value) },
                _ when word.StartsWith("attempt:", StringComparison.Ordinal) => told with { Facets = told.Facets with { Attempt = int.Parse(value) } },
                _ when word.StartsWith("partner:", StringComparison.Ordinal) => told with { PartnerNumber = value, PartnerCarrier = "USPS" },
                _ when word.StartsWith("match:", StringComparison.Ordinal) => told with { Match = Enum.Parse<MatchKind>(value, ignoreCase: true) },
                _ when word.StartsWith("to:", StringComparison.Ordinal) => told with { Facets = told.Facets with { DeliveredTo = Enum.Parse<DeliveredTo>(value, ignoreCase: true) } },
                _ when word.StartsWith("at:", StringComparison.Ordinal) => told with { Facets = told.Facets with { DeliveredAt = Enum.Parse<DeliveredAt>(value, ignoreCase: true) } },
                _ when word.StartsWith("proof:", StringComparison.Ordinal) => told with { Facets = told.Facets with { Proof = Enum.Parse<ProofOfDelivery>(value, ignoreCase: true) } },
                "dir:customer_return" => told with { Facets = told.Facets with { Direction = Direction.CustomerReturn } },
                "dir:return_to_sender" => told with { Facets = told.Facets with { Direction = Direction.ReturnToSender } },
                _ => told with { Carrier = word },
            };
        }
        return told;
    }

    /// <summary>A moment of March 2025 in UTC, such as <c>03T10:00</c>.</summary>
    public static Instant Received(string time) => Moment(time).InUtc().ToInstant();

    public static EventTime Time(string text)
    {
        if (text == "?") return default;
        if (text.Length == 2) return EventTime.OnDay(Moment(text).Date);
        var offset = text.IndexOfAny(['+', '-', 'Z']);
        var local = Moment(offset < 0 ? text : text[..offset]);
        var precision = (offset < 0 ? text.Length : offset) > 8 ? TimePrecision.Second : TimePrecision.Minute;
        if (offset < 0) return EventTime.AtLocal(local, precision);
        if (text.EndsWith("Z?", StringComparison.Ordinal)) return EventTime.AtOffset(local, Offset.Zero, precision, OffsetBasis.SentDoubtful);
        return EventTime.AtOffset(local, Offset.FromHours(int.Parse(text.AsSpan(offset))), precision, OffsetBasis.Sent);
    }

    private static LocalDateTime Moment(string text) => Local.Parse($"2025-03-{(text.Length == 2 ? text + "T00:00" : text)}{(text.Length > 8 ? "" : ":00")}").Value;
}
