using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace PostPurchase.Normalization.Events.Json;

/// <summary>
/// Writes a time as <c>{"local","offset","instant","precision","basis","dst"}</c>, all ISO 8601: <c>2024-11-22T13:58:00</c>, <c>-05:00</c>,
/// <c>2024-11-22T18:58:00Z</c>; a day as <c>2024-11-22</c>. Without an offset there is neither instant nor basis. No time is an empty object.
/// </summary>
public sealed class EventTimeJsonConverter : JsonConverter<EventTime>
{
    private static readonly JsonEncodedText Local = JsonEncodedText.Encode("local");
    private static readonly JsonEncodedText OffsetName = JsonEncodedText.Encode("offset");
    private static readonly JsonEncodedText InstantName = JsonEncodedText.Encode("instant");
    private static readonly JsonEncodedText Precision = JsonEncodedText.Encode("precision");
    private static readonly JsonEncodedText Basis = JsonEncodedText.Encode("basis");
    private static readonly JsonEncodedText Dst = JsonEncodedText.Encode("dst");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EventTime value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[IsoText.MaxLength];
        writer.WriteStartObject();
        if (value.IsKnown)
        {
            writer.WriteString(Local, text[..(value.Precision == TimePrecision.Day ? IsoText.Write(value.Date, text) : IsoText.Write(value.Local, text))]);
            if (value.Offset is { } offset) writer.WriteString(OffsetName, text[..IsoText.Write(offset, text)]);
            if (value.Instant is { } instant) writer.WriteString(InstantName, text[..IsoText.Write(instant, text)]);
            writer.WriteString(Precision, value.Precision.Name());
            if (value.Basis != OffsetBasis.None) writer.WriteString(Basis, value.Basis.Name());
            if (value.DstResolution != DstResolution.None) writer.WriteString(Dst, value.DstResolution.Name());
        }
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override EventTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonReading.ExpectObject(ref reader);
        string? local = null, offset = null, precision = null, basis = null, dst = null;
        while (JsonReading.NextMember(ref reader, out var name))
        {
            if (name == "local") local = reader.GetString();
            else if (name == "offset") offset = reader.GetString();
            else if (name == "precision") precision = reader.GetString();
            else if (name == "basis") basis = reader.GetString();
            else if (name == "dst") dst = reader.GetString();
            else reader.Skip();
        }
        return local is null ? default : Make(local, offset, precision, basis, dst) ?? throw new JsonException($"'{local}' with offset '{offset}' is not a time.");
    }

    /// <summary>The time of its texts; <see langword="null"/> where they make none.</summary>
    internal static EventTime? Make(string local, string? offset, string? precisionName, string? basisName, string? dstName)
    {
        if (!EventTimeNames.TryRead(precisionName, out TimePrecision precision) || precision == TimePrecision.None) return null;
        EventTimeNames.TryRead(dstName, out DstResolution dst);
        LocalDateTime moment;
        if (precision == TimePrecision.Day)
        {
            if (!IsoText.TryRead(Encoding.UTF8.GetBytes(local), out LocalDate day)) return null;
            moment = day.AtMidnight();
        }
        else if (!IsoText.TryRead(Encoding.UTF8.GetBytes(local), out moment)) return null;

        if (moment.Year > EventTime.LastYear) return null;
        if (offset is null) return precision == TimePrecision.Day ? EventTime.OnDay(moment.Date) : EventTime.AtLocal(moment, precision);
        if (!IsoText.TryRead(Encoding.UTF8.GetBytes(offset), out Offset known) || !EventTimeNames.TryRead(basisName, out OffsetBasis basis) || basis == OffsetBasis.None) return null;
        return EventTime.AtOffset(moment, known, precision, basis, dst);
    }
}
