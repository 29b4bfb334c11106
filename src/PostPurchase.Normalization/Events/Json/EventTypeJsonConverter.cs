using System.Text.Json;
using System.Text.Json.Serialization;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Events.Json;

/// <summary>Writes an event type as its code; an unknown code survives the way there and back.</summary>
public sealed class EventTypeJsonConverter : JsonConverter<EventType>
{
    /// <inheritdoc/>
    public override EventType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EventType.FromCode(reader.GetString() ?? throw new JsonException("An event type is a text."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EventType value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
}
