using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Json;

/// <summary>Serialization of timelines and snapshots by System.Text.Json, generated at build time: works trimmed and ahead of time compiled.</summary>
/// <remarks><c>JsonSerializer.Serialize(timeline, TimelineJsonContext.Default.ShipmentTimeline)</c>.</remarks>
[JsonSerializable(typeof(ShipmentTimeline))]
[JsonSerializable(typeof(Shipment))]
public sealed partial class TimelineJsonContext : JsonSerializerContext;

/// <summary>The stored form, numbers for enums: stable, as their members are only ever added.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredTimeline))]
[JsonSerializable(typeof(Place))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
