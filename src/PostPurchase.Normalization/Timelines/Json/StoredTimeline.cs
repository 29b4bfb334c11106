using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Json;

/// <summary>The stored form of a timeline. What many reports share stands once, in lists that they point into by index.</summary>
/// <remarks>Members are only ever added; a change that old readers would misread takes a new <see cref="CurrentVersion"/>.</remarks>
internal sealed class StoredTimeline
{
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public required int Version { get; init; }

    [JsonPropertyName("promise")]
    public StoredEstimate? Promise { get; init; }

    [JsonPropertyName("sources")]
    public List<StoredSource>? Sources { get; init; }

    [JsonPropertyName("places")]
    public List<Place>? Places { get; init; }

    [JsonPropertyName("words")]
    public List<StoredWords>? Words { get; init; }

    [JsonPropertyName("numbers")]
    public List<string>? Numbers { get; init; }

    [JsonPropertyName("reports")]
    public List<StoredReport>? Reports { get; init; }

    [JsonPropertyName("facts")]
    public StoredFacts? Facts { get; init; }

    [JsonPropertyName("coverage")]
    public List<StoredCoverage>? Coverage { get; init; }
}

internal sealed record StoredSource(
    [property: JsonPropertyName("c")] string Carrier,
    [property: JsonPropertyName("v")] string? Via,
    [property: JsonPropertyName("f")] string Format);

/// <summary>A carrier's own words, but for the time.</summary>
internal sealed record StoredWords(
    [property: JsonPropertyName("c")] string? Code,
    [property: JsonPropertyName("q")] string? Qualifier,
    [property: JsonPropertyName("q2")] string? Qualifier2,
    [property: JsonPropertyName("l")] string? Label,
    [property: JsonPropertyName("d")] string? Detail);

internal sealed class StoredReport
{
    [JsonPropertyName("s")]
    public int Source { get; init; }

    [JsonPropertyName("n")]
    public int? Number { get; init; }

    [JsonPropertyName("p")]
    public int? Piece { get; init; }

    [JsonPropertyName("t")]
    public required string Type { get; init; }

    [JsonPropertyName("m")]
    public int Match { get; init; }

    [JsonPropertyName("c")]
    public int Confidence { get; init; }

    [JsonPropertyName("at")]
    public string? Time { get; init; }

    [JsonPropertyName("i")]
    public int Sequence { get; init; }

    [JsonPropertyName("l")]
    public int? Place { get; init; }

    [JsonPropertyName("w")]
    public int Words { get; init; }

    [JsonPropertyName("r")]
    public string? RawTime { get; init; }

    [JsonPropertyName("f")]
    public StoredFacets? Facets { get; init; }

    [JsonPropertyName("sv")]
    public string? Service { get; init; }

    [JsonPropertyName("pn")]
    public string? PartnerNumber { get; init; }

    [JsonPropertyName("pc")]
    public string? PartnerCarrier { get; init; }

    [JsonPropertyName("sb")]
    public string? SignedBy { get; init; }

    /// <summary>Unix ticks of the first receipt.</summary>
    [JsonPropertyName("r1")]
    public long? FirstReceived { get; init; }

    /// <summary>Unix ticks of the last receipt, where it is another.</summary>
    [JsonPropertyName("r2")]
    public long? LastReceived { get; init; }
}

internal sealed record StoredFacets(
    [property: JsonPropertyName("to")] int DeliveredTo,
    [property: JsonPropertyName("at")] int DeliveredAt,
    [property: JsonPropertyName("pod")] int Proof,
    [property: JsonPropertyName("dir")] int Direction,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("fa")] bool IsFinalAttempt,
    [property: JsonPropertyName("why")] string? Reason,
    [property: JsonPropertyName("act")] int ActionBy,
    [property: JsonPropertyName("by")] int CausedBy);

internal sealed class StoredFacts
{
    [JsonPropertyName("service")]
    public StoredFact<string>? Service { get; init; }

    [JsonPropertyName("pieceCount")]
    public StoredFact<int>? PieceCount { get; init; }

    [JsonPropertyName("origin")]
    public StoredFact<Place>? Origin { get; init; }

    [JsonPropertyName("destination")]
    public StoredFact<Place>? Destination { get; init; }

    [JsonPropertyName("estimates")]
    public List<StoredEstimate>? Estimates { get; init; }

    [JsonPropertyName("pieces")]
    public List<string>? Pieces { get; init; }

    [JsonPropertyName("partners")]
    public List<StoredPair>? Partners { get; init; }

    [JsonPropertyName("references")]
    public List<StoredPair>? References { get; init; }
}

internal sealed record StoredFact<T>(
    [property: JsonPropertyName("v")] T Value,
    [property: JsonPropertyName("at")] string? AsOf);

internal sealed record StoredEstimate(
    [property: JsonPropertyName("k")] int Kind,
    [property: JsonPropertyName("f")] string? From,
    [property: JsonPropertyName("t")] string? Through,
    [property: JsonPropertyName("s")] string? Source = null,
    [property: JsonPropertyName("r1")] string? First = null,
    [property: JsonPropertyName("r2")] string? Last = null);

internal sealed record StoredPair(
    [property: JsonPropertyName("n")] string Number,
    [property: JsonPropertyName("k")] string? Name);

internal sealed record StoredCoverage(
    [property: JsonPropertyName("s")] StoredSource Source,
    [property: JsonPropertyName("r")] long ReceivedAt,
    [property: JsonPropertyName("f")] long From,
    [property: JsonPropertyName("t")] long Through);
