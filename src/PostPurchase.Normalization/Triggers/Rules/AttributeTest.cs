namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>A test of one attribute; an attribute that is absent, or of another kind, fails every test but <see cref="IsAbsent"/>. Immutable.</summary>
public sealed record AttributeTest
{
    /// <summary>Name of the attribute.</summary>
    public required string Name { get; init; }

    /// <summary>A number is at least this.</summary>
    public decimal? AtLeast { get; init; }

    /// <summary>A number is at most this.</summary>
    public decimal? AtMost { get; init; }

    /// <summary>A number is more than this.</summary>
    public decimal? MoreThan { get; init; }

    /// <summary>A number is less than this.</summary>
    public decimal? LessThan { get; init; }

    /// <summary>A text is one of these, in any case. Empty: not asked.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>A truth value is this.</summary>
    public bool? Is { get; init; }

    /// <summary>The attribute is not there.</summary>
    public bool IsAbsent { get; init; }

    internal bool AsksForNumber => AtLeast is not null || AtMost is not null || MoreThan is not null || LessThan is not null;

    /// <summary>Whether it passes.</summary>
    /// <param name="attributes">What the host attached.</param>
    public bool Passes(ShipmentAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        if (!attributes.TryGet(Name, out var value)) return IsAbsent;
        if (IsAbsent) return false;
        if (AsksForNumber)
        {
            if (value.Number is not { } number || number < AtLeast || number > AtMost || number <= MoreThan || number >= LessThan) return false;
        }
        if (OneOf.Count > 0 && (value.Text is not { } text || !OneOf.Contains(text, StringComparer.OrdinalIgnoreCase))) return false;
        return Is is not { } expected || value.Truth == expected;
    }
}
