using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores.Json;

/// <summary>Writes and reads attributes: <c>{"v":1,"numbers":{"value":640.50},"texts":{"tier":"gold"}}</c>; moments are Unix ticks.</summary>
public sealed class ShipmentAttributesJsonConverter : JsonConverter<ShipmentAttributes>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">It is not that, or of a later version than this one reads.</exception>
    public override ShipmentAttributes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize(ref reader, StoredTriggerJsonContext.Default.StoredAttributes) ?? throw new JsonException("Attributes are an object.");
        StoredVersion.Check(stored.Version, StoredAttributes.CurrentVersion, "attributes");
        var attributes = ShipmentAttributes.None;
        foreach (var (name, number) in stored.Numbers ?? []) attributes = attributes.With(name, number);
        foreach (var (name, text) in stored.Texts ?? []) attributes = attributes.With(name, text);
        foreach (var (name, truth) in stored.Truths ?? []) attributes = attributes.With(name, truth);
        foreach (var (name, ticks) in stored.Moments ?? []) attributes = attributes.With(name, Instant.FromUnixTimeTicks(ticks));
        return attributes;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ShipmentAttributes value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        var stored = new StoredAttributes { Version = StoredAttributes.CurrentVersion };
        foreach (var (name, one) in value.Values)
        {
            if (one.Number is { } number) (stored.Numbers ??= new(StringComparer.Ordinal)).Add(name, number);
            else if (one.Text is { } text) (stored.Texts ??= new(StringComparer.Ordinal)).Add(name, text);
            else if (one.Truth is { } truth) (stored.Truths ??= new(StringComparer.Ordinal)).Add(name, truth);
            else if (one.Moment is { } moment) (stored.Moments ??= new(StringComparer.Ordinal)).Add(name, moment.ToUnixTimeTicks());
        }
        JsonSerializer.Serialize(writer, stored, StoredTriggerJsonContext.Default.StoredAttributes);
    }
}

/// <summary>Refuses what a later version wrote.</summary>
internal static class StoredVersion
{
    public static void Check(int version, int newest, string what)
    {
        if (version < 1 || version > newest) throw new JsonException($"Version {version} of stored {what} is not known here; {newest} is the newest.");
    }
}
