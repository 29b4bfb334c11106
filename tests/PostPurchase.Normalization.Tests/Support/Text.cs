using System.Text.Json;
using PostPurchase.Normalization.Timelines.Json;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Stores.Json;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>All of a tracked shipment in one text, to compare by.</summary>
internal static class Text
{
    public static string Of(TrackedShipment shipment) => string.Join('\n',
        JsonSerializer.Serialize(shipment.Timeline, TimelineJsonContext.Default.ShipmentTimeline),
        JsonSerializer.Serialize(shipment.Timeline.Shipment, TimelineJsonContext.Default.Shipment),
        JsonSerializer.Serialize(shipment.Attributes, TriggerJsonContext.Default.ShipmentAttributes),
        JsonSerializer.Serialize(shipment.Marks, TriggerJsonContext.Default.TriggerMarks),
        shipment.NextDue);
}
