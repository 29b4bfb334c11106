using NodaTime;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>The causes of a rule that something is reported for; <see cref="After"/> has the waits. What is said more rarely is set <c>with { ... }</c>.</summary>
public static class On
{
    /// <summary>The first scan of all.</summary>
    public static ScanCause FirstScan { get; } = new() { IsFirst = true };

    /// <summary>A scan.</summary>
    /// <param name="types">Its types, each with all finer ones; none: of any.</param>
    public static ScanCause Scan(params IReadOnlyList<EventType> types) => new() { Types = types };

    /// <summary>The shipment enters a phase.</summary>
    /// <param name="phases">The phases.</param>
    public static PhaseCause Phase(params IReadOnlyList<Milestone> phases) => new() { Phases = phases };

    /// <summary>A problem begins.</summary>
    /// <param name="types">Its types, each with all finer ones; none: any.</param>
    public static ProblemCause Problem(params IReadOnlyList<EventType> types) => new() { Types = types };

    /// <summary>A problem ends.</summary>
    /// <param name="types">Its types, each with all finer ones; none: any.</param>
    public static ProblemCause ProblemCleared(params IReadOnlyList<EventType> types) => new() { Types = types, IsCleared = true };

    /// <summary>Something is said of the day of delivery.</summary>
    /// <param name="news">What.</param>
    /// <param name="days">By how many days at least, where it moved or was missed.</param>
    public static EstimateCause Estimate(EstimateNews news, int days = 0) => new() { News = news, LeastDays = days };

    /// <summary>Something happens again.</summary>
    /// <param name="of">What; scans take the other form.</param>
    /// <param name="times">How often it has to happen.</param>
    public static RepeatCause Repeat(RepeatKind of, int times = 2) => new() { Of = of, Times = times };

    /// <summary>Scans of some types come again.</summary>
    /// <param name="times">How often they have to come.</param>
    /// <param name="types">The types, each with all finer ones.</param>
    public static RepeatCause Repeat(int times, params IReadOnlyList<EventType> types) => new() { Of = RepeatKind.Scans, Types = types, Times = times };

    /// <summary>A scan comes after another.</summary>
    /// <param name="first">The types of the first.</param>
    /// <param name="then">The types of the second, which is the cause.</param>
    /// <param name="without">Types that break the sequence when they stand between.</param>
    /// <param name="within">The longest time between the two.</param>
    public static SequenceCause Sequence(IReadOnlyList<EventType> first, IReadOnlyList<EventType> then, IReadOnlyList<EventType>? without = null, Duration? within = null) =>
        new() { First = first, Then = then, Without = without ?? [], Within = within };

    /// <summary>Pieces part or come together.</summary>
    /// <param name="news">How.</param>
    public static PieceCause Pieces(PieceNews news) => new() { News = news };
}
