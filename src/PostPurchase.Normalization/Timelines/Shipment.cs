using System.Text.Json.Serialization;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines.Json;

namespace PostPurchase.Normalization.Timelines;

/// <summary>The state of a shipment as all reports of it together give it. An immutable snapshot, safe to share between threads.</summary>
/// <remarks>
/// The same reports in any order and with any repeats give the same snapshot. How scans are ordered, matched and flagged, what ends a problem
/// and what leaves an end is told in the page beside this source, <c>Timelines/README.md</c>.
/// </remarks>
[JsonConverter(typeof(ShipmentJsonConverter))]
public sealed record Shipment
{
    /// <summary>Id of the carrier that leads: the one that is nobody's partner and has the first scan.</summary>
    public required string Carrier { get; init; }

    /// <summary>Number under which that carrier knows it, as sent.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>The last physical phase; of several pieces that of the piece that lags behind.</summary>
    public Milestone Milestone { get; init; }

    /// <summary>Since when it is in that phase.</summary>
    public EventTime Since { get; init; }

    /// <summary>How things stand: that of <see cref="OpenProblem"/>.</summary>
    public Condition Condition { get; init; }

    /// <summary>Whether its way has ended: delivered, returned, failed or cancelled.</summary>
    public bool IsEnded { get; init; }

    /// <summary>Which way it travels; <see cref="Direction.Forward"/> unless something says otherwise.</summary>
    public Direction Leg { get; init; }

    /// <summary>When it reached each phase.</summary>
    public MilestoneDates Dates { get; init; }

    /// <summary>Every change of the phase, in the order of the history, piece by piece.</summary>
    public IReadOnlyList<PhaseChange> Phases { get; init; } = [];

    /// <summary>Failed attempts at the door; of several pieces the most of any. Scans of one visit count once.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>The gravest problem that is open, the newest among equals; <see langword="null"/> where there is none.</summary>
    public ShipmentProblem? OpenProblem { get; init; }

    /// <summary>All problems, open and cleared, in the order in which they began.</summary>
    public IReadOnlyList<ShipmentProblem> Problems { get; init; } = [];

    /// <summary>What was said of the day of delivery.</summary>
    public EstimateHistory Estimates { get; init; } = EstimateHistory.None;

    /// <summary>Id of the carrier that has it: that of the newest scan of the parcel, or the partner that took it over.</summary>
    public string? CurrentCarrier { get; init; }

    /// <summary>The numbers that it has with carriers other than the leading one, and further numbers with that one.</summary>
    public IReadOnlyList<CarrierNumber> OtherNumbers { get; init; } = [];

    /// <summary>Where it was seen last.</summary>
    public Place? LastPlace { get; init; }

    /// <summary>When it was seen there.</summary>
    public EventTime LastSeen { get; init; }

    /// <summary>The pieces, by number; empty where they are not told apart.</summary>
    public IReadOnlyList<ShipmentPiece> Pieces { get; init; } = [];

    /// <summary>Number of pieces that a carrier states; there may be more or fewer in <see cref="Pieces"/>.</summary>
    public int? PieceCount { get; init; }

    /// <summary>Whether some of it is delivered and some is still on the way.</summary>
    public bool IsPartlyDelivered { get; init; }

    /// <summary>Name of the service, as sent last.</summary>
    public string? Service { get; init; }

    /// <summary>Where it comes from.</summary>
    public Place? Origin { get; init; }

    /// <summary>Where it goes.</summary>
    public Place? Destination { get; init; }

    /// <summary>References of sender and carrier.</summary>
    public IReadOnlyList<ShipmentReference> References { get; init; } = [];

    /// <summary>All scans, oldest first, the flagged ones among them.</summary>
    public IReadOnlyList<ShipmentScan> History { get; init; } = [];

    /// <summary>Phase and condition in one word, as <see cref="StatusWord.Of"/> gives it; <c>partly_delivered</c> while some pieces are delivered and others not.</summary>
    public string Status => IsPartlyDelivered ? "partly_delivered" : StatusWord.Of(Milestone, Condition);
}

/// <summary>A number that a shipment has with a carrier. Immutable.</summary>
/// <param name="Carrier">Id of the carrier where one of its scans is known; else its name as sent, or <see langword="null"/>.</param>
/// <param name="Number">The number, as sent.</param>
public sealed record CarrierNumber(string? Carrier, string Number);
