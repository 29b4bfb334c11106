namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>Begins a rule in code: <c>Rule.Named(...).When(On.Scan(...))</c>, and then what <see cref="TriggerRule"/> adds. The words are those of rule files.</summary>
public static class Rule
{
    /// <summary>Names a rule.</summary>
    /// <param name="name">Its stable name, with the host's prefix: <c>acme:customs_over_500</c>.</param>
    /// <param name="fires">When it fires, in a sentence.</param>
    /// <param name="not">When it does not, though one might think so; <see langword="null"/> where that is plain.</param>
    public static NamedRule Named(string name, string fires, string? not = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(fires);
        return new(name, fires, not);
    }
}

/// <summary>A rule that has a name, and as yet no cause. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fires">When it fires, in a sentence.</param>
/// <param name="FiresNot">When it does not, though one might think so.</param>
public readonly record struct NamedRule(string Name, string Fires, string? FiresNot)
{
    /// <summary>Says what the rule looks for.</summary>
    /// <param name="cause">One of <see cref="On"/> or <see cref="After"/>.</param>
    public TriggerRule When(TriggerCause cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new() { Name = Name, Group = TriggerGroup.Host, Fires = Fires, FiresNot = FiresNot, Cause = cause };
    }
}
