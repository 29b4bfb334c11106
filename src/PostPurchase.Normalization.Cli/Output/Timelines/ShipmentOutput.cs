using PostPurchase.Normalization.Cli.Output.Timelines.Pictures;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines;

/// <summary>Prints shipments on standard output.</summary>
internal static class ShipmentOutput
{
    public static void Write(string form, IReadOnlyList<Shipment> shipments)
    {
        if (form == "text")
        {
            new ShipmentText(Terminal.OfStandardOutput()).Write(shipments);
            return;
        }
        using var stream = new BufferedStream(Console.OpenStandardOutput());
        if (form == "json") ShipmentLines.Write(stream, shipments);
        else if (form == "svg") SvgDocument.Write(stream, shipments);
        else HtmlDocument.Write(stream, shipments);
    }
}
