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
        var (key, entries) = ("", (ShipmentEntries?)null);
        for (var i = 0; i < fired.Count; i++)
        {
            var entry = fired[i];
            if (entries is null || entry.ShipmentKey != key)
            {
                key = entry.ShipmentKey;
                if (!_byShipment.TryGetValue(key, out entries)) _byShipment.Add(key, entries = new());
            }
            if (entries.Find(entry) is not null) continue;
            var kept = new KeptEntry(entry, ++_lastNumber);
            entries.Add(kept);
            if (entry.State == OutboxState.Pending) _pending.Add(kept);
        }
    }

    public List<OutboxEntry> Take(Instant now, Duration lease, int limit) => _pending.Take(now, lease, limit);

    public void Update(IReadOnlyList<OutboxEntry> changed)
    {
        var (key, entries) = ("", (ShipmentEntries?)null);
        for (var i = 0; i < changed.Count; i++)
        {
            var entry = changed[i];
            if (entries is null || entry.ShipmentKey != key) (key, entries) = (entry.ShipmentKey, _byShipment.GetValueOrDefault(entry.ShipmentKey));
            if (entries?.Find(entry) is not { } kept || kept.Entry.Lease != entry.Lease || kept.Entry.State != OutboxState.Pending) continue;
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
