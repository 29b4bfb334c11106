using System.Text.Json;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Json;
using PostPurchase.Normalization.Triggers.Engine;

namespace PostPurchase.Normalization.Triggers.Stores.Json;

/// <summary>Writes what a trigger tells beside its shipment.</summary>
internal static class OccasionWriter
{
    public static string Write(Occasion occasion)
    {
        var stored = new StoredOccasion
        {
            Version = StoredOccasion.CurrentVersion,
            Group = occasion.Rule.Group,
            Since = TimeText.Write(occasion.Since),
            Scan = occasion.Scan is { } scan ? StoredScan.Of(scan.Event) : null,
            Phase = occasion.Details.Phase is { } phase ? new(phase.From, phase.To, phase.Piece) : null,
            Problem = occasion.Details.Problem is { } problem ? Problem(problem) : null,
            Estimate = Estimate(occasion.Details.Estimate),
            Previous = Estimate(occasion.Details.PreviousEstimate),
            Days = occasion.Details.Days,
            Times = occasion.Details.Times,
            Attempts = occasion.Setting.Attempts,
            Piece = occasion.Piece,
        };
        return JsonSerializer.Serialize(stored, StoredTriggerJsonContext.Default.StoredOccasion);
    }

    private static StoredProblem Problem(ShipmentProblem problem) =>
        new(problem.Type.Code, StoredScan.Of(problem.Opened.Event), problem.Cleared is { } cleared ? StoredScan.Of(cleared.Event) : null, problem.Scans);

    private static StoredEstimate? Estimate(DeliveryEstimate? estimate) =>
        estimate is null ? null : new((int)estimate.Kind, TimeText.Write(estimate.From), TimeText.Write(estimate.Through));
}
