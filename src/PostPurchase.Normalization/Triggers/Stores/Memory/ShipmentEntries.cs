using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Triggers.Stores.Memory;

/// <summary>The triggers of a shipment, in the order in which they fired.</summary>
internal sealed class ShipmentEntries
{
    /// <summary>Up to so many, looking at each is faster than a hash.</summary>
    private const int FewEntries = 16;

    private readonly List<KeptEntry> _all = [];
    private Dictionary<(string Rule, string Cause), KeptEntry>? _byCause;

    /// <summary>Behind the one that was found last: they are mostly asked for in their order.</summary>
    private int _next;

    public IReadOnlyList<KeptEntry> All => _all;

    public void Add(KeptEntry kept)
    {
        _all.Add(kept);
        _byCause?.Add((kept.Rule, kept.CauseKey), kept);
    }

    /// <summary>Adds several, of which no two are of one rule and one cause; those that are there already are passed over.</summary>
    /// <returns>Those that were added.</returns>
    public ReadOnlySpan<KeptEntry> Add(IReadOnlyList<ShipmentTrigger> fired, ref long lastNumber)
    {
        var known = _all.Count;
        _all.EnsureCapacity(known + fired.Count);
        var isFirst = known == 0;
        foreach (var trigger in fired as ShipmentTrigger[] ?? [.. fired])
        {
            if (isFirst || Find(trigger.Name, trigger.Occasion.CauseKey) is null) Add(new KeptEntry(trigger, ++lastNumber));
        }
        return CollectionsMarshal.AsSpan(_all)[known..];
    }

    /// <summary>The one of a rule and a cause.</summary>
    public KeptEntry? Find(string rule, string cause)
    {
        if (_next < _all.Count && Is(_all[_next], rule, cause)) return _all[_next++];
        if (_all.Count > FewEntries) return (_byCause ??= _all.ToDictionary(kept => (kept.Rule, kept.CauseKey))).GetValueOrDefault((rule, cause));
        for (var i = 0; i < _all.Count; i++)
        {
            if (!Is(_all[i], rule, cause)) continue;
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

    private static bool Is(KeptEntry kept, string rule, string cause) =>
        string.Equals(kept.Rule, rule, StringComparison.Ordinal) && string.Equals(kept.CauseKey, cause, StringComparison.Ordinal);
}
