using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>How a <see cref="ShipmentTracker"/> works. Immutable.</summary>
public sealed record TrackerOptions
{
    /// <summary>Which days count as business days for shipments that are new, and for the waits of rules that a host sets up; Monday to Friday by default. A store that reads shipments back has a calendar of its own.</summary>
    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.MondayToFriday;

    /// <summary>How often a shipment is loaded and saved again when another saved it in the meantime. 10 by default, at least 0.</summary>
    public int ConflictRetries { get; init; } = 10;

    /// <summary>The most shipments that are saved in one commit. 500 by default, at least 1.</summary>
    public int BatchSize { get; init; } = 500;
}

/// <summary>Shipments were saved by others each time they were to be saved. What was to be saved of them is not; the rest of the call's batch is.</summary>
public sealed class ShipmentConflictException : Exception
{
    /// <summary>A conflict of unknown shipments.</summary>
    public ShipmentConflictException()
    {
    }

    /// <summary>A conflict.</summary>
    /// <param name="message">What happened.</param>
    public ShipmentConflictException(string message)
        : base(message)
    {
    }

    /// <summary>A conflict found by another.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What found it.</param>
    public ShipmentConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A conflict of some shipments.</summary>
    /// <param name="keys">Their keys.</param>
    public ShipmentConflictException(IReadOnlyList<string> keys)
        : base($"{keys.Count} shipments were saved by others each time, '{keys[0]}' among them.") => Keys = keys;

    /// <summary>Keys of the shipments.</summary>
    public IReadOnlyList<string> Keys { get; } = [];
}
