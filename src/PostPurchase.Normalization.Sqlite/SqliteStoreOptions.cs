using NodaTime;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Sqlite;

/// <summary>How a <see cref="SqliteShipmentStore"/> works. Immutable.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>How long a call waits for another process, or another store on the same file, to end its commit. 30 seconds by default; then the call throws.</summary>
    public Duration BusyTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>
    /// Whether a commit lies on the disk when a call returns. Without it commits are some ten times faster and survive the end of the process, but the
    /// last ones may be undone when the machine loses power: state and outbox together, so that both still agree. On by default.
    /// </summary>
    public bool SurvivesPowerLoss { get; init; } = true;

    /// <summary>Which days count as business days for shipments that are read; Monday to Friday by default. The same as that of the tracker.</summary>
    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.MondayToFriday;
}
