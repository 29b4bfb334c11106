namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>
/// The ways in which the objects at a node were written so far. Carriers write one like the other: the same brackets, names and separators
/// between values, so that a whole object is read by comparing what stands between its values. Immutable; whoever learns more makes another.
/// </summary>
/// <remarks>
/// A tree of steps in one list. A step's successor stands behind it; steps that may stand in its place are chained, and each begins the
/// rest of its way. The actions of ways that begin with the same steps begin alike, so those of either may be done for these steps.
/// </remarks>
internal sealed class ObjectShapes
{
    public static readonly ObjectShapes None = new([], [], 0);

    /// <summary>Objects with more values and lists are left to the walk.</summary>
    public const int MostValues = 128;

    /// <summary>Bytes that may stand between two values.</summary>
    public const int LongestStep = 4096;

    /// <summary>So many steps are kept.</summary>
    private const int MostSteps = 1024;

    /// <summary>So often something is learnt, or tried to; beyond that, payloads are odd or hostile.</summary>
    private const int MostLearnt = 48;

    /// <summary>So many steps may stand in one place.</summary>
    private const int MostAlternatives = 6;

    private readonly ObjectShape[] _ways;
    private readonly int _learnt;

    private ObjectShapes(ShapeStep[] steps, ObjectShape[] ways, int learnt)
    {
        Steps = steps;
        Actions = Array.ConvertAll(ways, way => way.Actions);
        Copies = Array.ConvertAll(ways, way => way.Copies ?? []);
        Depth = ways.Select(way => way.Depth).DefaultIfEmpty().Max();
        IsSimple = Array.TrueForAll(ways, way => way.IsSimple);
        _ways = ways;
        _learnt = learnt;
    }

    public ShapeStep[] Steps { get; }

    /// <summary>What each way has to be done.</summary>
    public ShapeAction[][] Actions { get; }

    /// <summary>What to copy at the end of each way, if all are simple.</summary>
    public SlotCopy[][] Copies { get; }

    /// <summary>Levels that the objects nest deep, themselves included, what stands in lists left out.</summary>
    public int Depth { get; }

    /// <summary>Whether all there is to do is to keep each value in slots of its own, in the instance that an object opens: then values are put there at once, and else where actions take them.</summary>
    public bool IsSimple { get; }

    public bool MayGrow => _learnt < MostLearnt;

    /// <summary>The same with one way more; one that is <see langword="null"/> only counts as tried.</summary>
    public ObjectShapes With(ObjectShape? shape)
    {
        if (shape is null || FindFork(shape, out var known) is not { } fork || Steps.Length + shape.Steps.Length - known > MostSteps) return new(Steps, _ways, _learnt + 1);
        var steps = new List<ShapeStep>(Steps);
        if (fork >= 0) steps[fork] = steps[fork] with { Otherwise = steps.Count };
        steps.AddRange(shape.Steps[known..].Select(step => step with { Way = _ways.Length }));
        ObjectShape[] ways = [.. _ways, shape];
        var isSimple = Array.TrueForAll(ways, way => way.IsSimple);
        return new([.. steps.Select(step => step with { Target = isSimple ? step.Slot : step.Number })], ways, _learnt + 1);
    }

    /// <summary>The step that a new way stands in the place of; negative for the first way of all, <see langword="null"/> where it is known, or none fits in.</summary>
    /// <param name="shape">The way.</param>
    /// <param name="known">So many of its steps are there.</param>
    private int? FindFork(ObjectShape shape, out int known)
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
