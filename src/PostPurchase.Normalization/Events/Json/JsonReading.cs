using System.Text.Json;

namespace PostPurchase.Normalization.Events.Json;

/// <summary>What the converters share: absent values are left out, unknown members are passed over.</summary>
internal static class JsonReading
{
    public static void WriteText(this Utf8JsonWriter writer, JsonEncodedText name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    /// <summary>Moves to the next member's value; <see langword="false"/> at the end of the object.</summary>
    public static bool NextMember(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return false;
        name = reader.GetString()!;
        return reader.Read();
    }

    public static void ExpectObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An object is expected.");
    }
}
