using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Telemetry;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>A shipment on its way from one saved state to the next.</summary>
internal sealed class ShipmentStep(TriggerEngine engine, TrackedShipment start)
{
    private readonly int _known = start.Timeline.Count;

    public TrackedShipment Shipment { get; private set; } = start;

    public bool IsChanged { get; private set; }

    public IReadOnlyList<ShipmentTrigger> Triggers { get; private set; } = [];

    /// <summary>Takes in a report; one that tells nothing new leaves all as it is.</summary>
    public void Process(TrackingInput input, Instant now)
    {
        var timeline = Shipment.Timeline;
        var before = timeline.Count > 0 || Shipment.Version > 0 || IsChanged ? timeline.Shipment : null;
        input.AddTo(timeline, now);
        if (before is null ? timeline.Count == 0 : ReferenceEquals(before, timeline.Shipment) && !IsDue(now)) return;
        Decide(before, now);
    }

    /// <summary>Looks at waits only.</summary>
    public void Tick(Instant now)
    {
        if (IsDue(now)) Decide(Shipment.Timeline.Shipment, now);
    }

    /// <summary>Other attributes may make rules fire, or end waits, so that all rules look again.</summary>
    public void Set(ShipmentAttributes attributes, Instant now)
    {
        if (Shipment.Version > 0 && Same(Shipment.Attributes, attributes)) return;
        Shipment = Shipment with { Attributes = attributes };
        Decide(null, now);
    }

    public void Set(DeliveryEstimate? promise, Instant now)
    {
        if (Shipment.Version > 0 && Equals(Shipment.Timeline.Promise, promise)) return;
        Shipment = Shipment with { Timeline = Shipment.Timeline.With(promise) };
        Decide(null, now);
    }

    public void CountEvents()
    {
        if (!Measures.AreEventsCounted) return;
        for (var i = _known; i < Shipment.Timeline.Count; i++) Measures.Count(Shipment.Timeline.Sightings[i].Event);
    }

    public TrackingResult Result(bool isChanged) => new(Shipment.Key, Shipment.Timeline.Shipment, Triggers, Shipment.NextDue, isChanged);

    private bool IsDue(Instant now) => Shipment.NextDue <= now;

    private void Decide(Shipment? before, Instant now)
    {
        var decision = engine.Decide(Shipment.Key, before, Shipment.Timeline.Shipment, Shipment.Attributes, Shipment.Marks, now);
        Add(decision.Triggers);
        Shipment = Shipment with { Marks = decision.Marks, NextDue = decision.NextDue };
        IsChanged = true;
    }

    private void Add(IReadOnlyList<ShipmentTrigger> fired)
    {
        if (fired.Count == 0) return;
        if (Triggers.Count == 0)
        {
            Triggers = fired;
            return;
        }
        var all = Triggers as List<ShipmentTrigger> ?? [.. Triggers];
        all.AddRange(fired);
        Triggers = all;
    }

    private static bool Same(ShipmentAttributes one, ShipmentAttributes other) =>
        one.Values.Count == other.Values.Count && one.Values.All(value => other.TryGet(value.Key, out var same) && same == value.Value);
}
