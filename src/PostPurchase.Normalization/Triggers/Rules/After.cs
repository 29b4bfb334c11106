using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>The causes of a rule that time passes for: what the wait begins with. How long it is, <see cref="DeadlineCause"/> adds.</summary>
public static class After
{
    /// <summary>Since the newest scan.</summary>
    public static DeadlineCause LastScan { get; } = new() { After = DeadlineStart.LastScan };

    /// <summary>Since the day or window of delivery told last was over; its end is the default wait.</summary>
    public static DeadlineCause Estimate { get; } = new() { After = DeadlineStart.Estimate };

    /// <summary>Since the day or window that the host promised was over; its end is the default wait.</summary>
    public static DeadlineCause Promise { get; } = new() { After = DeadlineStart.Promise };

    /// <summary>Since the shipment entered its present phase.</summary>
    /// <param name="phases">The phase has to be one of these; none: any but an end.</param>
    public static DeadlineCause Phase(params IReadOnlyList<Milestone> phases) => new() { After = DeadlineStart.Phase, Phases = phases };

    /// <summary>Since a problem began that is still open.</summary>
    /// <param name="types">Its types, each with all finer ones; none: any.</param>
    public static DeadlineCause Problem(params IReadOnlyList<EventType> types) => new() { After = DeadlineStart.Problem, Types = types };

    /// <summary>Since the newest scan of some types.</summary>
    /// <param name="types">The types, each with all finer ones.</param>
    /// <param name="until">Types that end the wait.</param>
    public static DeadlineCause Scan(IReadOnlyList<EventType> types, IReadOnlyList<EventType>? until = null) => new() { After = DeadlineStart.Scan, Types = types, Until = until ?? [] };

    /// <summary>Since a moment that the host attached; the moment itself is the default wait.</summary>
    /// <param name="name">Name of the attribute.</param>
    public static DeadlineCause Attribute(string name) => new() { After = DeadlineStart.Attribute, Attribute = name };
}
