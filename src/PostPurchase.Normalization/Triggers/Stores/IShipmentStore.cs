using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores;

/// <summary>Keeps shipments, and the triggers that fired until they are handled.</summary>
/// <remarks>
/// Safe for use by several threads at once; a store that other processes share is safe against them too. A call that fails throws what the storage
/// below throws and has changed nothing. Nothing here waits for handlers or reads a clock.
/// </remarks>
public interface IShipmentStore
{
    /// <summary>Loads shipments.</summary>
    /// <param name="keys">Their keys.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>One for each key, in their order; <see langword="null"/> where there is none.</returns>
    ValueTask<IReadOnlyList<TrackedShipment?>> LoadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default);

    /// <summary>Saves shipments and puts their triggers into the outbox, all in one commit.</summary>
    /// <param name="saves">At most one for a key.</param>
    /// <param name="cancellationToken">Ends the call before the commit.</param>
    /// <returns>
    /// Keys of the shipments that another has saved since they were loaded: neither they nor their triggers were saved, the others were. Empty where all were.
    /// </returns>
    ValueTask<IReadOnlyList<string>> SaveAsync(IReadOnlyList<ShipmentSave> saves, CancellationToken cancellationToken = default);

    /// <summary>Finds shipments that are due, the longest first.</summary>
    /// <param name="upTo">The latest <see cref="TrackedShipment.NextDue"/>.</param>
    /// <param name="limit">The most keys that are wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<IReadOnlyList<string>> DueAsync(Instant upTo, int limit, CancellationToken cancellationToken = default);

    /// <summary>Takes pending triggers to be handled: those of a shipment in the order in which they fired.</summary>
    /// <param name="now">The latest <see cref="OutboxEntry.NextAttempt"/>.</param>
    /// <param name="lease">For how long no other takes them; their <see cref="OutboxEntry.NextAttempt"/> is that much after <paramref name="now"/>.</param>
    /// <param name="limit">The most triggers that are wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entries as they are now, with <see cref="OutboxEntry.Attempts"/> and <see cref="OutboxEntry.Lease"/> one more than before.</returns>
    ValueTask<IReadOnlyList<OutboxEntry>> TakeAsync(Instant now, Duration lease, int limit, CancellationToken cancellationToken = default);

    /// <summary>Records what came of triggers that were taken, all in one commit.</summary>
    /// <param name="entries">The entries as they are to be; one that another has taken since, or that is no longer pending, is passed over.</param>
    /// <param name="cancellationToken">Ends the call before the commit.</param>
    ValueTask UpdateAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>When there is something to do next.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<PendingWork> PendingAsync(CancellationToken cancellationToken = default);

    /// <summary>All triggers of a shipment, pending and finished, in the order in which they fired.</summary>
    /// <param name="shipmentKey">The shipment's key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<IReadOnlyList<OutboxEntry>> EntriesAsync(string shipmentKey, CancellationToken cancellationToken = default);

    /// <summary>Forgets triggers that were handled or given up. They do not fire again: the shipment remembers that they have.</summary>
    /// <param name="before">Those finished before this moment.</param>
    /// <param name="cancellationToken">Ends the call before the commit.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> PurgeAsync(Instant before, CancellationToken cancellationToken = default);
}
