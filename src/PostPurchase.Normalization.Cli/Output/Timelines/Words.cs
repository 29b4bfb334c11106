using System.Globalization;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines;

/// <summary>Facts of shipments in the words of people.</summary>
internal static class Words
{
    public static string Of(Milestone milestone) => milestone == Milestone.None ? "No phase yet" : Sentence(milestone.ToText());

    public static string Of(Condition condition) => condition.ToText().Replace('_', ' ');

    /// <summary>A type, such as "Facility departed", "Customs held" or "Delivery attempt: refused".</summary>
    public static string Of(EventType type)
    {
        var code = PlainText.Of(type.Code);
        var dot = code.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0) return Sentence(code);
        var (group, rest) = (code[..dot], code[(dot + 1)..]);
        return group switch
        {
            "transit" or "delivery" or "shipment" or "tracking" => Sentence(rest),
            "delivered" or "exception" or "delay" or "hold" => $"{Sentence(group)}: {Phrase(rest)}",
            _ => $"{Sentence(group)}{(group.Contains('_', StringComparison.Ordinal) ? ":" : "")} {Phrase(rest)}",
        };
    }

    public static string Status(string word) => Sentence(word);

    /// <summary>What is odd about a scan, such as "after delivery, clock suspect"; empty where nothing is.</summary>
    public static string Of(ScanFlags flags) =>
        flags == ScanFlags.None ? "" : string.Join(", ", Enum.GetValues<ScanFlags>().Where(flag => flag != ScanFlags.None && flags.HasFlag(flag)).Select(FlagWord));

    /// <summary>How long something took, in its two largest units; empty where the two times cannot be compared.</summary>
    public static string Between(EventTime from, EventTime to) => Elapsed(from, to) is { } elapsed ? Of(elapsed) : "";

    /// <summary>The time between two times that both have an offset, or both have none.</summary>
    public static Duration? Elapsed(EventTime from, EventTime to) =>
        from.IsKnown && to.IsKnown && from.HasOffset == to.HasOffset ? Duration.FromTicks(to.MomentTicks - from.MomentTicks) : null;

    public static string Of(Duration elapsed)
    {
        var (days, hours, minutes) = (Math.Abs(elapsed.Days), Math.Abs(elapsed.Hours), Math.Abs(elapsed.Minutes));
        var (large, small) = days > 0 ? (Count(days, "d"), Count(hours, "h")) : hours > 0 ? (Count(hours, "h"), Count(minutes, "min")) : (Count(minutes, "min"), "");
        return (large + " " + small).Trim() is { Length: > 0 } text ? text : "under a minute";
    }

    public static string Days(int days) => days is 1 or -1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(days)} days");

    /// <summary>A day or window of delivery, such as "2025-03-08 09:00 to 12:00".</summary>
    public static string Of(DeliveryEstimate estimate)
    {
        if (!estimate.Through.IsKnown) return Moment(estimate.From);
        if (!estimate.From.IsKnown) return $"until {Moment(estimate.Through)}";
        return estimate.From.Date == estimate.Through.Date && estimate.Through.Precision != TimePrecision.Day
            ? $"{Moment(estimate.From)} to {Clock(estimate.Through)}"
            : $"{Moment(estimate.From)} to {Moment(estimate.Through)}";
    }

    public static string Of(DeliveryLateness lateness)
    {
        if (lateness.Days == 0) return "on time";
        var business = lateness.BusinessDays == lateness.Days ? "" : $" ({BusinessDays(lateness.BusinessDays)})";
        return $"{Days(lateness.Days)} {(lateness.Days > 0 ? "late" : "early")}{business}";
    }

    /// <summary>Local day and clock to the minute, without zone: "2025-03-08 09:00".</summary>
    public static string Moment(EventTime time) => !time.IsKnown ? "no time" : time.Precision == TimePrecision.Day ? Day(time) : $"{Day(time)} {Clock(time)}";

    public static string Day(EventTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Date.Year:0000}-{time.Date.Month:00}-{time.Date.Day:00}");

    public static string Clock(EventTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Local.Hour:00}:{time.Local.Minute:00}");

    /// <summary>The offset, "local" where none is known, with a mark where it is doubtful; empty for a day.</summary>
    public static string Zone(EventTime time) => time switch
    {
        { IsKnown: false } or { Offset: null, Precision: TimePrecision.Day } => "",
        { Offset: null } => "local",
        { Basis: OffsetBasis.SentDoubtful } => OffsetText(time.OffsetSeconds) + "?",
        _ => OffsetText(time.OffsetSeconds),
    };

    /// <summary>"+01:00".</summary>
    public static string OffsetText(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? '-' : '+')}{Math.Abs(seconds) / 3600:00}:{Math.Abs(seconds) / 60 % 60:00}");

    /// <summary>Carrier and number of a shipment.</summary>
    public static string Name(Shipment shipment) => PlainText.Of($"{shipment.Carrier} {shipment.TrackingNumber ?? "(no number)"}");

    /// <summary>What is known of a shipment as a whole, such as service, way and further numbers.</summary>
    public static IEnumerable<string> About(Shipment shipment)
    {
        var (origin, destination) = (EventText.Place(shipment.Origin), EventText.Place(shipment.Destination));
        if (origin.Length + destination.Length > 0) yield return origin.Length == 0 ? $"to {destination}" : destination.Length == 0 ? $"from {origin}" : $"{origin} → {destination}";
        if (PlainText.Of(shipment.Service) is { Length: > 0 } service) yield return service;
        if (shipment.PieceCount is { } count) yield return count == 1 ? "1 piece" : string.Create(CultureInfo.InvariantCulture, $"{count} pieces");
        if (shipment.FailedAttempts > 0) yield return shipment.FailedAttempts == 1 ? "1 failed attempt" : string.Create(CultureInfo.InvariantCulture, $"{shipment.FailedAttempts} failed attempts");
        foreach (var other in shipment.OtherNumbers.Where(other => shipment.Pieces.All(piece => piece.Number != other.Number))) yield return PlainText.Of($"also {other.Carrier} {other.Number}");
        if (shipment.CurrentCarrier is { } current && current != shipment.Carrier && !shipment.IsEnded) yield return PlainText.Of($"now with {current}");
    }

    /// <summary>What is to be said of a scan beside time, type, place and label, such as "after delivery, 2 reports".</summary>
    public static string Remarks(ShipmentScan scan, Shipment shipment)
    {
        var remarks = new List<string>();
        if (scan.Flags != ScanFlags.None) remarks.Add(Of(scan.Flags));
        if (shipment.Pieces.Count > 0 && scan.Piece is { } piece) remarks.Add(PlainText.Of($"piece {piece}"));
        if (scan.ReportCount > 1) remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{scan.ReportCount} reports"));
        return string.Join(", ", remarks);
    }

    private static string BusinessDays(int days) => days is 1 or -1 ? "1 business day" : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(days)} business days");

    private static string FlagWord(ScanFlags flag) => flag switch
    {
        ScanFlags.Late => "received late",
        ScanFlags.ImpossibleOrder => "impossible order",
        ScanFlags.BeforePickup => "before pickup",
        ScanFlags.AfterDelivery => "after delivery",
        ScanFlags.AfterEnd => "after the end",
        ScanFlags.ClockSuspect => "clock suspect",
        ScanFlags.Retracted => "taken back",
        ScanFlags.Withdrawn => "withdrawn",
        _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, "Not a member of the enum."),
    };

    private static string Count(int count, string unit) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");

    private static string Sentence(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + Phrase(word[1..]);

    private static string Phrase(string word) => word.Replace('_', ' ').Replace('.', ' ');
}
