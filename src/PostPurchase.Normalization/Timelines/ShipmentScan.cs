using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines;

/// <summary>One scan of a shipment's history, however often and by whomever it was reported. Immutable.</summary>
public sealed class ShipmentScan
{
    private readonly object _reports;

    internal ShipmentScan(int index, TrackingEvent told, EventTime time, string? piece, ScanFlags flags, TrackingEvent[]? reports)
    {
        Index = index;
        Event = told;
        Time = time;
        Piece = piece;
        Flags = flags;
        _reports = reports is null ? told : reports;
    }

    /// <summary>Zero-based place in the history.</summary>
    public int Index { get; }

    /// <summary>The report that says most: mapped before unmapped, the carrier's own before an aggregator's, the finer type before the coarser.</summary>
    public TrackingEvent Event { get; }

    /// <summary>What happened.</summary>
    public EventType Type => Event.Type;

    /// <summary>When: the best time that any report gives, one with an offset before one without.</summary>
    public EventTime Time { get; }

    /// <summary>The piece that it concerns; <see langword="null"/> where it concerns all of the shipment, or pieces are not told apart.</summary>
    public string? Piece { get; }

    /// <summary>What is odd about it.</summary>
    public ScanFlags Flags { get; }

    /// <summary>All reports of it, <see cref="Event"/> among them, in the order of the timeline.</summary>
    public IReadOnlyList<TrackingEvent> Reports => _reports as TrackingEvent[] ?? [Event];

    /// <summary>Number of reports.</summary>
    public int ReportCount => _reports is TrackingEvent[] several ? several.Length : 1;
}
