namespace PostPurchase.Normalization.Triggers.Stores.Memory;

/// <summary>A trigger in memory.</summary>
/// <param name="entry">The trigger as it was saved.</param>
/// <param name="number">Its place in the order of firing.</param>
internal sealed class KeptEntry(OutboxEntry entry, long number)
{
    public OutboxEntry Entry { get; set; } = entry;

    public long Number { get; } = number;

    /// <summary>Under which it is handled; <see langword="null"/> while it waits, and once it is finished.</summary>
    public EntryLease? Lease { get; set; }
}
