using System.Text.Json;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Json;
using PostPurchase.Normalization.Triggers.Engine;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Stores.Json;

/// <summary>Makes what a trigger tells of its entry and its shipment. The rule may be gone since: its name and group are all that is needed.</summary>
internal static class OccasionReader
{
    private static readonly ScanCause CauseOfThePast = new();

    public static Occasion Read(OutboxEntry entry, TrackedShipment tracked)
    {
        var stored = JsonSerializer.Deserialize(entry.Data, StoredTriggerJsonContext.Default.StoredOccasion) ?? throw new JsonException("An entry's data are an object.");
        StoredVersion.Check(stored.Version, StoredOccasion.CurrentVersion, "triggers");
        var shipment = tracked.Timeline.Shipment;
        var scan = Find(shipment, stored.Scan);
        return new()
        {
            Id = entry.Id,
            Rule = new() { Name = entry.Rule, Group = stored.Group, Cause = CauseOfThePast },
            Setting = new(entry.ShipmentKey, shipment, tracked.Attributes, entry.FiredAt, stored.Attempts),
            CauseKey = entry.CauseKey,
            Scan = scan,
            Details = new()
            {
                Since = Time(stored.Since),
                Piece = stored.Piece,
                Due = entry.Due,
                Phase = stored.Phase is { } phase && scan is not null ? new(phase.From, phase.To, scan, phase.Piece) : null,
                Problem = Problem(shipment, stored.Problem),
                Estimate = Estimate(stored.Estimate),
                PreviousEstimate = Estimate(stored.Previous),
                Days = stored.Days,
                Times = stored.Times,
            },
        };
    }

    /// <summary>Reports are never removed, so one that caused a trigger is still among those of a scan.</summary>
    private static ShipmentScan? Find(Shipment shipment, StoredScan? stored)
    {
        if (stored is null) return null;
        var time = Time(stored.Time);
        foreach (var scan in shipment.History)
        {
            if (scan.ReportCount == 1 ? stored.IsOf(scan.Event, time) : scan.Reports.Any(report => stored.IsOf(report, time))) return scan;
        }
        return null;
    }

    private static ShipmentProblem? Problem(Shipment shipment, StoredProblem? stored) => stored is null || Find(shipment, stored.Opened) is not { } opened ? null : new()
    {
        Type = EventType.FromCode(stored.Type),
        Opened = opened,
        Cleared = Find(shipment, stored.Cleared),
        Scans = stored.Scans,
    };

    private static DeliveryEstimate? Estimate(StoredEstimate? stored) => stored is null ? null : TimelineReader.Estimate(stored);

    private static EventTime Time(string? text) => TimeText.Read(text) ?? throw new JsonException($"'{text}' is not a time.");
}
