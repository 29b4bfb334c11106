namespace PostPurchase.Normalization.Events;

/// <summary>What one payload tells of one shipment.</summary>
/// <param name="Facts">What it says of the shipment as a whole.</param>
/// <param name="Events">The shipment's events in the payload, oldest first.</param>
public sealed record ShipmentReport(ShipmentFacts Facts, IReadOnlyList<TrackingEvent> Events);
