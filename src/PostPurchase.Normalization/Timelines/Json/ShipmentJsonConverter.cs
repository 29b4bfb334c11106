using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Events.Json;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines.Json;

/// <summary>Writes a snapshot: names in camelCase, values of enums in snake_case, absent values left out. The same state gives the same bytes.</summary>
/// <remarks>A snapshot is derived and cannot be read back; what is stored is the <see cref="ShipmentTimeline"/>.</remarks>
public sealed class ShipmentJsonConverter : JsonConverter<Shipment>
{
    private static readonly EventTimeJsonConverter Times = new();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Shipment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A snapshot is derived from its timeline; store and read the ShipmentTimeline.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Shipment value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("carrier", value.Carrier);
        WriteText(writer, "trackingNumber", value.TrackingNumber);
        writer.WriteString("status", value.Status);
        writer.WriteString("milestone", value.Milestone.ToText());
        writer.WriteString("condition", value.Condition.ToText());
        writer.WriteBoolean("ended", value.IsEnded);
        WriteTime(writer, "since", value.Since);
        writer.WriteString("leg", value.Leg.ToText());
        WriteDates(writer, value.Dates);
        writer.WriteNumber("failedAttempts", value.FailedAttempts);
        if (value.OpenProblem is { } open) WriteProblem(writer, "openProblem", open);
        WriteList(writer, "problems", value.Problems, static (json, problem) => WriteProblem(json, null, problem));
        WriteEstimates(writer, value.Estimates);
        WriteText(writer, "currentCarrier", value.CurrentCarrier);
        WriteList(writer, "otherNumbers", value.OtherNumbers, WriteNumber);
        WritePlace(writer, "lastPlace", value.LastPlace);
        WriteTime(writer, "lastSeen", value.LastSeen);
        if (value.PieceCount is { } count) writer.WriteNumber("pieceCount", count);
        if (value.IsPartlyDelivered) writer.WriteBoolean("partlyDelivered", true);
        WriteList(writer, "pieces", value.Pieces, WritePiece);
        WriteText(writer, "service", value.Service);
        WritePlace(writer, "origin", value.Origin);
        WritePlace(writer, "destination", value.Destination);
        WriteList(writer, "references", value.References, WriteReference);
        WriteList(writer, "history", value.History, WriteScan);
        writer.WriteEndObject();
    }

    private static void WriteDates(Utf8JsonWriter writer, MilestoneDates dates)
    {
        writer.WriteStartObject("dates");
        foreach (var milestone in Enum.GetValues<Milestone>())
        {
            var name = milestone == Milestone.InTransit ? "first_scan" : milestone == Milestone.AttemptFailed ? "first_attempt" : milestone.ToText();
            WriteTime(writer, name, dates[milestone]);
        }
        writer.WriteEndObject();
    }

    private static void WriteProblem(Utf8JsonWriter writer, string? name, ShipmentProblem problem)
    {
        if (name is not null) writer.WritePropertyName(name);
        writer.WriteStartObject();
        writer.WriteString("type", problem.Type.Code);
        writer.WriteString("condition", problem.Condition.ToText());
        WriteText(writer, "pitfall", problem.Type.Pitfall);
        WriteTime(writer, "since", problem.Since);
        writer.WriteNumber("scans", problem.Scans);
        if (problem.Cleared is { } cleared)
        {
            writer.WriteStartObject("cleared");
            writer.WriteString("type", cleared.Type.Code);
            WriteTime(writer, "time", cleared.Time);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteEstimates(Utf8JsonWriter writer, EstimateHistory estimates)
    {
        if (estimates.Told.Count == 0 && estimates.Promise is null) return;
        writer.WriteStartObject("estimates");
        if (estimates.Promise is { } promise)
        {
            writer.WriteStartObject("promise");
            WriteEstimate(writer, promise);
            writer.WriteEndObject();
        }
        if (estimates.First is { } first) WriteTold(writer, "first", first);
        if (estimates.Current is { } current) WriteTold(writer, "current", current);
        WriteList(writer, "told", estimates.Told, static (json, told) => WriteTold(json, null, told));
        WriteList(writer, "changes", estimates.Changes, static (json, change) =>
        {
            json.WriteStartObject();
            WriteTime(json, "at", change.To.Since);
            WriteTime(json, "from", change.From.Estimate.From);
            WriteTime(json, "to", change.To.Estimate.From);
            json.WriteNumber("days", change.Days);
            json.WriteEndObject();
        });
        if (estimates.Lateness is { } lateness)
        {
            writer.WriteStartObject("lateness");
            writer.WriteNumber("days", lateness.Days);
            writer.WriteNumber("businessDays", lateness.BusinessDays);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteTold(Utf8JsonWriter writer, string? name, ToldEstimate told)
    {
        if (name is not null) writer.WritePropertyName(name);
        writer.WriteStartObject();
        WriteEstimate(writer, told.Estimate);
        writer.WriteString("source", told.Source);
        WriteTime(writer, "since", told.Since);
        writer.WriteEndObject();
    }

    private static void WriteEstimate(Utf8JsonWriter writer, DeliveryEstimate estimate)
    {
        writer.WriteString("kind", estimate.Kind.ToText());
        WriteTime(writer, "from", estimate.From);
        WriteTime(writer, "through", estimate.Through);
    }

    private static void WriteNumber(Utf8JsonWriter writer, CarrierNumber number)
    {
        writer.WriteStartObject();
        WriteText(writer, "carrier", number.Carrier);
        writer.WriteString("number", number.Number);
        writer.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter writer, ShipmentReference reference)
    {
        writer.WriteStartObject();
        writer.WriteString("number", reference.Number);
        WriteText(writer, "type", reference.Type);
        writer.WriteEndObject();
    }

    private static void WritePiece(Utf8JsonWriter writer, ShipmentPiece piece)
    {
        writer.WriteStartObject();
        writer.WriteString("number", piece.Number);
        writer.WriteString("status", piece.Status);
        writer.WriteString("milestone", piece.Milestone.ToText());
        writer.WriteString("condition", piece.Condition.ToText());
        writer.WriteBoolean("ended", piece.IsEnded);
        WriteTime(writer, "since", piece.Since);
        writer.WriteString("leg", piece.Leg.ToText());
        WriteDates(writer, piece.Dates);
        writer.WriteNumber("failedAttempts", piece.FailedAttempts);
        writer.WriteEndObject();
    }

    private static void WriteScan(Utf8JsonWriter writer, ShipmentScan scan)
    {
        var told = scan.Event;
        writer.WriteStartObject();
        WriteTime(writer, "time", scan.Time);
        writer.WriteString("type", scan.Type.Code);
        if (scan.Type.Milestone != Milestone.None) writer.WriteString("milestone", scan.Type.Milestone.ToText());
        writer.WriteString("condition", scan.Type.Condition.ToText());
        if (scan.Flags != ScanFlags.None) WriteFlags(writer, scan.Flags);
        writer.WriteString("carrier", told.Carrier);
        WriteText(writer, "trackingNumber", told.TrackingNumber);
        WriteText(writer, "piece", scan.Piece);
        WritePlace(writer, "place", told.Place);
        TrackingEventJsonConverter.WriteFacets(writer, told.Facets);
        WriteText(writer, "code", told.Raw.Code);
        WriteText(writer, "label", told.Raw.Label);
        WriteList(writer, "sources", scan.Reports, static (json, report) =>
        {
            json.WriteStartObject();
            json.WriteString("carrier", report.Carrier);
            WriteText(json, "via", report.Via);
            json.WriteString("format", report.Format);
            json.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static void WriteFlags(Utf8JsonWriter writer, ScanFlags flags)
    {
        writer.WriteStartArray("flags");
        foreach (var flag in Enum.GetValues<ScanFlags>())
        {
            if (flag != ScanFlags.None && flags.HasFlag(flag)) writer.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(flag.ToString()));
        }
        writer.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0) return;
        writer.WriteStartArray(name);
        foreach (var item in items) write(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private static void WritePlace(Utf8JsonWriter writer, string name, Place? place)
    {
        if (place is not null) TrackingEventJsonConverter.WritePlace(writer, JsonEncodedText.Encode(name), place);
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, EventTime time)
    {
        if (!time.IsKnown) return;
        writer.WritePropertyName(name);
        Times.Write(writer, time, TimelineJsonContext.Default.Options);
    }
}
