using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Something that was reported of a shipment. Immutable.</summary>
public sealed record TrackingInput
{
    private readonly ShipmentReport? _report;
    private readonly IReadOnlyList<TrackingEvent> _events = [];

    /// <summary>What one payload tells of a shipment.</summary>
    /// <param name="key">The key under which the host keeps the shipment.</param>
    /// <param name="report">The report.</param>
    /// <param name="receivedAt">When the host received it; <see langword="null"/>: now.</param>
    public TrackingInput(string key, ShipmentReport report, Instant? receivedAt = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(report);
        (Key, _report, ReceivedAt) = (key, report, receivedAt);
    }

    /// <summary>Single events, which say nothing of those that are not among them.</summary>
    /// <param name="key">The key under which the host keeps the shipment.</param>
    /// <param name="events">The events.</param>
    /// <param name="receivedAt">When the host received them; <see langword="null"/>: now.</param>
    public TrackingInput(string key, IReadOnlyList<TrackingEvent> events, Instant? receivedAt = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(events);
        (Key, _events, ReceivedAt) = (key, events, receivedAt);
    }

    /// <summary>The key under which the host keeps the shipment.</summary>
    public string Key { get; }

    /// <summary>When the host received it; <see langword="null"/>: now.</summary>
    public Instant? ReceivedAt { get; }

    internal void AddTo(ShipmentTimeline timeline, Instant now)
    {
        if (_report is not null) timeline.Add(_report, ReceivedAt ?? now);
        foreach (var told in _events) timeline.Add(told, ReceivedAt ?? now);
    }
}

/// <summary>What is done with what fires.</summary>
public enum TrackingMode
{
    /// <summary>It is saved with the shipment and goes into the outbox, to be handled.</summary>
    Live,

    /// <summary>For history that was never tracked: it counts as fired, but nobody is to act on it.</summary>
    BackFill,

    /// <summary>
    /// For seeing what the rules make of a history: from nothing but the shipment's attributes and promise, each report is taken in as of its receipt,
    /// waits end when they end, and nothing is saved. Ids are those that the same facts have otherwise.
    /// </summary>
    Replay,
}

/// <summary>What came of an input. Immutable.</summary>
/// <param name="Key">The shipment's key.</param>
/// <param name="Shipment">The shipment as it is now; of a replay as it came out.</param>
/// <param name="Triggers">What fired.</param>
/// <param name="NextDue">When the rules want to look again though nothing is reported.</param>
/// <param name="IsChanged">Whether there was anything to save; a repeat of what is known changes nothing. Of a replay: no.</param>
public sealed record TrackingResult(string Key, Shipment Shipment, IReadOnlyList<ShipmentTrigger> Triggers, Instant? NextDue, bool IsChanged);
