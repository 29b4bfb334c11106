namespace PostPurchase.Normalization.Normalizing;

/// <summary>A list that ends as an array of just its length; one that was told how many to expect is not copied.</summary>
internal struct ExactList<T>
{
    private T[]? _items;

    public int Count { get; private set; }

    public readonly Span<T> Items => _items.AsSpan(0, Count);

    /// <summary>Makes room for as many more.</summary>
    public void Expect(int more)
    {
        if (more <= (_items?.Length ?? 0) - Count) return;
        Array.Resize(ref _items, Math.Max(Count + more, Count * 2));
    }

    public void Add(T item)
    {
        Expect(1);
        _items![Count++] = item;
    }

    /// <summary>The items; the list is not to be added to any more.</summary>
    public readonly T[] ToArray() => Count == 0 ? [] : _items!.Length == Count ? _items : _items[..Count];
}
