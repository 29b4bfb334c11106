using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>The text by which a cause is known again.</summary>
internal static class CauseKey
{
    /// <summary>The cause of a rule that fires once for a shipment.</summary>
    public const string Shipment = "";

    /// <summary>A report: its minute on the clock and its piece; without a time, its words.</summary>
    /// <remarks>Neither type nor source, so that it stays the same when a map is refined or a finer report of the scan comes in.</remarks>
    public static string Of(TrackingEvent told, string? piece) => told.Time.IsKnown
        ? $"{told.Time.Local:uuuu-MM-dd'T'HH:mm}{(piece is null ? "" : "/")}{piece}"
        : $"{told.Raw.Code}|{told.Raw.Label}|{told.Raw.Time}{(piece is null ? "" : "/")}{piece}";

    /// <summary>Of several reports each has a key; the scan is known again by any of them.</summary>
    public static bool AnyIn(FiredLog fired, string rule, ShipmentScan scan, string suffix)
    {
        if (scan.ReportCount == 1) return fired.Has(rule, Of(scan.Event, scan.Piece) + suffix);
        foreach (var report in scan.Reports)
        {
            if (fired.Has(rule, Of(report, scan.Piece) + suffix)) return true;
        }
        return false;
    }

    public static string Of(DeliveryEstimate estimate) => $"{estimate.Kind}|{estimate.From}|{estimate.Through}";
}
