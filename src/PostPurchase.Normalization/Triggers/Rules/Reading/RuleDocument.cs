using System.Text.Json;
using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Rules.Reading;

/// <summary>A file of rules as it is written. What is left out is null or the type's default: initializers count for nothing here.</summary>
internal sealed class RuleFileDocument
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public TriggerGroup? Group { get; init; }

    public required List<RuleDocument> Rules { get; init; }
}

/// <summary>A rule as it is written.</summary>
internal sealed class RuleDocument
{
    public required string Name { get; init; }

    public TriggerGroup? Group { get; init; }

    public required string Fires { get; init; }

    public string? Not { get; init; }

    public required CauseDocument On { get; init; }

    public ConditionsDocument? If { get; init; }

    public OncePer Once { get; init; }

    public string? Quiet { get; init; }

    public int MostPerDay { get; init; }

    public Meanwhile Meanwhile { get; init; }

    public List<string>? Silences { get; init; }

    public MatchKind? Match { get; init; }

    public Confidence Confidence { get; init; }

    public bool Late { get; init; }

    public bool AnyOrder { get; init; }
}

/// <summary>A cause as it is written: exactly one of <c>scan</c>, <c>phase</c>, <c>problem</c>, <c>estimate</c>, <c>after</c>, <c>repeat</c>, <c>then</c> and <c>pieces</c> says its kind.</summary>
internal sealed class CauseDocument
{
    public List<string>? Scan { get; init; }

    public List<string>? Except { get; init; }

    public List<ScanFlags>? Flags { get; init; }

    public bool First { get; init; }

    public List<Milestone>? Phase { get; init; }

    public List<Milestone>? From { get; init; }

    public List<string>? Problem { get; init; }

    public List<Condition>? Conditions { get; init; }

    public List<string>? Pitfalls { get; init; }

    public bool Cleared { get; init; }

    public EstimateNews? Estimate { get; init; }

    public int Days { get; init; }

    public DeadlineStart? After { get; init; }

    public List<string>? Types { get; init; }

    public List<string>? Until { get; init; }

    public string? Attribute { get; init; }

    public List<Milestone>? Phases { get; init; }

    public string? Wait { get; init; }

    public int BusinessDays { get; init; }

    public string? At { get; init; }

    public RepeatKind? Repeat { get; init; }

    public int? Times { get; init; }

    public List<string>? FirstTypes { get; init; }

    public List<string>? Then { get; init; }

    public List<string>? Without { get; init; }

    public string? Within { get; init; }

    public PieceNews? Pieces { get; init; }
}

/// <summary>Conditions as they are written.</summary>
internal sealed class ConditionsDocument
{
    public List<string>? Carriers { get; init; }

    public List<string>? Services { get; init; }

    public List<string>? Countries { get; init; }

    public List<string>? Destinations { get; init; }

    public bool? International { get; init; }

    public List<Direction>? Legs { get; init; }

    public List<Milestone>? Phases { get; init; }

    public List<Milestone>? Reached { get; init; }

    public List<Milestone>? NotReached { get; init; }

    public List<Condition>? Conditions { get; init; }

    public List<string>? Problems { get; init; }

    public Severity Severity { get; init; }

    public int? LeastAttempts { get; init; }

    public int? MostAttempts { get; init; }

    public bool? FinalAttempt { get; init; }

    public List<DeliveredTo>? DeliveredTo { get; init; }

    public List<DeliveredAt>? DeliveredAt { get; init; }

    public List<ProofOfDelivery>? Proofs { get; init; }

    public List<Party>? ActionBy { get; init; }

    public bool? Pieces { get; init; }

    public Dictionary<string, AttributeTestDocument>? Attributes { get; init; }
}

/// <summary>A test of an attribute as it is written.</summary>
internal sealed class AttributeTestDocument
{
    public decimal? AtLeast { get; init; }

    public decimal? AtMost { get; init; }

    public decimal? MoreThan { get; init; }

    public decimal? LessThan { get; init; }

    public List<string>? OneOf { get; init; }

    public bool? Is { get; init; }

    public bool Absent { get; init; }
}

/// <summary>Rule files by System.Text.Json, generated at build time. Comments and trailing commas are allowed; members that are unknown or stand twice are faults.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(RuleWordConverter<TriggerGroup>), typeof(RuleWordConverter<OncePer>), typeof(RuleWordConverter<Meanwhile>), typeof(RuleWordConverter<MatchKind>), typeof(RuleWordConverter<Confidence>),
        typeof(RuleWordConverter<ScanFlags>), typeof(RuleWordConverter<Milestone>), typeof(RuleWordConverter<Condition>), typeof(RuleWordConverter<EstimateNews>),
        typeof(RuleWordConverter<DeadlineStart>), typeof(RuleWordConverter<RepeatKind>), typeof(RuleWordConverter<PieceNews>), typeof(RuleWordConverter<Direction>),
        typeof(RuleWordConverter<Severity>), typeof(RuleWordConverter<DeliveredTo>), typeof(RuleWordConverter<DeliveredAt>), typeof(RuleWordConverter<ProofOfDelivery>),
        typeof(RuleWordConverter<Party>),
    ])]
[JsonSerializable(typeof(RuleFileDocument))]
internal sealed partial class RuleJsonContext : JsonSerializerContext;

/// <summary>Members of an enum as snake_case words.</summary>
internal sealed class RuleWordConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
