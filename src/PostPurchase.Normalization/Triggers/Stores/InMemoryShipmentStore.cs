using NodaTime;
using PostPurchase.Normalization.Triggers.Stores.Memory;

namespace PostPurchase.Normalization.Triggers.Stores;

/// <summary>Keeps everything in memory, for tests and for hosts that read all of it anew when they start.</summary>
/// <remarks>Triggers are handled with the shipment as it was when they fired, as they never leave the process. Safe for use by several threads at once.</remarks>
public sealed class InMemoryShipmentStore : IShipmentStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TrackedShipment> _shipments = new(StringComparer.Ordinal);
    private readonly SortedSet<(Instant Due, string Key)> _due = new(Comparer<(Instant Due, string Key)>.Create(ByDue));
    private readonly MemoryOutbox _outbox = new();

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
                _outbox.Put(save.Triggers);
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
        lock (_lock) return new(_outbox.Take(now, lease, limit));
    }

    /// <inheritdoc/>
    public ValueTask UpdateAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_lock) _outbox.Update(entries);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<PendingWork> PendingAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock) return new(new PendingWork(_due.Count > 0 ? _due.Min.Due : null, _outbox.NextAttempt));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutboxEntry>> EntriesAsync(string shipmentKey, CancellationToken cancellationToken = default)
    {
        lock (_lock) return new([.. _outbox.EntriesOf(shipmentKey)]);
    }

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(Instant before, CancellationToken cancellationToken = default)
    {
        lock (_lock) return new(_outbox.RemoveFinished(before));
    }

    private static int ByDue((Instant Due, string Key) left, (Instant Due, string Key) right) =>
        left.Due.CompareTo(right.Due) is not 0 and var order ? order : string.CompareOrdinal(left.Key, right.Key);
}
