using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores.Memory;

/// <summary>Pending triggers by when they are to be taken, at one time in the order of firing.</summary>
/// <remarks>One that moved, or is finished, leaves its old place when that comes up.</remarks>
internal sealed class PendingQueue
{
    /// <summary>Nearly all come in order; each stands behind those before it.</summary>
    private readonly Queue<(KeptEntry Kept, Place Place)> _inOrder = new();
    private readonly PriorityQueue<KeptEntry, Place> _outOfOrder = new(Comparer<Place>.Create(Compare));
    private readonly PriorityQueue<EntryLease, Instant> _leases = new();
    private Place _lastInOrder;

    /// <summary>When the next is to be taken; <see langword="null"/> where none is pending.</summary>
    public Instant? NextAttempt
    {
        get
        {
            var waiting = NextPlace();
            return NextLease() is { } lease && !(waiting?.NextAttempt <= lease.Until) ? lease.Until : waiting?.NextAttempt;
        }
    }

    public void Add(KeptEntry kept)
    {
        var place = Place.Of(kept);
        if (_inOrder.Count > 0 && Compare(place, _lastInOrder) < 0)
        {
            _outOfOrder.Enqueue(kept, place);
            return;
        }
        _inOrder.Enqueue((kept, place));
        _lastInOrder = place;
    }

    /// <summary>Takes those whose time has come.</summary>
    public TakenEntries Take(Instant now, Duration length, int limit)
    {
        EndLeases(now);
        var most = Math.Min(_inOrder.Count + _outOfOrder.Count, limit);
        var lease = new EntryLease(now + length, most);
        var taken = new TakenEntries(lease.Until, most);
        while (taken.Count < limit && Dequeue(now) is { } kept) kept.Take(lease, taken);
        if (lease.IsOpen) _leases.Enqueue(lease, lease.Until);
        return taken;
    }

    /// <summary>Something was heard of one: it is finished, or waits for another time.</summary>
    public void Changed(KeptEntry kept)
    {
        kept.Lease?.Release(kept);
        if (kept.IsPending) Add(kept);
    }

    private void EndLeases(Instant now)
    {
        while (NextLease() is { } lease && lease.Until <= now)
        {
            _leases.Dequeue();
            foreach (var kept in lease.End()) Add(kept);
        }
    }

    private EntryLease? NextLease()
    {
        while (_leases.TryPeek(out var lease, out _))
        {
            if (lease.IsOpen) return lease;
            _leases.Dequeue();
        }
        return null;
    }

    private Place? NextPlace()
    {
        DropOld();
        Place? next = _inOrder.TryPeek(out var first) ? first.Place : null;
        return _outOfOrder.TryPeek(out _, out var other) && (next is null || Compare(other, next.Value) < 0) ? other : next;
    }

    private void DropOld()
    {
        while (_inOrder.TryPeek(out var old) && !old.Place.IsOf(old.Kept)) _inOrder.Dequeue();
        while (_outOfOrder.TryPeek(out var kept, out var old) && !old.IsOf(kept)) _outOfOrder.Dequeue();
    }

    /// <returns><see langword="null"/> where no time has come.</returns>
    private KeptEntry? Dequeue(Instant now)
    {
        DropOld();
        var isInOrder = _inOrder.TryPeek(out var first);
        if (_outOfOrder.TryPeek(out _, out var other) && (!isInOrder || Compare(other, first.Place) < 0)) return other.NextAttempt <= now ? _outOfOrder.Dequeue() : null;
        return isInOrder && first.Place.NextAttempt <= now ? _inOrder.Dequeue().Kept : null;
    }

    private static int Compare(Place left, Place right) =>
        left.NextAttempt.CompareTo(right.NextAttempt) is not 0 and var order ? order : left.Number.CompareTo(right.Number);

    private readonly record struct Place(Instant NextAttempt, long Number)
    {
        public static Place Of(KeptEntry kept) => new(kept.NextAttempt, kept.Number);

        public bool IsOf(KeptEntry kept) => kept.Lease is null && kept.IsPending && kept.NextAttempt == NextAttempt;
    }
}
