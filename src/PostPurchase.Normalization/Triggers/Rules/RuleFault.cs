namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>What is wrong with a rule.</summary>
public enum RuleFaultKind
{
    /// <summary>The file is not JSON.</summary>
    NotJson,

    /// <summary>The file cannot be read.</summary>
    Unreadable,

    /// <summary>A member that rules do not have, or that has a wrong kind of value.</summary>
    BadMember,

    /// <summary>A required member is missing.</summary>
    MissingMember,

    /// <summary>An event type that is neither in the taxonomy nor registered.</summary>
    UnknownType,

    /// <summary>A trigger, carrier, country or kind of trouble that there is not.</summary>
    UnknownReference,

    /// <summary>Two rules of the same name, or a member that stands twice.</summary>
    Duplicate,

    /// <summary>Cause and conditions contradict each other, or themselves: the rule can never fire.</summary>
    NeverFires,

    /// <summary>Something is said that makes no difference.</summary>
    NoEffect,

    /// <summary>Rules silence each other in a ring.</summary>
    Cycle,
}

/// <summary>A fault in a rule, located for a person to mend. Immutable.</summary>
/// <param name="File">The file, as the caller named it; empty where the rule was made in code.</param>
/// <param name="Line">One-based line; 0 where there is none.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">The same in words, with the value that is at fault.</param>
public sealed record RuleFault(string File, int Line, RuleFaultKind Kind, string Message)
{
    /// <summary><c>file(line): message</c>, the form that editors and build logs understand.</summary>
    public override string ToString() => File.Length == 0 ? Message : Line == 0 ? $"{File}: {Message}" : $"{File}({Line}): {Message}";
}
