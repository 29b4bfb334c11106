using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines;

/// <summary>Prints shipments on standard output.</summary>
internal static class ShipmentOutput
{
    public static void Write(string form, IReadOnlyList<Shipment> shipments)
    {
        if (form == "text") new ShipmentText(Terminal.OfStandardOutput()).Write(shipments);
        else
        {
            using var stream = Console.OpenStandardOutput();
            ShipmentLines.Write(stream, shipments);
        }
    }
}
