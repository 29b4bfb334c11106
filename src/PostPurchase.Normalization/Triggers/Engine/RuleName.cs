namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>The name of a rule: among the rules of an engine one object for each, so that names are compared without looking at them.</summary>
/// <param name="text">The name.</param>
/// <param name="ordinal">The rule's place among those of an engine; -1 where it is not among them.</param>
internal sealed class RuleName(string text, int ordinal = -1)
{
    public string Text { get; } = text;

    public int Ordinal { get; } = ordinal;
}
