using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines;

/// <summary>One scan of a shipment's history, however often and by whomever it was reported. Immutable.</summary>
public sealed class ShipmentScan
{
    /// <summary>Flags of scans that the carrier no longer stands by.</summary>
    internal const ScanFlags CountsForNothing = ScanFlags.Retracted | ScanFlags.Withdrawn;

    private const ScanFlags Moveless = CountsForNothing | ScanFlags.AfterDelivery | ScanFlags.AfterEnd | ScanFlags.ImpossibleOrder;

    private readonly Several? _several;

    /// <param name="index">Zero-based place in the history.</param>
    /// <param name="told">The report that speaks for the scan.</param>
    /// <param name="time">Another time than that of <paramref name="told"/> only where there are several reports.</param>
    /// <param name="piece">The piece that it concerns.</param>
    /// <param name="flags">What is odd about it.</param>
    /// <param name="reports">All reports; <see langword="null"/> where there is one.</param>
    internal ShipmentScan(int index, TrackingEvent told, EventTime time, string? piece, ScanFlags flags, TrackingEvent[]? reports)
    {
        Index = index;
        Event = told;
        Piece = piece;
        Flags = flags;
        _several = reports is null ? null : new(reports, time);
    }

    /// <summary>Zero-based place in the history.</summary>
    public int Index { get; }

    /// <summary>The report that says most: mapped before unmapped, the carrier's own before an aggregator's, the finer type before the coarser.</summary>
    public TrackingEvent Event { get; }

    /// <summary>What happened.</summary>
    public EventType Type => Event.Type;

    /// <summary>When: the best time that any report gives, one with an offset before one without.</summary>
    public EventTime Time => _several?.Time ?? Event.Time;

    /// <summary>The piece that it concerns; <see langword="null"/> where it concerns all of the shipment, or pieces are not told apart.</summary>
    public string? Piece { get; }

    /// <summary>What is odd about it.</summary>
    public ScanFlags Flags { get; }

    /// <summary>Whether the carrier still stands by it.</summary>
    internal bool Counts => (Flags & CountsForNothing) == ScanFlags.None;

    /// <summary>Whether it may move no phase.</summary>
    internal bool IsMoveless => (Flags & Moveless) != ScanFlags.None;

    /// <summary>All reports of it, <see cref="Event"/> among them, in the order of the timeline.</summary>
    public IReadOnlyList<TrackingEvent> Reports => _several?.Reports ?? [Event];

    /// <summary>Number of reports.</summary>
    public int ReportCount => _several?.Reports.Length ?? 1;

    private sealed record Several(TrackingEvent[] Reports, EventTime Time);
}
