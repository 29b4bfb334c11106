namespace PostPurchase.Normalization.Triggers.Telemetry;

/// <summary>Names of all that can be measured and traced. They change only with the major version.</summary>
public static class TrackingTelemetry
{
    /// <summary>Name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "PostPurchase.Normalization";

    /// <summary>Name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "PostPurchase.Normalization";

    /// <summary>Counter, events: those that were new, by <see cref="CarrierTag"/>, <see cref="MilestoneTag"/>, <see cref="MatchTag"/>.</summary>
    public const string Events = "postpurchase.events";

    /// <summary>Counter, events: those of them whose code no map covers, by <see cref="CarrierTag"/> and <see cref="CodeTag"/>.</summary>
    public const string UnmappedCodes = "postpurchase.events.unmapped";

    /// <summary>Counter, triggers: those that fired, by <see cref="TriggerTag"/>, <see cref="GroupTag"/>, <see cref="ModeTag"/>.</summary>
    public const string Triggers = "postpurchase.triggers";

    /// <summary>Histogram, seconds: from the scan, or the end of the wait, to the firing; by <see cref="GroupTag"/> and <see cref="SinceTag"/>. Scans without an offset are left out.</summary>
    public const string TriggerLag = "postpurchase.triggers.lag";

    /// <summary>Counter, triggers: those given up after a handler failed as often as it may, by <see cref="TriggerTag"/>.</summary>
    public const string TriggersGivenUp = "postpurchase.triggers.given_up";

    /// <summary>Histogram, seconds: how long a handler took, by <see cref="HandlerTag"/>, <see cref="TriggerTag"/>, <see cref="OutcomeTag"/>.</summary>
    public const string HandlerDuration = "postpurchase.handlers.duration";

    /// <summary>Counter, calls: those in which a handler failed, by <see cref="HandlerTag"/>, <see cref="TriggerTag"/>, <see cref="ErrorTag"/>.</summary>
    public const string HandlerFailures = "postpurchase.handlers.failures";

    /// <summary>Counter, readings: those of rule files that changed, by <see cref="OutcomeTag"/>.</summary>
    public const string RuleReloads = "postpurchase.rules.reloads";

    /// <summary>Activity: reports, attributes or promises are taken in. Tags: <see cref="ModeTag"/>, <see cref="ShipmentsTag"/>.</summary>
    public const string ProcessActivity = "postpurchase.process";

    /// <summary>Activity: what is due is looked at. Tags: <see cref="ShipmentsTag"/>.</summary>
    public const string TickActivity = "postpurchase.tick";

    /// <summary>Activity: a handler is called. Tags: <see cref="HandlerTag"/>, <see cref="TriggerTag"/>, <see cref="TriggerIdTag"/>.</summary>
    public const string HandleActivity = "postpurchase.handle";

    /// <summary>Id of the carrier.</summary>
    public const string CarrierTag = "carrier";

    /// <summary>Phase of the event's type, in snake_case.</summary>
    public const string MilestoneTag = "milestone";

    /// <summary>What decided the event's type, in snake_case.</summary>
    public const string MatchTag = "match";

    /// <summary>The carrier's code, as sent.</summary>
    public const string CodeTag = "code";

    /// <summary>Name of the trigger.</summary>
    public const string TriggerTag = "trigger";

    /// <summary>Group of the trigger, in snake_case.</summary>
    public const string GroupTag = "group";

    /// <summary><c>live</c> or <c>back_fill</c>.</summary>
    public const string ModeTag = "mode";

    /// <summary><c>scan</c> or <c>due</c>.</summary>
    public const string SinceTag = "since";

    /// <summary>Name of the handler.</summary>
    public const string HandlerTag = "handler";

    /// <summary><c>handled</c> or <c>failed</c>; of rule files <c>taken</c> or <c>refused</c>.</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>Type of the exception.</summary>
    public const string ErrorTag = "error.type";

    /// <summary>Id of the trigger.</summary>
    public const string TriggerIdTag = "trigger.id";

    /// <summary>Number of shipments.</summary>
    public const string ShipmentsTag = "shipments";
}
