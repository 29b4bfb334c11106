using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.KillTest;

/// <summary>An event as it reaches the host.</summary>
internal sealed record Delivery(string Key, TrackingEvent Told, Instant ReceivedAt);

/// <summary>Events of many shipments, mixed, late and repeated: the same for the same seed.</summary>
internal static class DeliveryStream
{
    private const int EventsPerShipment = 8;

    private static readonly string[][] Lives =
    [
        ["label.created", "pickup.completed", "transit.facility_arrived", "transit.facility_departed", "delivery.out_for_delivery", "delivered"],
        ["label.created", "pickup.completed", "customs.held", "customs.held_documents", "customs.cleared", "transit.facility_arrived", "delivery.out_for_delivery", "delivered"],
        ["pickup.completed", "transit.facility_arrived", "delivery.out_for_delivery", "delivery_attempt.failed", "delivery.out_for_delivery", "delivery_attempt.failed", "pickup_point.ready", "delivered"],
        ["label.created", "pickup.completed", "transit.facility_arrived", "delay.weather", "transit.facility_arrived", "transit.facility_arrived", "delivery.out_for_delivery", "delivered"],
        ["pickup.completed", "transit.facility_arrived", "delivery.out_for_delivery", "delivery_attempt.failed", "return_to_sender", "transit.facility_arrived"],
        ["label.created", "pickup.completed", "transit.facility_arrived"],
    ];

    public static IReadOnlyList<Delivery> Of(int events, int seed)
    {
        var random = new Random(seed);
        var stream = new List<Delivery>();
        var start = Instant.FromUtc(2025, 3, 1, 0, 0);
        for (var shipment = 0; stream.Count < events; shipment++)
        {
            var at = start + Duration.FromMinutes(random.Next(0, Math.Max(1, events / EventsPerShipment) * 30));
            var life = Lives[random.Next(Lives.Length)];
            for (var i = 0; i < life.Length && stream.Count < events; i++)
            {
                at += Duration.FromMinutes(random.Next(5, 60 * 40));
                var told = Event($"1Z{shipment:000000000}", life[i], at, random.Next(5));
                var receivedAt = at + Duration.FromSeconds(random.Next(1, random.Next(8) == 0 ? 60 * 60 * 50 : 600));
                stream.Add(new($"shipment-{shipment:00000}", told, receivedAt));
                if (random.Next(10) == 0 && stream.Count < events) stream.Add(new($"shipment-{shipment:00000}", told, receivedAt + Duration.FromMinutes(random.Next(0, 600))));
            }
        }
        return [.. stream.OrderBy(one => one.ReceivedAt)];
    }

    private static TrackingEvent Event(string number, string type, Instant at, int city) => new()
    {
        Carrier = "ups",
        Format = "kill-test",
        TrackingNumber = number,
        Type = EventType.TryFind(type, out var known) ? known : throw new InvalidOperationException($"There is no event type '{type}'."),
        Match = MatchKind.Code,
        Confidence = Confidence.High,
        Time = EventTime.AtInstant(at, Offset.FromHours(1), TimePrecision.Minute, OffsetBasis.Sent),
        Place = new() { City = $"City {city}", Country = "DE" },
        Raw = new() { Code = type },
    };
}
