using NodaTime;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>What a rule looks for in a shipment. Immutable; the kinds are those of this file.</summary>
public abstract record TriggerCause
{
    private protected TriggerCause()
    {
    }
}

/// <summary>A scan of one of some types, or one that is odd.</summary>
public sealed record ScanCause : TriggerCause
{
    /// <summary>The types, each with all its finer ones. Empty: all types.</summary>
    public IReadOnlyList<EventType> Types { get; init; } = [];

    /// <summary>Types, with all their finer ones, that are left out.</summary>
    public IReadOnlyList<EventType> Except { get; init; } = [];

    /// <summary>One of these flags is set. None: the scan is not <see cref="ScanFlags.Retracted"/> nor <see cref="ScanFlags.Withdrawn"/>, and moves nothing it may not move.</summary>
    public ScanFlags Flags { get; init; }

    /// <summary>The first scan of all counts, of whatever type.</summary>
    public bool IsFirst { get; init; }

    internal bool IsOf(EventType type) => (Types.Count == 0 || Types.Any(type.Is)) && !Except.Any(type.Is);
}

/// <summary>The shipment enters a phase: with all its pieces where it ends it, else with any.</summary>
public sealed record PhaseCause : TriggerCause
{
    /// <summary>The phases.</summary>
    public IReadOnlyList<Milestone> Phases { get; init; } = [];

    /// <summary>The phases that it comes from. Empty: any.</summary>
    public IReadOnlyList<Milestone> From { get; init; } = [];
}

/// <summary>A problem begins, or ends.</summary>
public sealed record ProblemCause : TriggerCause
{
    /// <summary>The types, each with all its finer ones. Empty: all types.</summary>
    public IReadOnlyList<EventType> Types { get; init; } = [];

    /// <summary>The conditions. Empty: all.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>The kinds of trouble, as <see cref="EventType.Pitfall"/> has them. Empty: all.</summary>
    public IReadOnlyList<string> Pitfalls { get; init; } = [];

    /// <summary>Whether its end is looked for.</summary>
    public bool IsCleared { get; init; }

    internal bool IsOf(EventType type) =>
        (Types.Count == 0 || Types.Any(type.Is))
        && (Conditions.Count == 0 || Conditions.Contains(type.Condition))
        && (Pitfalls.Count == 0 || (type.Pitfall is { } pitfall && Pitfalls.Contains(pitfall)));
}

/// <summary>What is said of the day of delivery.</summary>
public sealed record EstimateCause : TriggerCause
{
    /// <summary>What about it.</summary>
    public EstimateNews News { get; init; }

    /// <summary>By how many days at least, where it moved or was missed.</summary>
    public int LeastDays { get; init; }
}

/// <summary>What may be new about an estimate.</summary>
public enum EstimateNews
{
    /// <summary>The first one was told.</summary>
    First,

    /// <summary>It moved to an earlier day.</summary>
    Earlier,

    /// <summary>It moved to a later day.</summary>
    Later,

    /// <summary>It moved to another day or to other hours.</summary>
    Moved,

    /// <summary>It moved beyond what the host promised.</summary>
    BeyondPromise,

    /// <summary>The delivery came later than promised.</summary>
    DeliveredLate,

    /// <summary>The delivery came earlier than promised.</summary>
    DeliveredEarly,

    /// <summary>The delivery came as promised.</summary>
    DeliveredOnTime,
}

/// <summary>Some time passes after something, and nothing ends the wait.</summary>
/// <remarks>
/// A local time without an offset counts as the last moment at which it may be anywhere on earth, 12 hours after the same time in UTC, so that
/// nothing fires early. Days, and clock times of a wait, are those of the last offset that a scan told.
/// </remarks>
public sealed record DeadlineCause : TriggerCause
{
    /// <summary>What the wait begins with.</summary>
    public DeadlineStart After { get; init; }

    /// <summary>The types of <see cref="DeadlineStart.Scan"/> and <see cref="DeadlineStart.Problem"/>, each with all its finer ones. Empty: all types.</summary>
    public IReadOnlyList<EventType> Types { get; init; } = [];

    /// <summary>Types that end the wait of <see cref="DeadlineStart.Scan"/>.</summary>
    public IReadOnlyList<EventType> Until { get; init; } = [];

    /// <summary>The attribute of <see cref="DeadlineStart.Attribute"/>: a moment.</summary>
    public string? Attribute { get; init; }

    /// <summary>The shipment has to be in one of these phases all the time. Empty: in any but an end.</summary>
    public IReadOnlyList<Milestone> Phases { get; init; } = [];

