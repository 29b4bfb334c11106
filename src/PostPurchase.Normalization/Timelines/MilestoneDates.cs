using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines;

/// <summary>When a parcel reached each phase for the first time; the default time where it did not, or it was not told when. Immutable.</summary>
/// <remarks>A delivery that was taken back has no date. Of a shipment of several pieces: the first piece, but the last piece's delivery and return.</remarks>
public readonly struct MilestoneDates
{
    private readonly EventTime[]? _times;

    internal MilestoneDates(EventTime[] times) => _times = times;

    /// <summary>When the carrier had the data.</summary>
    public EventTime InfoReceived => this[Milestone.InfoReceived];

    /// <summary>The first scan of the parcel itself.</summary>
    public EventTime FirstScan => this[Milestone.InTransit];

    /// <summary>The first delivery round.</summary>
    public EventTime OutForDelivery => this[Milestone.OutForDelivery];

    /// <summary>The first failed attempt at the door.</summary>
    public EventTime FirstAttempt => this[Milestone.AttemptFailed];

    /// <summary>When it could first be collected.</summary>
    public EventTime AvailableForPickup => this[Milestone.AvailableForPickup];

    /// <summary>The delivery that stands.</summary>
    public EventTime Delivered => this[Milestone.Delivered];

    /// <summary>When the way back began.</summary>
    public EventTime ReturnStarted => this[Milestone.Returning];

    /// <summary>When the sender or merchant had it back.</summary>
    public EventTime Returned => this[Milestone.Returned];

    /// <summary>The first time of any phase.</summary>
    /// <param name="milestone">The phase.</param>
    public EventTime this[Milestone milestone] => _times is not null && (uint)milestone < (uint)_times.Length ? _times[(int)milestone] : default;
}
