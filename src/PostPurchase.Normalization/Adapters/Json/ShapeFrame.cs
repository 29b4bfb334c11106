namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>An object or list that a value of an <see cref="ObjectShape"/> stands in; so that, where a payload goes on otherwise, it is walked from there.</summary>
/// <param name="Node">Its node; <see langword="null"/> where nobody asked for it.</param>
/// <param name="IsList">Whether it is a list.</param>
/// <param name="Level">Levels from the shape's object to this one, both included.</param>
/// <param name="Outer">What it stands in; <see langword="null"/> for the shape's object itself.</param>
internal sealed record ShapeFrame(PlanNode? Node, bool IsList, int Level, ShapeFrame? Outer)
{
    /// <summary>Whether instances were opened for it.</summary>
    public bool Opens => !IsList && Node is { Opens.Length: > 0 };
}
