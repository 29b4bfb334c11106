using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores;

/// <summary>Keeps everything in memory, for tests and for hosts that read all of it anew when they start.</summary>
/// <remarks>Triggers are handled with the shipment as it was when they fired, as they never leave the process. Safe for use by several threads at once.</remarks>
public sealed class InMemoryShipmentStore : IShipmentStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TrackedShipment> _shipments = new(StringComparer.Ordinal);
    private readonly SortedSet<(Instant Due, string Key)> _due = new(Comparer<(Instant Due, string Key)>.Create(ByDue));
    private readonly Dictionary<EntryKey, Kept> _outbox = [];
    private readonly PendingQueue _pending = new();
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
            while (taken.Count < limit && _pending.NextAttempt <= now)
            {
                var kept = _pending.Take();
                kept.Entry = kept.Entry with { Attempts = kept.Entry.Attempts + 1, Lease = kept.Entry.Lease + 1, NextAttempt = now + lease };
                _pending.Add(kept);
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
                if (!_outbox.TryGetValue(EntryKey.Of(entry), out var kept) || kept.Entry.Lease != entry.Lease || kept.Entry.State != OutboxState.Pending) continue;
                kept.Entry = entry;
                _pending.Moved(kept);
            }
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<PendingWork> PendingAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock) return new(new PendingWork(_due.Count > 0 ? _due.Min.Due : null, _pending.NextAttempt));
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
            var finished = _outbox.Where(kept => kept.Value.Entry.FinishedAt < before).Select(kept => kept.Key).ToList();
            foreach (var key in finished) _outbox.Remove(key);
            return new(finished.Count);
        }
    }

    private void Put(OutboxEntry entry)
    {
        var kept = new Kept(entry, ++_lastNumber);
        if (_outbox.TryAdd(EntryKey.Of(entry), kept) && entry.State == OutboxState.Pending) _pending.Add(kept);
    }

    private static int ByDue((Instant Due, string Key) left, (Instant Due, string Key) right) =>
        left.Due.CompareTo(right.Due) is not 0 and var order ? order : string.CompareOrdinal(left.Key, right.Key);

    /// <summary>What an id is made of, without the hash.</summary>
    private readonly record struct EntryKey(string ShipmentKey, string Rule, string CauseKey)
    {
        public static EntryKey Of(OutboxEntry entry) => new(entry.ShipmentKey, entry.Rule, entry.CauseKey);
    }

    private sealed class Kept(OutboxEntry entry, long number)
    {
        public OutboxEntry Entry { get; set; } = entry;

        /// <summary>Its place in the order of firing.</summary>
        public long Number { get; } = number;
    }

    /// <summary>Entries by when they are to be taken. One that moved or was finished leaves its old place when that comes up, or when most places are old.</summary>
    private sealed class PendingQueue
    {
        private const int FewPlaces = 1000;

        private readonly PriorityQueue<Kept, (Instant NextAttempt, long Number)> _places = new(Comparer<(Instant NextAttempt, long Number)>.Create(ByAttempt));
        private int _old;

        public Instant? NextAttempt
        {
            get
            {
                while (_places.TryPeek(out var kept, out var place))
                {
                    if (IsAt(kept, place)) return place.NextAttempt;
                    _places.Dequeue();
                    _old--;
                }
                return null;
            }
        }

        public void Add(Kept kept) => _places.Enqueue(kept, (kept.Entry.NextAttempt, kept.Number));

        /// <summary>Takes the one whose time comes first.</summary>
        public Kept Take() => _places.Dequeue();

        public void Moved(Kept kept)
        {
            _old++;
            if (kept.Entry.State == OutboxState.Pending) Add(kept);
            if (_old < FewPlaces || _old < _places.Count / 2) return;
            var places = _places.UnorderedItems.Where(one => IsAt(one.Element, one.Priority)).ToArray();
            _places.Clear();
            _places.EnqueueRange(places);
            _old = 0;
        }

        private static bool IsAt(Kept kept, (Instant NextAttempt, long Number) place) => kept.Entry.State == OutboxState.Pending && kept.Entry.NextAttempt == place.NextAttempt;

        private static int ByAttempt((Instant NextAttempt, long Number) left, (Instant NextAttempt, long Number) right) =>
            left.NextAttempt.CompareTo(right.NextAttempt) is not 0 and var order ? order : left.Number.CompareTo(right.Number);
    }
}
