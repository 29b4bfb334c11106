using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events.Json;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Events;

/// <summary>A scan after map and clock: what happened to a parcel, in the standard taxonomy, with the carrier's own words beside it.</summary>
/// <remarks>Immutable and safe to share between threads. Absent facts are <see langword="null"/>; nothing is filled in by guess.</remarks>
[JsonConverter(typeof(TrackingEventJsonConverter))]
public sealed record TrackingEvent
{
    // A history is mostly of one parcel: what its events have in common lies in one object.
    private readonly SharedFacts _shared = SharedFacts.None;
    private int _sequence;

    /// <summary>Creates an event; every fact is set by name.</summary>
    public TrackingEvent()
    {
    }

#pragma warning disable CS8618 // Carrier and Format are in what is shared.
    [SetsRequiredMembers]
    internal TrackingEvent(SharedFacts shared, in RawScan raw)
#pragma warning restore CS8618
    {
        _shared = shared;
        Raw = raw;
    }

    /// <summary>Id of the carrier whose scan it is; behind an aggregator the underlying carrier.</summary>
    public required string Carrier { get => _shared.Carrier; init => _shared = _shared with { Carrier = value }; }

    /// <summary>Id of the aggregator that passed it on; <see langword="null"/> where the carrier sent it itself.</summary>
    public string? Via { get => _shared.Via; init => _shared = _shared with { Via = value }; }

    /// <summary>Id of the payload format.</summary>
    public required string Format { get => _shared.Format; init => _shared = _shared with { Format = value }; }

    /// <summary>Number of the parcel or shipment as sent.</summary>
    public string? TrackingNumber { get => _shared.TrackingNumber; init => _shared = _shared with { TrackingNumber = value }; }

    /// <summary>Number of the piece, where the payload tells pieces apart by another number.</summary>
    public string? Piece { get => _shared.Piece; init => _shared = _shared with { Piece = value }; }

    /// <summary>What happened; <c>tracking.unmapped</c> where no map row covers it.</summary>
    public EventType Type { get; init; }

    /// <summary>What decided the type.</summary>
    public MatchKind Match { get; init; }

    /// <summary>How well the deciding row is supported; <see cref="Confidence.Unknown"/> where nothing matched.</summary>
    public Confidence Confidence { get; init; }

    /// <summary>When it happened. An unreadable or missing time is the default value; its text is in <see cref="RawScan.Time"/>.</summary>
    public EventTime Time { get; init; }

    /// <summary>Zero-based position among the scans of its local day in the payload, oldest first; it tells scans of the same time apart.</summary>
    /// <remarks>A scan without a time counts to the day of the one before it. 0 where the payload holds one scan, or the order is not known.</remarks>
    public int Sequence { get => _sequence; init => _sequence = value; }

    /// <summary>Where it happened.</summary>
    public Place? Place { get; init; }

    /// <summary>What is known beside the type.</summary>
    public EventFacets Facets { get; init; }

    /// <summary>Service under which the parcel travels, where it varies by scan.</summary>
    public string? Service { get => _shared.Service; init => _shared = _shared with { Service = value }; }

    /// <summary>Number under which another carrier takes the parcel over.</summary>
    public string? PartnerNumber { get => _shared.PartnerNumber; init => _shared = _shared with { PartnerNumber = value }; }

    /// <summary>Name of that carrier, as sent.</summary>
    public string? PartnerCarrier { get => _shared.PartnerCarrier; init => _shared = _shared with { PartnerCarrier = value }; }

    /// <summary>Name of who signed; only where the host asked for personal data.</summary>
    public string? SignedBy { get => _shared.SignedBy; init => _shared = _shared with { SignedBy = value }; }

    /// <summary>The carrier's own words, exactly as sent.</summary>
    public required RawScan Raw { get; init; }

    /// <summary>Numbers the scans of each day; before anyone else sees them, since only then their order is known.</summary>
    internal static void NumberWithinDays(ReadOnlySpan<TrackingEvent> oldestFirst)
    {
        var sequence = 0;
        int? day = null;
        foreach (var one in oldestFirst)
        {
            if (one.Time.IsKnown && one.Time.DayNumber != day) (day, sequence) = (one.Time.DayNumber, 0);
            one._sequence = sequence++;
        }
    }
}

/// <summary>What decided the type of an event, weakest first.</summary>
public enum MatchKind : byte
{
    /// <summary>Nothing: a known carrier sent what no row covers.</summary>
    Unmapped,

    /// <summary>A pattern in a text.</summary>
    Phrase,

    /// <summary>A whole label, or a code made finer by a text.</summary>
    Label,

    /// <summary>The code.</summary>
    Code,

    /// <summary>The code and a qualifier.</summary>
    CodeQualifier,
}

/// <summary>What is known of an event beside its type. The default value says nothing.</summary>
public readonly record struct EventFacets
{
    /// <summary>Who took the parcel over.</summary>
    public DeliveredTo DeliveredTo { get; init; }

    /// <summary>Where it was left.</summary>
    public DeliveredAt DeliveredAt { get; init; }

    /// <summary>Evidence of handing over.</summary>
    public ProofOfDelivery Proof { get; init; }

    /// <summary>Which way the parcel travels.</summary>
    public Direction Direction { get; init; }

    /// <summary>One-based number of the delivery attempt; 0 where it is not told.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether the carrier calls the attempt its last.</summary>
    public bool IsFinalAttempt { get; init; }

    /// <summary>A finer reason than the type tells, as a lower-case word of the map.</summary>
    public string? Reason { get; init; }

    /// <summary>Who has to act; the type's default unless the map says otherwise.</summary>
    public Party ActionBy { get; init; }

    /// <summary>Who caused it; the type's default unless the map says otherwise.</summary>
    public Party CausedBy { get; init; }
}
