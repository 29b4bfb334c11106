using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines.Json;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Stores.Json;

/// <summary>The stored form of what a trigger tells beside its shipment.</summary>
/// <remarks>Members are only ever added; a change that old readers would misread takes a new <see cref="CurrentVersion"/>.</remarks>
internal sealed class StoredOccasion
{
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public int Version { get; init; }

    [JsonPropertyName("group")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TriggerGroup Group { get; init; }

    [JsonPropertyName("since")]
    public string? Since { get; init; }

    [JsonPropertyName("scan")]
    public StoredScan? Scan { get; init; }

    [JsonPropertyName("phase")]
    public StoredPhase? Phase { get; init; }

    [JsonPropertyName("problem")]
    public StoredProblem? Problem { get; init; }

    [JsonPropertyName("estimate")]
    public StoredEstimate? Estimate { get; init; }

    [JsonPropertyName("previous")]
    public StoredEstimate? Previous { get; init; }

    [JsonPropertyName("days")]
    public int Days { get; init; }

    [JsonPropertyName("times")]
    public int Times { get; init; }

    [JsonPropertyName("attempts")]
    public int Attempts { get; init; }

    [JsonPropertyName("piece")]
    public string? Piece { get; init; }
}

/// <summary>By what a scan is found again in its shipment's history.</summary>
internal sealed record StoredScan(
    [property: JsonPropertyName("at")] string? Time,
    [property: JsonPropertyName("t")] string Type,
    [property: JsonPropertyName("p")] string? Piece,
    [property: JsonPropertyName("c")] string Carrier,
    [property: JsonPropertyName("v")] string? Via,
    [property: JsonPropertyName("f")] string Format,
    [property: JsonPropertyName("k")] string? Code,
    [property: JsonPropertyName("l")] string? Label)
{
    public static StoredScan Of(TrackingEvent told) =>
        new(TimeText.Write(told.Time), told.Type.Code, told.Piece, told.Carrier, told.Via, told.Format, told.Raw.Code, told.Raw.Label);

    /// <param name="told">A report.</param>
    /// <param name="time">This one's time, read once.</param>
    public bool IsOf(TrackingEvent told, EventTime time) =>
        told.Time.Equals(time) && told.Type.Code == Type && told.Raw.Code == Code && told.Raw.Label == Label && told.Piece == Piece
        && told.Carrier == Carrier && told.Via == Via && told.Format == Format;
}

internal sealed record StoredPhase(
    [property: JsonPropertyName("from")] Milestone From,
    [property: JsonPropertyName("to")] Milestone To,
    [property: JsonPropertyName("p")] string? Piece);

internal sealed record StoredProblem(
    [property: JsonPropertyName("t")] string Type,
    [property: JsonPropertyName("opened")] StoredScan Opened,
    [property: JsonPropertyName("cleared")] StoredScan? Cleared,
    [property: JsonPropertyName("n")] int Scans);

/// <summary>The stored form of what has fired: rule, cause, and when, in Unix ticks.</summary>
internal sealed class StoredMarks
{
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public int Version { get; init; }

    [JsonPropertyName("fired")]
    public Dictionary<string, Dictionary<string, long>> Fired { get; init; } = [];

    /// <summary>Rules that have something to tell when their silence is over, and when that is.</summary>
    [JsonPropertyName("held")]
    public Dictionary<string, long>? Held { get; init; }
}

/// <summary>The stored form of attributes, by what they are.</summary>
internal sealed class StoredAttributes
{
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public int Version { get; init; }

    [JsonPropertyName("numbers")]
    public Dictionary<string, decimal>? Numbers { get; set; }

    [JsonPropertyName("texts")]
    public Dictionary<string, string>? Texts { get; set; }

    [JsonPropertyName("truths")]
    public Dictionary<string, bool>? Truths { get; set; }

    /// <summary>Unix ticks.</summary>
    [JsonPropertyName("moments")]
    public Dictionary<string, long>? Moments { get; set; }
}
