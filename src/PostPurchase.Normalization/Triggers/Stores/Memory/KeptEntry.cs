using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores.Memory;

/// <summary>A trigger in memory. It becomes an entry when somebody asks for that.</summary>
internal sealed class KeptEntry
{
    private OutboxEntry? _entry;
    private ShipmentTrigger? _fired;

    /// <param name="entry">The trigger as it was saved.</param>
    /// <param name="number">Its place in the order of firing.</param>
    public KeptEntry(OutboxEntry entry, long number) => (_entry, Number) = (entry, number);

    /// <param name="fired">A trigger that fired just now.</param>
    /// <param name="number">Its place in the order of firing.</param>
    public KeptEntry(ShipmentTrigger fired, long number) => (_fired, Number) = (fired, number);

    public long Number { get; }

    /// <summary>Under which it is handled; <see langword="null"/> while it waits, and once it is finished.</summary>
    public EntryLease? Lease { get; private set; }

    public OutboxEntry Entry
    {
        get => _entry ??= Lease is { } lease ? TakenEntries.First(_fired!, lease.Until) : new(_fired!);
        set => (_entry, _fired) = (value, null);
    }

    public string Rule => _entry?.Rule ?? _fired!.Name;

    public string CauseKey => _entry?.CauseKey ?? _fired!.Occasion.CauseKey;

    public bool IsPending => _entry is null or { State: OutboxState.Pending };

    /// <summary>How often it was taken.</summary>
    public long Takes => _entry?.Lease ?? (Lease is null ? 0 : 1);

    public Instant NextAttempt => _entry?.NextAttempt ?? Lease?.Until ?? _fired!.FiredAt;

    /// <summary>Takes it until <see cref="EntryLease.Until"/>.</summary>
    public void Take(EntryLease lease, TakenEntries taken)
    {
        if (_entry is null) taken.Add(_fired!);
        else taken.Add(Entry = _entry with { Attempts = _entry.Attempts + 1, Lease = _entry.Lease + 1, NextAttempt = lease.Until });
        Lease = lease;
        lease.Add(this);
    }

    /// <summary>It is under no lease from now on.</summary>
    public void Leave()
    {
        _ = Entry; // tells that it was taken
        Lease = null;
    }
}
