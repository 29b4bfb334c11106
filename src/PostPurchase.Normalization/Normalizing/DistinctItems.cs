namespace PostPurchase.Normalization.Normalizing;

/// <summary>Gathers items, each once, in the order in which they came. Few are compared one by one, many are looked up. Used again and again; not thread-safe.</summary>
internal sealed class DistinctItems<T>
{
    private const int Few = 16;

    private readonly List<T> _items = [];
    private readonly HashSet<T> _many = [];

    public void Add(T item)
    {
        if (_items.Count == Few && _many.Count == 0) _many.UnionWith(_items);
        if (_items.Count < Few ? !_items.Contains(item) : _many.Add(item)) _items.Add(item);
    }

    /// <summary>What is made of the items, in order; then there are none.</summary>
    public TMade[] Take<TMade>(Func<T, TMade> make)
    {
        if (_items.Count == 0) return [];
        var made = new TMade[_items.Count];
        for (var i = 0; i < made.Length; i++) made[i] = make(_items[i]);
        _items.Clear();
        _many.Clear();
        return made;
    }
}
