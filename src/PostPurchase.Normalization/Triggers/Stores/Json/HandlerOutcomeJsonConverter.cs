using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores.Json;

/// <summary>Writes and reads what came of a handler: <c>{"h":"mail","ok":false,"n":2,"at":17410536000000000,"e":"TimeoutException: ..."}</c>.</summary>
public sealed class HandlerOutcomeJsonConverter : JsonConverter<HandlerOutcome>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">It is not that.</exception>
    public override HandlerOutcome Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An outcome is an object.");
        var (handler, isHandled, attempts, at, error) = ("", false, 0, 0L, (string?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "h": handler = reader.GetString() ?? ""; break;
                case "ok": isHandled = reader.GetBoolean(); break;
                case "n": attempts = reader.GetInt32(); break;
                case "at": at = reader.GetInt64(); break;
                case "e": error = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }
        return new(handler, isHandled, attempts, Instant.FromUnixTimeTicks(at), error);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, HandlerOutcome value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteString("h", value.Handler);
        writer.WriteBoolean("ok", value.IsHandled);
        writer.WriteNumber("n", value.Attempts);
        writer.WriteNumber("at", value.At.ToUnixTimeTicks());
        if (value.Error is not null) writer.WriteString("e", value.Error);
        writer.WriteEndObject();
    }
}
