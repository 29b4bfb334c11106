namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>
/// The ways in which the items of a list were written so far. Carriers write one like the other: the same brackets, names and separators
/// between values, so that a whole item is read by comparing what stands between its values. Immutable; whoever learns more makes another.
/// </summary>
/// <remarks>
/// A tree of steps in one list. A step's successor stands behind it; steps that may stand in its place are chained, and each begins the
/// rest of its way.
/// </remarks>
internal sealed class ItemShapes
{
    public static readonly ItemShapes None = new([], [], 0);

    /// <summary>Items with more values are left to the walk.</summary>
    public const int MostValues = 64;

    /// <summary>So often something is learnt, or tried to; beyond that, payloads are odd or hostile.</summary>
    private const int MostLearnt = 48;

    /// <summary>So many steps may stand in one place.</summary>
    private const int MostAlternatives = 6;

    private readonly ItemShape[] _ways;
    private readonly int _learnt;

    private ItemShapes(ItemStep[] steps, ItemShape[] ways, int learnt)
    {
        Steps = steps;
        Endings = Array.ConvertAll(ways, way => way.Actions);
        Copies = Array.ConvertAll(ways, way => way.Copies ?? []);
        Depth = ways.Select(way => way.Depth).DefaultIfEmpty().Max();
        IsSimple = Array.TrueForAll(ways, way => way.IsSimple);
        _ways = ways;
        _learnt = learnt;
    }

    public ItemStep[] Steps { get; }

    /// <summary>What to do at the end of each way.</summary>
    public ItemAction[][] Endings { get; }

    /// <summary>What to copy at the end of each way, if all are simple.</summary>
    public SlotCopy[][] Copies { get; }

    /// <summary>Levels that the items nest deep, themselves included.</summary>
    public int Depth { get; }

    /// <summary>Whether all there is to do is to keep each value in slots of its own, in the instance that an item opens: then values are put there at once, and else where actions take them.</summary>
    public bool IsSimple { get; }

    public bool MayGrow => _learnt < MostLearnt;

    /// <summary>The same with one way more; one that is <see langword="null"/> only counts as tried.</summary>
    public ItemShapes With(ItemShape? shape)
    {
        if (shape is null || FindFork(shape, out var known) is not { } fork) return new(Steps, _ways, _learnt + 1);
        var steps = new List<ItemStep>(Steps);
        if (fork >= 0) steps[fork] = steps[fork] with { Otherwise = steps.Count };
        steps.AddRange(shape.Steps[known..]);
        steps[^1] = steps[^1] with { Ending = _ways.Length };
        ItemShape[] ways = [.. _ways, shape];
        var isSimple = Array.TrueForAll(ways, way => way.IsSimple);
        return new([.. steps.Select(step => step with { Target = isSimple ? step.Slot : step.Number })], ways, _learnt + 1);
    }

    /// <summary>The step that a new way stands in the place of; negative for the first way of all, <see langword="null"/> where it is known, or none fits in.</summary>
    /// <param name="shape">The way.</param>
    /// <param name="known">So many of its steps are there.</param>
    private int? FindFork(ItemShape shape, out int known)
    {
        known = 0;
        if (Steps.Length == 0) return Captures.None;
        var alternatives = 1;
        for (var at = 0; ;)
        {
            if (Steps[at].IsSameAs(shape.Steps[known]))
            {
                if (++known == shape.Steps.Length) return null;
                at++;
                alternatives = 1;
            }
            else if (Steps[at].Otherwise != 0)
            {
                at = Steps[at].Otherwise;
                alternatives++;
            }
            else return alternatives == MostAlternatives ? null : at;
        }
    }
}
