using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores;

/// <summary>Keeps everything in memory, for tests and for hosts that read all of it anew when they start.</summary>
/// <remarks>Triggers are handled with the shipment as it was when they fired, as they never leave the process. Safe for use by several threads at once.</remarks>
public sealed class InMemoryShipmentStore : IShipmentStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TrackedShipment> _shipments = new(StringComparer.Ordinal);
    private readonly SortedSet<(Instant Due, string Key)> _due = new(Comparer<(Instant Due, string Key)>.Create(ByDue));
    private readonly Dictionary<TriggerId, Kept> _outbox = [];
    private readonly SortedSet<(Instant NextAttempt, long Number, TriggerId Id)> _pending = new(Comparer<(Instant NextAttempt, long Number, TriggerId Id)>.Create(ByAttempt));
    private long _lastNumber;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TrackedShipment?>> LoadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var loaded = new TrackedShipment?[keys.Count];
        lock (_lock)
        {
            for (var i = 0; i < loaded.Length; i++)
            {
                if (_shipments.TryGetValue(keys[i], out var kept)) loaded[i] = kept with { Timeline = kept.Timeline.Copy() };
            }
        }
        return new(loaded);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> SaveAsync(IReadOnlyList<ShipmentSave> saves, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(saves);
        List<string>? conflicts = null;
        lock (_lock)
        {
            foreach (var save in saves)
            {
                var shipment = save.Shipment;
                var known = _shipments.GetValueOrDefault(shipment.Key);
                if ((known?.Version ?? 0) != shipment.Version)
                {
                    (conflicts ??= []).Add(shipment.Key);
                    continue;
                }
                if (known?.NextDue is { } wasDue) _due.Remove((wasDue, shipment.Key));
                if (shipment.NextDue is { } due) _due.Add((due, shipment.Key));
                _shipments[shipment.Key] = shipment with { Version = shipment.Version + 1 };
                foreach (var entry in save.Triggers) Put(entry);
            }
        }
        return new(conflicts ?? (IReadOnlyList<string>)[]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> DueAsync(Instant upTo, int limit, CancellationToken cancellationToken = default)
    {
        lock (_lock) return new([.. _due.TakeWhile(one => one.Due <= upTo).Take(limit).Select(one => one.Key)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutboxEntry>> TakeAsync(Instant now, Duration lease, int limit, CancellationToken cancellationToken = default)
    {
        var taken = new List<OutboxEntry>();
        lock (_lock)
        {
            while (taken.Count < limit && _pending.Count > 0 && _pending.Min is var next && next.NextAttempt <= now)
            {
                var kept = _outbox[next.Id];
                Replace(kept, kept.Entry with { Attempts = kept.Entry.Attempts + 1, Lease = kept.Entry.Lease + 1, NextAttempt = now + lease });
                taken.Add(kept.Entry);
            }
        }
        return new(taken);
    }

    /// <inheritdoc/>
    public ValueTask UpdateAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                if (!_outbox.TryGetValue(entry.Id, out var kept) || kept.Entry.Lease != entry.Lease || kept.Entry.State != OutboxState.Pending) continue;
                Replace(kept, entry);
            }
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<PendingWork> PendingAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock) return new(new PendingWork(_due.Count > 0 ? _due.Min.Due : null, _pending.Count > 0 ? _pending.Min.NextAttempt : null));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutboxEntry>> EntriesAsync(string shipmentKey, CancellationToken cancellationToken = default)
    {
        lock (_lock) return new([.. _outbox.Values.Where(kept => kept.Entry.ShipmentKey == shipmentKey).OrderBy(kept => kept.Number).Select(kept => kept.Entry)]);
    }

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(Instant before, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var finished = _outbox.Values.Where(kept => kept.Entry.FinishedAt < before).Select(kept => kept.Entry.Id).ToList();
            foreach (var id in finished) _outbox.Remove(id);
            return new(finished.Count);
        }
    }

    private void Put(OutboxEntry entry)
    {
        var kept = new Kept(entry, ++_lastNumber);
        if (_outbox.TryAdd(entry.Id, kept) && entry.State == OutboxState.Pending) _pending.Add((entry.NextAttempt, kept.Number, entry.Id));
    }

    private void Replace(Kept kept, OutboxEntry entry)
    {
        _pending.Remove((kept.Entry.NextAttempt, kept.Number, entry.Id));
        var isPending = entry.State == OutboxState.Pending;
        kept.Entry = isPending ? entry : entry with { Trigger = null, Data = "{}" };
        if (isPending) _pending.Add((entry.NextAttempt, kept.Number, entry.Id));
    }

    private static int ByDue((Instant Due, string Key) left, (Instant Due, string Key) right) =>
        left.Due.CompareTo(right.Due) is not 0 and var order ? order : string.CompareOrdinal(left.Key, right.Key);

    private static int ByAttempt((Instant NextAttempt, long Number, TriggerId Id) left, (Instant NextAttempt, long Number, TriggerId Id) right) =>
        left.NextAttempt.CompareTo(right.NextAttempt) is not 0 and var order ? order : left.Number.CompareTo(right.Number);

    private sealed class Kept(OutboxEntry entry, long number)
    {
        public OutboxEntry Entry { get; set; } = entry;

        /// <summary>Its place in the order of firing.</summary>
        public long Number { get; } = number;
    }
}
