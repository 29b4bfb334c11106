using Microsoft.Extensions.Logging;
using PostPurchase.Normalization.Triggers.Dispatch;

namespace PostPurchase.Normalization.Triggers.Telemetry;

/// <summary>What is logged. Keys of shipments are the host's; no names, addresses or tracking numbers are written.</summary>
internal static partial class TrackingLog
{
    [LoggerMessage(1, LogLevel.Debug, "Trigger {Trigger} fired for shipment {ShipmentKey} ({TriggerId}, {Mode})")]
    public static partial void Fired(this ILogger logger, string trigger, string shipmentKey, TriggerId triggerId, TrackingMode mode);

    [LoggerMessage(2, LogLevel.Information, "Shipment {ShipmentKey} was saved by another in the meantime; it is loaded again")]
    public static partial void Conflict(this ILogger logger, string shipmentKey);

    [LoggerMessage(3, LogLevel.Warning, "Handler {Handler} failed for trigger {Trigger} of shipment {ShipmentKey} ({TriggerId}), attempt {Attempt}")]
    public static partial void HandlerFailed(this ILogger logger, Exception fault, string handler, string trigger, string shipmentKey, TriggerId triggerId, int attempt);

    [LoggerMessage(4, LogLevel.Error, "Trigger {Trigger} of shipment {ShipmentKey} ({TriggerId}) is given up after {Attempts} attempts")]
    public static partial void GivenUp(this ILogger logger, string trigger, string shipmentKey, TriggerId triggerId, int attempts);

    [LoggerMessage(5, LogLevel.Error, "Trigger {Trigger} of shipment {ShipmentKey} ({TriggerId}) cannot be made again from the store")]
    public static partial void Unreadable(this ILogger logger, Exception fault, string trigger, string shipmentKey, TriggerId triggerId);

    [LoggerMessage(6, LogLevel.Error, "Ticking or dispatching failed; it goes on in {Pause}")]
    public static partial void WorkFailed(this ILogger logger, Exception fault, TimeSpan pause);

    [LoggerMessage(7, LogLevel.Information, "Rule files changed: {Rules} rules are in force")]
    public static partial void RulesTaken(this ILogger logger, int rules);

    [LoggerMessage(8, LogLevel.Error, "{File}({Line}): {Fault}")]
    public static partial void RuleFault(this ILogger logger, string file, int line, string fault);

    [LoggerMessage(9, LogLevel.Error, "Rule files changed and have {Faults} faults: the rules read before stay in force")]
    public static partial void RulesRefused(this ILogger logger, int faults);

    [LoggerMessage(10, LogLevel.Error, "Folder {Folder} cannot be watched: rule files in it are not read again when they change")]
    public static partial void NotWatched(this ILogger logger, Exception fault, string folder);
}
