using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>What came of one payload. Immutable.</summary>
public sealed record NormalizationResult
{
    /// <summary>Id of the carrier or aggregator whose format it is; <see langword="null"/> where the format is not known.</summary>
    public string? Carrier { get; init; }

    /// <summary>Id of the format; <see langword="null"/> where it is not known.</summary>
    public string? Format { get; init; }

    /// <summary>All events, shipment by shipment, oldest first.</summary>
    /// <remarks>Ordered by time; a scan with a date only, or with no time, keeps its place beside its neighbours in the payload.</remarks>
    public IReadOnlyList<TrackingEvent> Events { get; init; } = [];

    /// <summary>The shipments, in the order of the payload, those without events too.</summary>
    public IReadOnlyList<ShipmentFacts> Shipments { get; init; } = [];

    /// <summary>The shipments, each with its own events.</summary>
    [JsonIgnore]
    public IEnumerable<ShipmentReport> Reports
    {
        get
        {
            var start = 0;
            foreach (var facts in Shipments)
            {
                yield return new(facts, [.. Events.Skip(start).Take(facts.EventCount)]);
                start += facts.EventCount;
            }
        }
    }

    /// <summary>Errors and "not found" answers, of the payload or of single shipments.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>What is worth knowing of events that are there.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}
