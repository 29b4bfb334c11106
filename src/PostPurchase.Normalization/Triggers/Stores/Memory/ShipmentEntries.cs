namespace PostPurchase.Normalization.Triggers.Stores.Memory;

/// <summary>The triggers of a shipment, in the order in which they fired.</summary>
internal sealed class ShipmentEntries
{
    /// <summary>Up to so many, looking at each is faster than a hash.</summary>
    private const int FewEntries = 64;

    private readonly List<KeptEntry> _all = [];
    private Dictionary<(string Rule, string Cause), KeptEntry>? _byCause;

    /// <summary>Behind the one that was found last: they are mostly asked for in their order.</summary>
    private int _next;

    public IReadOnlyList<KeptEntry> All => _all;

    public void Add(KeptEntry kept)
    {
        _all.Add(kept);
        _byCause?.Add(KeyOf(kept.Entry), kept);
    }

    /// <summary>The one with the same id.</summary>
    public KeptEntry? Find(OutboxEntry entry)
    {
        if (_next < _all.Count && IsSame(_all[_next].Entry, entry)) return _all[_next++];
        if (_all.Count > FewEntries) return (_byCause ??= _all.ToDictionary(kept => KeyOf(kept.Entry))).GetValueOrDefault(KeyOf(entry));
        for (var i = 0; i < _all.Count; i++)
        {
            if (!IsSame(_all[i].Entry, entry)) continue;
            _next = i + 1;
            return _all[i];
        }
        return null;
    }

    /// <returns>How many there were.</returns>
    public int RemoveAll(Predicate<OutboxEntry> match)
    {
        (_byCause, _next) = (null, 0);
        return _all.RemoveAll(kept => match(kept.Entry));
    }

    private static (string Rule, string Cause) KeyOf(OutboxEntry entry) => (entry.Rule, entry.CauseKey);

    private static bool IsSame(OutboxEntry one, OutboxEntry other) =>
        string.Equals(one.Rule, other.Rule, StringComparison.Ordinal) && string.Equals(one.CauseKey, other.CauseKey, StringComparison.Ordinal);
}
