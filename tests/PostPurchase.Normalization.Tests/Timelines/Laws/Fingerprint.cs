using System.Text;
using System.Text.Json;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Json;

namespace PostPurchase.Normalization.Tests.Timelines.Laws;

/// <summary>A snapshot as text, with all that its JSON leaves out; equal for equal snapshots only.</summary>
internal static class Fingerprint
{
    public static string Of(Shipment shipment)
    {
        var text = new StringBuilder(JsonSerializer.Serialize(shipment, TimelineJsonContext.Default.Shipment));
        foreach (var scan in shipment.History)
        {
            text.Append('\n').Append(scan.Time).Append(scan.Piece).Append(scan.Flags);
            foreach (var report in scan.Reports) text.Append("\n  ").Append(ReferenceEquals(report, scan.Event)).Append(JsonSerializer.Serialize(report));
        }
        foreach (var problem in shipment.Problems) text.Append('\n').Append(IndexOf(shipment, problem.Opened)).Append(' ').Append(problem.Cleared is null ? -1 : IndexOf(shipment, problem.Cleared));
        foreach (var told in shipment.Estimates.Told) text.Append('\n').Append(told);
        return text.ToString();
    }

    public static byte[] Stored(ShipmentTimeline timeline) => JsonSerializer.SerializeToUtf8Bytes(timeline, TimelineJsonContext.Default.ShipmentTimeline);

    private static int IndexOf(Shipment shipment, ShipmentScan scan)
    {
        for (var i = 0; i < shipment.History.Count; i++)
        {
            if (ReferenceEquals(shipment.History[i], scan)) return i;
        }
        throw new InvalidOperationException("The scan is not of the history.");
    }
}
