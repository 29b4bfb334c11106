using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events.Json;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Events;

/// <summary>A scan after map and clock: what happened to a parcel, in the standard taxonomy, with the carrier's own words beside it.</summary>
/// <remarks>Immutable and safe to share between threads. Absent facts are <see langword="null"/>; nothing is filled in by guess.</remarks>
[JsonConverter(typeof(TrackingEventJsonConverter))]
public sealed record TrackingEvent
{
    private int _sequence;

    /// <summary>Id of the carrier whose scan it is; behind an aggregator the underlying carrier.</summary>
    public required string Carrier { get; init; }

    /// <summary>Id of the aggregator that passed it on; <see langword="null"/> where the carrier sent it itself.</summary>
    public string? Via { get; init; }

    /// <summary>Id of the payload format.</summary>
    public required string Format { get; init; }

    /// <summary>Number of the parcel or shipment as sent.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>Number of the piece, where the payload tells pieces apart by another number.</summary>
    public string? Piece { get; init; }

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
    public string? Service { get; init; }

    /// <summary>Number under which another carrier takes the parcel over.</summary>
    public string? PartnerNumber { get; init; }

    /// <summary>Name of that carrier, as sent.</summary>
    public string? PartnerCarrier { get; init; }

    /// <summary>Name of who signed; only where the host asked for personal data.</summary>
    public string? SignedBy { get; init; }

    /// <summary>The carrier's own words, exactly as sent.</summary>
    public required RawScan Raw { get; init; }

    /// <summary>Numbers the scans of each day; before anyone else sees them, since only then their order is known.</summary>
    internal static void NumberWithinDays(ReadOnlySpan<TrackingEvent> oldestFirst)
    {
        var sequence = 0;
        var day = default(EventTime);
        foreach (var one in oldestFirst)
        {
            if (one.Time.IsKnown && (!day.IsKnown || one.Time.Date != day.Date)) (day, sequence) = (one.Time, 0);
            one._sequence = sequence++;
        }
    }
}

/// <summary>What decided the type of an event, weakest first.</summary>
public enum MatchKind
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

/// <summary>What the carrier sent, nothing interpreted. Absent values are <see langword="null"/>.</summary>
public sealed record RawScan
{
    /// <summary>The main code.</summary>
    public string? Code { get; init; }

    /// <summary>The code that qualifies it.</summary>
    public string? Qualifier { get; init; }

    /// <summary>A second qualifying code.</summary>
    public string? Qualifier2 { get; init; }

    /// <summary>The carrier's short text.</summary>
    public string? Label { get; init; }

    /// <summary>A second text: reason or remark.</summary>
    public string? Detail { get; init; }

    /// <summary>The text of the time; of date and time sent apart both, with a blank between.</summary>
    public string? Time { get; init; }
}

/// <summary>Where a scan took place, as far as the carrier says. Absent values are <see langword="null"/>.</summary>
public sealed record Place
{
    /// <summary>City or locality, as sent.</summary>
    public string? City { get; init; }

    /// <summary>State or province, as sent.</summary>
    public string? State { get; init; }

    /// <summary>Postal code, as sent.</summary>
    public string? PostalCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2 where the text sent is a known country, else the text.</summary>
    public string? Country { get; init; }

    /// <summary>The place in one text, where it was not sent in parts.</summary>
    public string? Text { get; init; }

    /// <summary>The carrier's code of the facility.</summary>
    public string? Facility { get; init; }

    /// <summary>Degrees north, WGS 84.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east, WGS 84.</summary>
    public double? Longitude { get; init; }
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
