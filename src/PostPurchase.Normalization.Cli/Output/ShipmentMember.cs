using System.Text.Json;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Events.Json;
using PostPurchase.Normalization.Normalizing.Json;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines.Folding;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>The member <c>shipment</c> of an event line: what the payload says of the shipment as a whole, on the line of its newest event.</summary>
/// <remarks>Reading the line gives a report whose facts are dated and sourced as those of the payload's own report.</remarks>
internal static class ShipmentMember
{
    public const string Name = "shipment";

    private static readonly EventTimeJsonConverter Times = new();

    /// <summary>Which event of a report bears its facts: the newest, of several the last. -1 where there are no facts that a timeline uses, or no events.</summary>
    public static int BearerOf(ShipmentReport report)
    {
        if (IsEmpty(report.Facts)) return -1;
        var newest = -1;
        for (var i = 0; i < report.Events.Count; i++)
        {
            if (newest < 0 || Canonical.Compare(report.Events[i].Time, report.Events[newest].Time) >= 0) newest = i;
        }
        return newest;
    }

    public static void Write(Utf8JsonWriter writer, ShipmentFacts facts)
    {
        writer.WriteStartObject(Name);
        if (facts.Service is { } service) writer.WriteString("service", service);
        if (facts.PieceCount is { } count) writer.WriteNumber("pieceCount", count);
        WriteList(writer, "pieces", facts.Pieces, writer.WriteStringValue);
        WriteList(writer, "references", facts.References, one => WritePair(writer, one.Number, "type", one.Type));
        WriteList(writer, "partners", facts.Partners, one => WritePair(writer, one.Number, "carrier", one.Carrier));
        if (facts.Origin is { } origin) TrackingEventJsonConverter.WritePlace(writer, JsonEncodedText.Encode("origin"), origin);
        if (facts.Destination is { } destination) TrackingEventJsonConverter.WritePlace(writer, JsonEncodedText.Encode("destination"), destination);
        WriteList(writer, "estimates", facts.Estimates, one => Write(writer, one));
        writer.WriteEndObject();
    }

    public static ShipmentFacts Read(JsonElement member)
    {
        var read = member.Deserialize(TrackingJsonContext.Default.ShipmentFacts) ?? throw new JsonException("A shipment is an object.");
        return read with
        {
            Pieces = read.Pieces ?? [],
            References = read.References ?? [],
            Partners = read.Partners ?? [],
            Estimates = read.Estimates ?? [],
        };
    }

    private static bool IsEmpty(ShipmentFacts facts) =>
        facts is { Service: null, PieceCount: null, Pieces.Count: 0, References.Count: 0, Partners.Count: 0, Origin: null, Destination: null, Estimates.Count: 0 };

    private static void Write(Utf8JsonWriter writer, DeliveryEstimate estimate)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", estimate.Kind.ToText());
        WriteTime(writer, "from", estimate.From);
        WriteTime(writer, "through", estimate.Through);
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, EventTime time)
    {
        if (!time.IsKnown) return;
        writer.WritePropertyName(name);
        Times.Write(writer, time, TrackingJsonContext.Default.Options);
    }

    private static void WritePair(Utf8JsonWriter writer, string number, string name, string? value)
    {
        writer.WriteStartObject();
        writer.WriteString("number", number);
        if (value is not null) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0) return;
        writer.WriteStartArray(name);
        foreach (var item in items) write(item);
        writer.WriteEndArray();
    }
}
