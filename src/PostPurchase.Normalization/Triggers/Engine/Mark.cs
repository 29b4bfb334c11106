namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>That a rule fired for a cause.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Cause">The cause's key.</param>
/// <param name="AtTicks">When, in Unix ticks. A cause that a later one made unnecessary, or that came while the rule kept silent, was told with that.</param>
internal readonly record struct Mark(RuleName Rule, string Cause, long AtTicks)
{
    /// <summary>Up to so many, looking at each is faster than a hash.</summary>
    public const int Few = 64;

    /// <summary>For more than are looked at one by one.</summary>
    public static HashSet<(RuleName Rule, string Cause)> ByCause(ReadOnlySpan<Mark> marks)
    {
        var causes = new HashSet<(RuleName Rule, string Cause)>(marks.Length);
        foreach (ref readonly var mark in marks) causes.Add((mark.Rule, mark.Cause));
        return causes;
    }

    /// <summary>Whether it is of a cause, whose key is given in two parts.</summary>
    public bool IsOf(string cause, string? suffix) => suffix is null
        ? string.Equals(Cause, cause, StringComparison.Ordinal)
        : Cause.Length == cause.Length + suffix.Length && Cause.StartsWith(cause, StringComparison.Ordinal) && Cause.EndsWith(suffix, StringComparison.Ordinal);
}
