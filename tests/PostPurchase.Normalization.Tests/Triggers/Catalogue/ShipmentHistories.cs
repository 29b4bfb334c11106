using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;

namespace PostPurchase.Normalization.Tests.Triggers.Catalogue;

/// <summary>Histories of scans of any types at any hours of three weeks, with repeats, pieces, places and estimates; nothing is taken back.</summary>
internal static class ShipmentHistories
{
    /// <summary>Before all scans, so that no wait is over when the last of them comes in.</summary>
    public static readonly Instant Early = Instant.FromUtc(2025, 2, 1, 0, 0);

    public static readonly Instant Last = Instant.FromUtc(2025, 7, 1, 0, 0);

    private static readonly string[] Usual =
    [
        "info.received", "label.created", "acceptance.completed", "transit", "transit.facility_arrived", "delivery.out_for_delivery", "delivery_attempt.failed", "delivery_attempt.refused",
        "pickup_point.ready", "delivered", "delivered.neighbor", "customs.held", "customs.cleared", "return_to_sender", "return_to_sender.delivered", "return.picked_up", "return.received",
        "claim.opened", "claim.denied", "payment.due", "payment.received", "order.received", "delay.weather", "exception.lost", "exception.found", "shipment.cancelled", "tracking.expired",
    ];

    private static readonly string[] Any = [.. EventType.All.Where(type => !type.Is(EventType.Tracking.Retracted)).Select(type => type.Code)];

    private static readonly Gen<string> Scan =
        from type in Gen.Frequency((2, Gen.Elements(Usual)), (1, Gen.Elements(Any)))
        from day in Gen.Choose(1, 21)
        from hour in Gen.Elements(8, 9, 12, 20, 23)
        from more in Gen.Frequency(
            (8, Gen.Constant("")), (1, Gen.Elements(" /1", " /2")), (2, Gen.Elements(" @Dallas", " @Austin")), (1, Gen.Constant(" via:easypost")), (1, Gen.Constant(" match:phrase")),
            (2, Gen.Choose(5, 25).Select(estimate => $" eta:{estimate:00}")), (1, Gen.Constant(" from:DE dest:FR")))
        select $"{day:00}T{hour:00}:00 {type}{more}";

    /// <summary>Shrinks by leaving scans out.</summary>
    public static readonly Arbitrary<string[]> Histories = Arb.From(
        from count in Gen.Choose(1, 8)
        from scans in Scan.ArrayOf(count)
        select scans,
        scans => scans.Select((_, left) => scans.Where((_, index) => index != left).ToArray()).Where(rest => rest.Length > 0));

    private static readonly ShipmentAttributes Attributes = ShipmentAttributes.None.With("dispatch_by", Instant.FromUtc(2025, 3, 10, 12, 0)).With("collect_until", Instant.FromUtc(2025, 3, 25, 0, 0));

    /// <summary>Takes a shipment through scans in their order, and then through time.</summary>
    public static HistoryRun OneByOne(TriggerEngine engine, IEnumerable<string> scans) => Run(engine, scans.Select(scan => new[] { scan }));

    /// <summary>Takes a shipment through time with all scans known from the beginning.</summary>
    public static HistoryRun AtOnce(TriggerEngine engine, string[] scans) => Run(engine, [scans]);

    /// <summary>What a run would fire if the engine looked at all of it again.</summary>
    public static IReadOnlyList<ShipmentTrigger> Again(TriggerEngine engine, HistoryRun run) => engine.Decide("s1", null, run.Shipment, Attributes, run.Marks, Last).Triggers;

    private static HistoryRun Run(TriggerEngine engine, IEnumerable<string[]> batches)
    {
        var (timeline, marks, fired) = (new ShipmentTimeline(), TriggerMarks.None, new List<ShipmentTrigger>());
        Shipment? before = null;
        Instant? due = null;
        var isTurnedBack = false;
        void Decide(Instant now)
        {
            var decision = engine.Decide("s1", before, timeline.Shipment, Attributes, marks, now);
            isTurnedBack |= (before is { IsEnded: true } && !timeline.Shipment.IsEnded) || (before is { Leg: not Direction.Forward } && timeline.Shipment.Leg == Direction.Forward);
            (before, marks, due) = (timeline.Shipment, decision.Marks, decision.NextDue);
            fired.AddRange(decision.Triggers);
        }
        foreach (var batch in batches)
        {
            foreach (var scan in batch) timeline.Add(Report(scan));
            Decide(Early);
        }
        while (due <= Last) Decide(due.Value);
        return new(fired, before!, marks, isTurnedBack);
    }

    private static ShipmentReport Report(string scan)
    {
        var words = scan.Split(' ');
        var facts = new ShipmentFacts { EventCount = 1 };
        if (Array.Find(words, word => word.StartsWith("eta:", StringComparison.Ordinal)) is { } estimate) facts = facts with { Estimates = [new(EstimateKind.Estimated, Scans.Time(estimate[4..]), default)] };
        if (words.Contains("from:DE")) facts = facts with { Origin = new() { Country = "DE" }, Destination = new() { Country = "FR" } };
        return new(facts, [Scans.Event(string.Join(' ', words.Where(word => !word.StartsWith("eta:", StringComparison.Ordinal) && !word.StartsWith("from:", StringComparison.Ordinal) && !word.StartsWith("dest:", StringComparison.Ordinal))))]);
    }
}

/// <summary>What a run fired, how it left the shipment, and whether an end or a way back that stood was left again.</summary>
internal sealed record HistoryRun(IReadOnlyList<ShipmentTrigger> Fired, Shipment Shipment, TriggerMarks Marks, bool IsTurnedBack)
{
    public HashSet<TriggerId> Ids => [.. Fired.Select(trigger => trigger.Id)];
}
