using System.Text.Json;
using System.Text.Json.Serialization;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;

namespace PostPurchase.Normalization.Triggers.Stores.Json;

/// <summary>Serialization of what stores keep beside timelines, by System.Text.Json, generated at build time: works trimmed and ahead of time compiled.</summary>
/// <remarks>
/// <c>JsonSerializer.Serialize(shipment.Marks, TriggerJsonContext.Default.TriggerMarks)</c>. The same value gives the same bytes; what this version writes
/// later ones read.
/// </remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TriggerMarks))]
[JsonSerializable(typeof(ShipmentAttributes))]
[JsonSerializable(typeof(IReadOnlyList<HandlerOutcome>))]
public sealed partial class TriggerJsonContext : JsonSerializerContext;

/// <summary>The stored forms themselves.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Converters = [typeof(RuleWordConverter<TriggerGroup>)])]
[JsonSerializable(typeof(StoredOccasion))]
[JsonSerializable(typeof(StoredMarks))]
[JsonSerializable(typeof(StoredAttributes))]
internal sealed partial class StoredTriggerJsonContext : JsonSerializerContext;
