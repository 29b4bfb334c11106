using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Some event types with all their finer ones. Immutable.</summary>
internal sealed class TypeSet
{
    private readonly EventType[] _types;
    private readonly TypeMask _mask;

    public TypeSet(IReadOnlyList<EventType> types)
    {
        _types = [.. types];
        foreach (var type in EventType.All)
        {
            if (IsFiner(type)) _mask.Add(type);
        }
    }

    public bool IsEmpty => _types.Length == 0;

    public bool Has(EventType type) => type.Number > 0 ? _mask.Has(type) : IsFiner(type);

    /// <summary>Whether there may be one among those seen; surely none where it says so.</summary>
    public bool MayMeet(in TypeMask seen) => _mask.Meets(seen) || (seen.HasOthers() && !IsEmpty);

    private bool IsFiner(EventType type)
    {
        foreach (var one in _types)
        {
            if (type.Is(one)) return true;
        }
        return false;
    }
}
