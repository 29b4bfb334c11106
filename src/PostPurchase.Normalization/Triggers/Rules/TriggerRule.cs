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

    /// <summary>The same with other conditions; tests of attributes are added to those that are there.</summary>
    /// <param name="conditions">What must hold besides the cause.</param>
    public TriggerRule If(TriggerConditions conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        return this with { Conditions = conditions with { Attributes = [.. Conditions.Attributes, .. conditions.Attributes] } };
    }

    /// <summary>The same with a test of a number that the host attached; without any bound the attribute has to be there.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="atLeast">It is at least this.</param>
    /// <param name="atMost">It is at most this.</param>
    /// <param name="moreThan">It is more than this.</param>
    /// <param name="lessThan">It is less than this.</param>
    public TriggerRule IfAttribute(string name, decimal? atLeast = null, decimal? atMost = null, decimal? moreThan = null, decimal? lessThan = null) =>
        With(new() { Name = name, AtLeast = atLeast, AtMost = atMost, MoreThan = moreThan, LessThan = lessThan });

    /// <summary>The same with a test of a text that the host attached.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="oneOf">It is one of these, in any case.</param>
    public TriggerRule IfAttribute(string name, IReadOnlyList<string> oneOf) => With(new() { Name = name, OneOf = oneOf });

    /// <summary>The same with a test of a truth value that the host attached.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="value">It is this.</param>
    public TriggerRule IfAttribute(string name, bool value) => With(new() { Name = name, Is = value });

    /// <summary>The same for shipments to which the host attached no such attribute.</summary>
    /// <param name="name">Name of the attribute.</param>
    public TriggerRule IfNoAttribute(string name) => With(new() { Name = name, IsAbsent = true });

    /// <summary>The same with another frequency.</summary>
    /// <param name="per">How often it fires for a shipment.</param>
    public TriggerRule Once(OncePer per) => this with { OncePer = per };

    /// <summary>The same with another quiet time.</summary>
    /// <param name="time">After it fired it keeps silent for that long.</param>
    public TriggerRule QuietFor(Duration time) => this with { Quiet = time };

    /// <summary>The same so many times a day and no more.</summary>
    /// <param name="times">The most times that it fires for a shipment within 24 hours.</param>
    public TriggerRule AtMostPerDay(int times) => this with { MostPerDay = times };

    /// <summary>The same with the newest of what comes while it keeps silent told when that is over.</summary>
    public TriggerRule ThenTheNewest() => this with { Meanwhile = Meanwhile.Newest };

    /// <summary>The same with other triggers that it silences.</summary>
    /// <param name="names">Names of triggers that no longer fire for a shipment once this one has.</param>
    public TriggerRule Silencing(params IReadOnlyList<string> names) => this with { Silences = names };

    /// <summary>The same for surer, or less sure, types of events.</summary>
    /// <param name="match">The weakest match on which it acts.</param>
    /// <param name="confidence">The least confidence on which it acts.</param>
    public TriggerRule Matched(MatchKind match, Confidence confidence = Confidence.Unknown) => this with { LeastMatch = match, LeastConfidence = confidence };

    /// <summary>The same also for what the shipment has left behind.</summary>
    public TriggerRule Late() => this with { FiresLate = true };

    /// <summary>The same in another group.</summary>
    /// <param name="group">What it is about.</param>
    public TriggerRule About(TriggerGroup group) => this with { Group = group };

    private TriggerRule With(AttributeTest test) => this with { Conditions = Conditions with { Attributes = [.. Conditions.Attributes, test] } };
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
