using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using PostPurchase.Normalization.Triggers.Stores.Json;

namespace PostPurchase.Normalization.Triggers.Stores;

/// <summary>A trigger that fired, and what became of it. Immutable and safe to share between threads.</summary>
public sealed record OutboxEntry
{
    private KnownTriggerId? _id;
    private string? _data;

    // An Instant that may be absent takes half as much again, and each attempt makes another entry.
    private readonly Instant _due = Never;
    private readonly Instant _finishedAt = Never;

    /// <summary>An entry as a store kept it; every fact is set by name.</summary>
    public OutboxEntry()
    {
    }

    /// <summary>An entry for a trigger that fired just now, to be handled at once.</summary>
    /// <param name="trigger">The trigger.</param>
    [SetsRequiredMembers]
    public OutboxEntry(ShipmentTrigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        Trigger = trigger;
        Rule = trigger.Name;
        ShipmentKey = trigger.ShipmentKey;
        CauseKey = trigger.Occasion.CauseKey;
        FiredAt = trigger.FiredAt;
        Due = trigger.Due;
        NextAttempt = trigger.FiredAt;
    }

    /// <summary>What recognises a repeat.</summary>
    public required TriggerId Id
    {
        get => (_id ??= new(TriggerId.Of(ShipmentKey, Rule, CauseKey))).Value;
        init => _id = new(value);
    }

    /// <summary>Name of the rule that fired.</summary>
    public required string Rule { get; init; }

    /// <summary>The key under which the host keeps the shipment.</summary>
    public required string ShipmentKey { get; init; }

    /// <summary>What tells the causes of one rule apart in a shipment; empty for a rule that fires once for it.</summary>
    public required string CauseKey { get; init; }

    /// <summary>When the rules found it.</summary>
    public required Instant FiredAt { get; init; }

    /// <summary>When a wait was over; <see langword="null"/> where nothing was waited for.</summary>
    public Instant? Due
    {
        get => Known(_due);
        init => _due = value ?? Never;
    }

    /// <summary>What else is needed to make the trigger again: JSON in a versioned form of its own. A store may drop that of a finished one.</summary>
    public string Data
    {
        get => _data ??= Trigger is null ? "{}" : OccasionWriter.Write(Trigger.Occasion);
        init => _data = value;
    }

    /// <summary>How it stands.</summary>
    public OutboxState State { get; init; }

    /// <summary>How often it was taken to be handled, one that is under way among them; not counted is one that its host cut short.</summary>
    public int Attempts { get; init; }

    /// <summary>How often it was taken at all: what a taker reports counts only while nobody has taken it since.</summary>
    public long Lease { get; init; }

    /// <summary>When it is to be taken next; of one that is under way, when it may be taken again because nothing was heard of it.</summary>
    public required Instant NextAttempt { get; init; }

    /// <summary>When it was handled or given up; <see langword="null"/> while it is pending.</summary>
    public Instant? FinishedAt
    {
        get => Known(_finishedAt);
        init => _finishedAt = value ?? Never;
    }

    /// <summary>What came of each handler that was called.</summary>
    public IReadOnlyList<HandlerOutcome> Outcomes { get; init; } = [];

    /// <summary>The trigger itself, where it never left the process.</summary>
    internal ShipmentTrigger? Trigger { get; init; }

    private static Instant Never => Instant.MinValue;

    /// <summary>With what a finished one no longer needs left out.</summary>
    internal OutboxEntry Finished(OutboxState state, Instant at, IReadOnlyList<HandlerOutcome> outcomes) =>
        this with { State = state, FinishedAt = at, Outcomes = outcomes, Trigger = null, Data = "{}" };

    /// <summary>Makes the trigger again.</summary>
    /// <param name="shipment">Its shipment as it is now.</param>
    /// <returns>
    /// The trigger with all that it told when it fired, but for <see cref="ShipmentTrigger.Shipment"/> and <see cref="ShipmentTrigger.Attributes"/>, which are those of now.
    /// </returns>
    /// <exception cref="JsonException"><see cref="Data"/> is not what an entry holds, or of a later version than this one reads.</exception>
    public ShipmentTrigger ToTrigger(TrackedShipment shipment)
    {
        ArgumentNullException.ThrowIfNull(shipment);
        return Catalogue.TriggerCatalogue.Create(OccasionReader.Read(this, shipment));
    }

    private static Instant? Known(Instant moment) => moment == Never ? null : moment;
}

/// <summary>How a trigger in the outbox stands.</summary>
public enum OutboxState
{
    /// <summary>It is to be handled, or under way.</summary>
    Pending,

    /// <summary>All handlers took it.</summary>
    Handled,

    /// <summary>A handler failed as often as it may.</summary>
    GivenUp,
}

/// <summary>What came of a handler. Immutable.</summary>
/// <param name="Handler">Name under which it was registered.</param>
/// <param name="IsHandled">Whether it took the trigger.</param>
/// <param name="Attempts">How often it was called.</param>
/// <param name="At">When it was called last.</param>
/// <param name="Error">What it failed with; <see langword="null"/> where it did not.</param>
[JsonConverter(typeof(HandlerOutcomeJsonConverter))]
public sealed record HandlerOutcome(string Handler, bool IsHandled, int Attempts, Instant At, string? Error);
