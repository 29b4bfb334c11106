using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>To whom, where and with what proof: as the scan says, or else as its type implies.</summary>
internal static class DeliveryManner
{
    public static DeliveredTo ToWhom(ShipmentScan? scan) => scan switch
    {
        null => DeliveredTo.Unknown,
        { Event.Facets.DeliveredTo: not DeliveredTo.Unknown and var told } => told,
        _ when scan.Type == EventType.Delivered.ToRecipient => DeliveredTo.Recipient,
        _ when scan.Type == EventType.Delivered.Household => DeliveredTo.Household,
        _ when scan.Type == EventType.Delivered.Neighbor => DeliveredTo.Neighbor,
        _ when scan.Type == EventType.Delivered.AuthorizedPerson => DeliveredTo.AuthorizedPerson,
        _ when scan.Type == EventType.Delivered.Reception => DeliveredTo.Reception,
        _ => DeliveredTo.Unknown,
    };

    public static DeliveredAt Where(ShipmentScan? scan) => scan switch
    {
        null => DeliveredAt.Unknown,
        { Event.Facets.DeliveredAt: not DeliveredAt.Unknown and var told } => told,
        _ when scan.Type == EventType.Delivered.SafePlace => DeliveredAt.SafePlace,
        _ when scan.Type == EventType.Delivered.Letterbox => DeliveredAt.Letterbox,
        _ when scan.Type == EventType.Delivered.ParcelBox => DeliveredAt.ParcelBox,
        _ when scan.Type == EventType.Delivered.PoBox => DeliveredAt.PoBox,
        _ when scan.Type == EventType.Delivered.Dock => DeliveredAt.Dock,
        _ when scan.Type == EventType.Delivered.AlternateLocation => DeliveredAt.AlternateAddress,
        _ => DeliveredAt.Unknown,
    };

    public static ProofOfDelivery ProofOf(ShipmentScan? scan) => scan switch
    {
        null => ProofOfDelivery.Unknown,
        { Event.Facets.Proof: not ProofOfDelivery.Unknown and var told } => told,
        _ when scan.Type == EventType.Delivered.Signed => ProofOfDelivery.Signature,
        _ => ProofOfDelivery.Unknown,
    };
}
