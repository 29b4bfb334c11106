using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>What one kind of cause knows of itself.</summary>
internal readonly ref struct Finding
{
    public EventTime Since { get; init; }

    /// <summary>When a wait was over, in Unix ticks.</summary>
    public long? Due { get; init; }

    public PhaseChange? Phase { get; init; }

    public ShipmentProblem? Problem { get; init; }

    public DeliveryEstimate? Estimate { get; init; }

    public DeliveryEstimate? PreviousEstimate { get; init; }

    public int Days { get; init; }

    /// <summary>How often it has happened, where that is what makes the cause; else 0.</summary>
    public int Times { get; init; }

    public string? Piece { get; init; }

    /// <summary>Of a phase or a problem: the index before which its scans stand.</summary>
    public int Until { get; init; }

    /// <summary>What tells causes apart that share a scan.</summary>
    public string? Suffix { get; init; }

    /// <param name="scan">The cause.</param>
    public OccasionDetails Details(ShipmentScan? scan)
    {
        if (Due is null && Phase is null && Problem is null && Estimate is null && Piece is null && Times <= 1 && Days == 0 && Since.Equals(scan?.Time ?? default)) return OccasionDetails.None;
        return new()
        {
            Due = Due is { } due ? Instant.FromUnixTimeTicks(due) : null,
            Since = Since,
            Phase = Phase,
            Piece = Piece ?? scan?.Piece,
            Problem = Problem,
            Estimate = Estimate,
            PreviousEstimate = PreviousEstimate,
            Days = Days,
            Times = Math.Max(1, Times),
        };
    }
}
