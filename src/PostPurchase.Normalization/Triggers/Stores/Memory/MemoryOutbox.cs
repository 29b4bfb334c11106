using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores.Memory;

/// <summary>The triggers of all shipments in memory.</summary>
internal sealed class MemoryOutbox
{
    private readonly Dictionary<string, ShipmentEntries> _byShipment = new(StringComparer.Ordinal);
    private readonly PendingQueue _pending = new();
    private long _lastNumber;

    public Instant? NextAttempt => _pending.NextAttempt;

    /// <summary>The triggers of a shipment, in the order in which they fired.</summary>
    public IEnumerable<OutboxEntry> EntriesOf(string shipmentKey) => _byShipment.TryGetValue(shipmentKey, out var entries) ? entries.All.Select(kept => kept.Entry) : [];

    /// <summary>Puts in what fired; what is there already is passed over.</summary>
    public void Put(IReadOnlyList<OutboxEntry> fired)
    {
        if (fired is FreshEntries fresh)
        {
            Put(fresh.Triggers);
            return;
        }
        foreach (var entry in fired)
        {
            var entries = Of(entry.ShipmentKey);
            if (entries.Find(entry.Rule, entry.CauseKey) is not null) continue;
            var kept = new KeptEntry(entry, ++_lastNumber);
            entries.Add(kept);
            if (kept.IsPending) _pending.Add(kept);
        }
    }

    private void Put(IReadOnlyList<ShipmentTrigger> fired)
    {
        if (fired.Count == 0) return;
        foreach (var kept in Of(fired[0].ShipmentKey).Add(fired, ref _lastNumber)) _pending.Add(kept);
    }

    private ShipmentEntries Of(string shipmentKey)
    {
        if (!_byShipment.TryGetValue(shipmentKey, out var entries)) _byShipment.Add(shipmentKey, entries = new());
        return entries;
    }

    public TakenEntries Take(Instant now, Duration lease, int limit) => _pending.Take(now, lease, limit);

    public void Update(IReadOnlyList<OutboxEntry> changed)
    {
        var (key, entries) = ("", (ShipmentEntries?)null);
        foreach (var entry in changed as OutboxEntry[] ?? [.. changed])
        {
            if (entries is null || entry.ShipmentKey != key) (key, entries) = (entry.ShipmentKey, _byShipment.GetValueOrDefault(entry.ShipmentKey));
            if (entries?.Find(entry.Rule, entry.CauseKey) is not { } kept || kept.Takes != entry.Lease || !kept.IsPending) continue;
            kept.Entry = entry;
            _pending.Changed(kept);
        }
    }

    /// <returns>How many there were.</returns>
    public int RemoveFinished(Instant before)
    {
        var count = 0;
        foreach (var (key, entries) in _byShipment)
        {
            count += entries.RemoveAll(entry => entry.FinishedAt < before);
            if (entries.All.Count == 0) _byShipment.Remove(key);
        }
        return count;
    }
}
