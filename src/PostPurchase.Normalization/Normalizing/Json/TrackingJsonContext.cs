using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Events.Json;

namespace PostPurchase.Normalization.Normalizing.Json;

/// <summary>Serialization of events and results by System.Text.Json, generated at build time: works trimmed and ahead of time compiled.</summary>
/// <remarks><c>JsonSerializer.Serialize(result, TrackingJsonContext.Default.NormalizationResult)</c>. Names are camelCase, values of enums snake_case, absent values left out.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(TrackingEventJsonConverter), typeof(EventTimeJsonConverter), typeof(EventTypeJsonConverter),
        typeof(SnakeCaseConverter<ProblemKind>), typeof(SnakeCaseConverter<DiagnosticKind>), typeof(SnakeCaseConverter<EstimateKind>),
    ])]
[JsonSerializable(typeof(TrackingEvent))]
[JsonSerializable(typeof(NormalizationResult))]
[JsonSerializable(typeof(Problem))]
public sealed partial class TrackingJsonContext : JsonSerializerContext;

/// <summary>Values of an enum as snake_case words.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseConverter<TEnum>() : JsonStringEnumConverter<TEnum>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
