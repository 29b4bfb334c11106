namespace PostPurchase.Normalization.Taxonomy;

/// <summary>What a host says of an event type of its own; see <see cref="EventType.Register"/>.</summary>
public sealed record EventTypeDefinition
{
    /// <summary>What the type says in one sentence. Default: empty.</summary>
    public string Definition { get; init; } = "";

    /// <summary>The type whose statement also holds whenever this one does. Must be known. Default: none.</summary>
    /// <remarks>It is what exports to other systems fall back to.</remarks>
    public EventType? Parent { get; init; }

    /// <summary>What it is about. Default: <see cref="EventScope.Parcel"/>.</summary>
    public EventScope Scope { get; init; }

    /// <summary>The phase that it puts a parcel in. Default: <see cref="Milestone.None"/>, which moves nothing.</summary>
    public Milestone Milestone { get; init; }

    /// <summary>How things stand after it. Default: <see cref="Condition.OnTrack"/>.</summary>
    public Condition Condition { get; init; }

    /// <summary>How urgent it is. Default: <see cref="Severity.Info"/>.</summary>
    public Severity Severity { get; init; }

    /// <summary>Whether a parcel is expected to end with it. Default: <see langword="false"/>.</summary>
    public bool IsEndExpected { get; init; }

    /// <summary>Whether an ended parcel goes on after it. Default: <see langword="false"/>.</summary>
    public bool Reopens { get; init; }

    /// <summary>Who has to act. Default: <see cref="Party.None"/>.</summary>
    public Party ActionBy { get; init; }

    /// <summary>Who caused it. Default: <see cref="Party.None"/>.</summary>
    public Party CausedBy { get; init; }

    /// <summary>The kind of trouble it is, one of <see cref="Pitfalls"/> or a word of the host's own; <see langword="null"/> where it is none.</summary>
    public string? Pitfall { get; init; }

    /// <summary>Whether the host computes it from other events. Default: <see langword="false"/>.</summary>
    public bool IsDerived { get; init; }
}
