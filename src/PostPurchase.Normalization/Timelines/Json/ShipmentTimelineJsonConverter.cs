using System.Text.Json;
using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines.Folding;

namespace PostPurchase.Normalization.Timelines.Json;

/// <summary>Writes and reads a timeline in its stored form: compact, versioned, and the same bytes for the same set of reports.</summary>
/// <remarks>
/// Event types of later versions and of hosts survive by their codes. The calendar of business days is the host's and is not stored: a timeline
/// read back has Monday to Friday, unless the converter was made with another.
/// </remarks>
public sealed class ShipmentTimelineJsonConverter : JsonConverter<ShipmentTimeline>
{
    private readonly BusinessCalendar? _calendar;

    /// <summary>Timelines with business days from Monday to Friday.</summary>
    public ShipmentTimelineJsonConverter()
    {
    }

    /// <summary>Timelines with a host's own business days.</summary>
    /// <param name="calendar">Which days count as business days.</param>
    public ShipmentTimelineJsonConverter(BusinessCalendar calendar) => _calendar = calendar;

    /// <inheritdoc/>
    /// <exception cref="JsonException">It is no stored timeline, or one of a later version than this one reads.</exception>
    public override ShipmentTimeline Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        CheckVersion(reader);
        var stored = JsonSerializer.Deserialize(ref reader, StoredJsonContext.Default.StoredTimeline) ?? throw new JsonException("A timeline is an object.");
        CheckVersion(stored.Version);
        return new TimelineReader(stored).Read(_calendar);
    }

    /// <summary>Says so before a later version's members are taken for faults; the version stands first.</summary>
    private static void CheckVersion(Utf8JsonReader ahead)
    {
        if (ahead.TokenType != JsonTokenType.StartObject || !ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName || !ahead.ValueTextEquals("v"u8)) return;
        if (ahead.Read() && ahead.TokenType == JsonTokenType.Number && ahead.TryGetInt32(out var version)) CheckVersion(version);
    }

    private static void CheckVersion(int version)
    {
        if (version is < 1 or > StoredTimeline.CurrentVersion) throw new JsonException($"Version {version} of stored timelines is not known here; {StoredTimeline.CurrentVersion} is the newest.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ShipmentTimeline value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        JsonSerializer.Serialize(writer, new TimelineWriter().Write(value), StoredJsonContext.Default.StoredTimeline);
    }
}
