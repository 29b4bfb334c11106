using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using PostPurchase.Normalization.Triggers.Engine;

namespace PostPurchase.Normalization.Triggers.Stores.Json;

/// <summary>
/// Writes and reads what has fired: <c>{"v":1,"fired":{"delivered":{"":17410536000000000}}}</c>, rule, cause and Unix ticks; and, where there are such,
/// rules that keep silent and have something to tell, with the end of the silence: <c>"held":{"estimate_moved":17410536000000000}</c>.
/// </summary>
public sealed class TriggerMarksJsonConverter : JsonConverter<TriggerMarks>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">It is not that, or of a later version than this one reads.</exception>
    public override TriggerMarks Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var stored = JsonSerializer.Deserialize(ref reader, StoredTriggerJsonContext.Default.StoredMarks) ?? throw new JsonException("Marks are an object.");
        StoredVersion.Check(stored.Version, StoredMarks.CurrentVersion, "marks");
        var fired = stored.Fired.SelectMany(rule => rule.Value.Select(cause => (rule.Key, cause.Key, Instant.FromUnixTimeTicks(cause.Value))));
        return new(FiredLog.Of(fired, stored.Held is { } held ? [.. held.Select(rule => new HeldRule(rule.Key, rule.Value))] : []));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TriggerMarks value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        var fired = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        foreach (var (rule, cause, at) in value.Fired.Entries)
        {
            if (!fired.TryGetValue(rule, out var causes)) fired.Add(rule, causes = new(StringComparer.Ordinal));
            causes.Add(cause, at.ToUnixTimeTicks());
        }
        var held = value.Fired.Held.Count == 0 ? null : value.Fired.Held.OrderBy(rule => rule.Rule, StringComparer.Ordinal).ToDictionary(rule => rule.Rule, rule => rule.Until, StringComparer.Ordinal);
        JsonSerializer.Serialize(writer, new() { Version = StoredMarks.CurrentVersion, Fired = fired, Held = held }, StoredTriggerJsonContext.Default.StoredMarks);
    }
}
