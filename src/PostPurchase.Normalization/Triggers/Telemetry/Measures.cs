using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Telemetry;

/// <summary>Measures the process. Where nobody listens it costs a comparison.</summary>
internal static class Measures
{
    public static readonly ActivitySource Activities = new(TrackingTelemetry.ActivitySourceName);

    private static readonly Meter Meter = new(TrackingTelemetry.MeterName);
    private static readonly Counter<long> Events = Meter.CreateCounter<long>(TrackingTelemetry.Events, "{event}", "Events that were new.");
    private static readonly Counter<long> Unmapped = Meter.CreateCounter<long>(TrackingTelemetry.UnmappedCodes, "{event}", "New events whose code no map covers.");
    private static readonly Counter<long> Triggers = Meter.CreateCounter<long>(TrackingTelemetry.Triggers, "{trigger}", "Triggers that fired.");
    private static readonly Counter<long> GivenUp = Meter.CreateCounter<long>(TrackingTelemetry.TriggersGivenUp, "{trigger}", "Triggers given up after a handler failed as often as it may.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(TrackingTelemetry.HandlerFailures, "{call}", "Calls in which a handler failed.");
    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>(TrackingTelemetry.RuleReloads, "{reading}", "Readings of rule files that changed.");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(TrackingTelemetry.TriggerLag, "s", "From the scan, or the end of the wait, to the firing.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(TrackingTelemetry.HandlerDuration, "s", "How long a handler took.");

    private static readonly string[] Milestones = Words<Milestone>();
    private static readonly string[] Matches = Words<MatchKind>();
    private static readonly string[] Groups = Words<TriggerGroup>();

    public static bool AreEventsCounted => Events.Enabled || Unmapped.Enabled;

    public static bool AreTriggersCounted => Triggers.Enabled || Lag.Enabled;

    public static bool AreCallsMeasured => Duration.Enabled || Failures.Enabled;

    public static void Count(TrackingEvent told)
    {
        Events.Add(1, new(TrackingTelemetry.CarrierTag, told.Carrier), new(TrackingTelemetry.MilestoneTag, Milestones[(int)told.Type.Milestone]), new(TrackingTelemetry.MatchTag, Matches[(int)told.Match]));
        if (told.Match == MatchKind.Unmapped) Unmapped.Add(1, new(TrackingTelemetry.CarrierTag, told.Carrier), new KeyValuePair<string, object?>(TrackingTelemetry.CodeTag, told.Raw.Code));
    }

    public static void Count(ShipmentTrigger trigger, string mode)
    {
        if (!AreTriggersCounted) return;
        var group = Groups[(int)trigger.Group];
        Triggers.Add(1, new(TrackingTelemetry.TriggerTag, trigger.Name), new(TrackingTelemetry.GroupTag, group), new(TrackingTelemetry.ModeTag, mode));
        var since = trigger.Due is not null ? "due" : "scan";
        if ((trigger.Due ?? trigger.Cause?.Time.Instant) is { } moment)
        {
            Lag.Record((trigger.FiredAt - moment).TotalSeconds, new(TrackingTelemetry.GroupTag, group), new KeyValuePair<string, object?>(TrackingTelemetry.SinceTag, since));
        }
    }

    public static void CountGivenUp(string trigger) => GivenUp.Add(1, new KeyValuePair<string, object?>(TrackingTelemetry.TriggerTag, trigger));

    public static void CountReload(bool isTaken) => Reloads.Add(1, new KeyValuePair<string, object?>(TrackingTelemetry.OutcomeTag, isTaken ? "taken" : "refused"));

    public static void Called(string handler, string trigger, TimeSpan took, Exception? fault)
    {
        Duration.Record(took.TotalSeconds, new(TrackingTelemetry.HandlerTag, handler), new(TrackingTelemetry.TriggerTag, trigger), new(TrackingTelemetry.OutcomeTag, fault is null ? "handled" : "failed"));
        if (fault is not null) Failures.Add(1, new(TrackingTelemetry.HandlerTag, handler), new(TrackingTelemetry.TriggerTag, trigger), new(TrackingTelemetry.ErrorTag, fault.GetType().Name));
    }

    private static string[] Words<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetNames<TEnum>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