    /// <summary>How long the wait is; negative: that long before the day or moment. A day is over at its end and begins at its midnight.</summary>
    public Duration Wait { get; init; }

    /// <summary>Business days that are added.</summary>
    public int BusinessDays { get; init; }

    /// <summary>
    /// The clock time on the day so reached, or on the next where the wait had not begun by then; <see langword="null"/>: the same time of day as the
    /// beginning, of a day its end.
    /// </summary>
    public LocalTime? At { get; init; }

    /// <summary>How long after its wait is over it may still fire; <see langword="null"/>: as long as nothing ends the wait.</summary>
    public Duration? Within { get; init; }

    /// <summary>The same with another <see cref="Wait"/>.</summary>
    /// <param name="wait">Negative: that long before the day or moment.</param>
    public DeadlineCause For(Duration wait) => this with { Wait = wait };

    /// <summary>The same with other <see cref="BusinessDays"/>.</summary>
    /// <param name="days">0 or more.</param>
    public DeadlineCause ForBusinessDays(int days) => this with { BusinessDays = days };

    /// <summary>The same with another clock time <see cref="At"/> which it fires.</summary>
    /// <param name="hour">0 to 23.</param>
    /// <param name="minute">0 to 59.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such time.</exception>
    public DeadlineCause AtTime(int hour, int minute) => this with { At = new LocalTime(hour, minute) };

    /// <summary>The same with another time <see cref="Within"/> which it may still fire.</summary>
    /// <param name="within">More than zero.</param>
    public DeadlineCause NoLaterThan(Duration within) => this with { Within = within };

    /// <summary>The same with other <see cref="Phases"/> in which it waits.</summary>
    /// <param name="phases">None: all but the ends.</param>
    public DeadlineCause While(params IReadOnlyList<Milestone> phases) => this with { Phases = phases };
}

/// <summary>What a wait begins with.</summary>
public enum DeadlineStart
{
    /// <summary>The newest scan.</summary>
    LastScan,

    /// <summary>The shipment entered its present phase.</summary>
    Phase,

    /// <summary>A problem that is open began.</summary>
    Problem,

    /// <summary>The newest scan of certain types.</summary>
    Scan,

    /// <summary>The day or window of delivery told last is over.</summary>
    Estimate,

    /// <summary>The day or window that the host promised is over.</summary>
    Promise,

    /// <summary>A moment that the host attached.</summary>
    Attribute,
}

/// <summary>Something happens again.</summary>
public sealed record RepeatCause : TriggerCause
{
    /// <summary>What counts.</summary>
    public RepeatKind Of { get; init; }

    /// <summary>The types of <see cref="RepeatKind.Scans"/>, each with all its finer ones.</summary>
    public IReadOnlyList<EventType> Types { get; init; } = [];

    /// <summary>How often it has to happen. It fires once for each time from then on.</summary>
    public int Times { get; init; } = 2;
}

/// <summary>What may happen again.</summary>
public enum RepeatKind
{
    /// <summary>Scans of certain types.</summary>
    Scans,

    /// <summary>Failed attempts, each visit once.</summary>
    Attempts,

    /// <summary>Arrivals at a city that it had left.</summary>
    Places,

    /// <summary>Later days of the estimate.</summary>
    Slips,

    /// <summary>Turns back to the sender.</summary>
    Returns,
}

/// <summary>A scan of one type comes after one of another type, with nothing that explains it between.</summary>
public sealed record SequenceCause : TriggerCause
{
    /// <summary>The types of the first scan.</summary>
    public IReadOnlyList<EventType> First { get; init; } = [];

    /// <summary>The types of the second scan, which is the cause.</summary>
    public IReadOnlyList<EventType> Then { get; init; } = [];

    /// <summary>Types that break the sequence when they stand between.</summary>
    public IReadOnlyList<EventType> Without { get; init; } = [];

    /// <summary>The longest time between the two.</summary>
    public Duration? Within { get; init; }
}

/// <summary>Pieces of a shipment part or come together.</summary>
public sealed record PieceCause : TriggerCause
{
    /// <summary>What about them.</summary>
    public PieceNews News { get; init; }
}

/// <summary>What may be new about the pieces of a shipment.</summary>
public enum PieceNews
{
    /// <summary>One was delivered while others are still on the way.</summary>
    PartlyDelivered,

    /// <summary>The last of several was delivered.</summary>
    AllDelivered,

    /// <summary>One is in trouble that others are not in.</summary>
    InTrouble,

    /// <summary>All of several are on the way.</summary>
    AllShipped,

    /// <summary>They ended differently: one delivered, another not.</summary>
    EndedApart,
}
