namespace PostPurchase.Normalization.Maps;

/// <summary>What is wrong with a line of a carrier map.</summary>
public enum MapFaultKind
{
    /// <summary>The file is not JSON.</summary>
    NotJson,

    /// <summary>A member that the format does not know, or that has a wrong kind of value.</summary>
    BadMember,

    /// <summary>A required member is missing.</summary>
    MissingMember,

    /// <summary>An event type that is neither in the taxonomy nor registered.</summary>
    UnknownType,

    /// <summary>A row without a source, or with one that the head does not list.</summary>
    MissingSource,

    /// <summary>Two entries with the same key.</summary>
    Duplicate,

    /// <summary>An entry that an earlier or equal one always beats.</summary>
    Shadowed,

    /// <summary>A refinement or text that can never apply.</summary>
    Unreachable,

    /// <summary>A path that cannot be read, or that names an unknown scope.</summary>
    BadPath,

    /// <summary>A date pattern that cannot be read.</summary>
    BadPattern,

    /// <summary>A time zone that the tz database does not have.</summary>
    UnknownZone,

    /// <summary>Something another file was expected to provide is not there.</summary>
    UnknownReference,

    /// <summary>A code's meaning changed and the map's version or the changelog does not tell, or the change is not recorded.</summary>
    UnrecordedChange,
}

/// <summary>A fault in a carrier map, located for a person to mend.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Line">One-based line.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">The same in words, with the value that is at fault.</param>
public sealed record MapFault(string File, int Line, MapFaultKind Kind, string Message)
{
    /// <summary><c>file(line): message</c>, the form that editors and build logs understand.</summary>
    public override string ToString() => $"{File}({Line}): {Message}";
}
