using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>When a trigger fires: a cause, conditions, and how often. Immutable and safe to share between threads.</summary>
public sealed record TriggerRule
{
    /// <summary>The trigger's stable name in snake_case; a host's own begins with a prefix, such as <c>acme:customs_over_500</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public required TriggerGroup Group { get; init; }

    /// <summary>When it fires, in a sentence.</summary>
    public string Fires { get; init; } = "";

    /// <summary>When it does not, though one might think so; <see langword="null"/> where that is plain.</summary>
    public string? FiresNot { get; init; }

    /// <summary>What it looks for.</summary>
    public required TriggerCause Cause { get; init; }

    /// <summary>What must hold besides.</summary>
    public TriggerConditions Conditions { get; init; } = TriggerConditions.None;

    /// <summary>How often it fires for a shipment.</summary>
    public OncePer OncePer { get; init; } = OncePer.Cause;

    /// <summary>After it fired it keeps silent for that long.</summary>
    public Duration Quiet { get; init; }

    /// <summary>The most times that it fires for a shipment within 24 hours; then it keeps silent. 0: as often as there is cause.</summary>
    public int MostPerDay { get; init; }

    /// <summary>What becomes of causes that come while it keeps silent.</summary>
    /// <remarks>Of several causes at once only the newest fires, where a rule keeps silent at all.</remarks>
    public Meanwhile Meanwhile { get; init; }

    /// <summary>Names of triggers that no longer fire for a shipment once this one has.</summary>
    public IReadOnlyList<string> Silences { get; init; } = [];

    /// <summary>The weakest match of an event's type on which it acts.</summary>
    public MatchKind LeastMatch { get; init; } = MatchKind.Phrase;

    /// <summary>The least confidence of an event's type on which it acts.</summary>
    public Confidence LeastConfidence { get; init; }

    /// <summary>Whether it fires also for what the shipment has left behind: a phase that is over, a problem that is cleared, a scan before the end.</summary>
    /// <remarks>Otherwise a late scan, or a history read at once, fires only what still matters.</remarks>
    public bool FiresLate { get; init; }

    /// <summary>
    /// Whether the same reports give the same triggers in whatever order they arrive, as long as none is taken back and no wait is over before the
    /// last of them is in.
    /// </summary>
    public bool IsOrderIndependent { get; init; }
}

/// <summary>How often a rule fires for a shipment.</summary>
public enum OncePer
{
    /// <summary>Once for each thing that causes it: each attempt, each problem, each move of the estimate.</summary>
    Cause,

    /// <summary>Once.</summary>
    Shipment,

    /// <summary>Once for each piece.</summary>
    Piece,

    /// <summary>Once for each event type.</summary>
    Type,
}

/// <summary>What becomes of causes that come while a rule keeps silent.</summary>
public enum Meanwhile
{
    /// <summary>They are not told: what they say is of no use later.</summary>
    Dropped,

    /// <summary>When the silence is over the newest of them fires, if it still matters by then.</summary>
    Newest,
}

/// <summary>What a trigger is about.</summary>
public enum TriggerGroup
{
    /// <summary>The shipment enters a phase, or passes a station on its way.</summary>
    Milestone,

    /// <summary>How and to whom it was delivered.</summary>
    Delivery,

    /// <summary>Failed attempts at the door.</summary>
    Attempt,

    /// <summary>Customs.</summary>
    Customs,

    /// <summary>Holds outside customs.</summary>
    Hold,

    /// <summary>Delays.</summary>
    Delay,

    /// <summary>Damage, loss, searches and claims.</summary>
    Damage,

    /// <summary>Trouble with the address or the contact.</summary>
    Address,

    /// <summary>Pickup points and lockers.</summary>
    PickupPoint,

    /// <summary>Changes of the destination or the day.</summary>
    Redirect,

    /// <summary>Returns to the sender and of customers.</summary>
    Return,

    /// <summary>Estimates of the day of delivery.</summary>
    Estimate,

    /// <summary>From carrier to carrier.</summary>
    HandOver,

    /// <summary>Order, label, pickup at the sender.</summary>
    FirstMile,

    /// <summary>Nothing happens.</summary>
    Silence,

    /// <summary>Things that happen again, or in an odd order.</summary>
    Sequence,

    /// <summary>Several pieces.</summary>
    Piece,

    /// <summary>Payments.</summary>
    Payment,

    /// <summary>Codes, clocks and numbers that are in doubt.</summary>
    DataQuality,

    /// <summary>A host's own rule.</summary>
    Host,
}
