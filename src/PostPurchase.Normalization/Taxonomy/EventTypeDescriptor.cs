namespace PostPurchase.Normalization.Taxonomy;

/// <summary>What an <see cref="EventType"/> refers to: one row of the taxonomy, a host's own type, or an open code.</summary>
internal sealed class EventTypeDescriptor(
    int number,
    string code,
    EventScope scope,
    Milestone milestone,
    Condition condition,
    Severity severity,
    bool isEndExpected,
    bool reopens,
    Party actionBy,
    Party causedBy,
    string? pitfall,
    bool isDerived,
    string since,
    string definition,
    int parentNumber = 0,
    EventTypeDescriptor? parent = null,
    bool isKnown = true)
{
    public int Number { get; } = number;

    public string Code { get; } = code;

    public string Group { get; } = GroupOf(code);

    public EventScope Scope { get; } = scope;

    public Milestone Milestone { get; } = milestone;

    public Condition Condition { get; } = condition;

    public Severity Severity { get; } = severity;

    public bool IsEndExpected { get; } = isEndExpected;

    public bool Reopens { get; } = reopens;

    public Party ActionBy { get; } = actionBy;

    public Party CausedBy { get; } = causedBy;

    public string? Pitfall { get; } = pitfall;

    public bool IsDerived { get; } = isDerived;

    public string Since { get; } = since;

    public string Definition { get; } = definition;

    /// <summary>Number of the parent in the taxonomy; 0 where there is none. Rows cannot refer to each other while the table is built.</summary>
    public int ParentNumber { get; } = parentNumber;

    /// <summary>The parent of a host's own type.</summary>
    public EventTypeDescriptor? Parent { get; } = parent;

    public bool IsKnown { get; } = isKnown;

    /// <summary>Computed once, since event types are used as keys on the hot path.</summary>
    public int Hash { get; } = string.GetHashCode(code, StringComparison.Ordinal);

    /// <summary>An open code claims nothing: it moves no parcel and is as loud as <c>tracking.unmapped</c>.</summary>
    public static EventTypeDescriptor Open(string code) => new(
        0, code, EventScope.Parcel, Milestone.None, Condition.OnTrack, Severity.Notice,
        isEndExpected: false, reopens: false, Party.None, Party.None, pitfall: null, isDerived: false,
        since: "", definition: "", isKnown: false);

    private static string GroupOf(string code)
    {
        var dot = code.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? code : code[..dot];
    }
}
