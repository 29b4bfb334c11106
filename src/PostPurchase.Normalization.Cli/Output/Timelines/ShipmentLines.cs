using System.Text.Encodings.Web;
using System.Text.Json;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Json;

namespace PostPurchase.Normalization.Cli.Output.Timelines;

/// <summary>A snapshot a line.</summary>
internal static class ShipmentLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, IEnumerable<Shipment> shipments)
    {
        using var writer = new Utf8JsonWriter(stream, Options);
        foreach (var shipment in shipments)
        {
            JsonSerializer.Serialize(writer, shipment, TimelineJsonContext.Default.Shipment);
            writer.Flush();
            writer.Reset();
            stream.Write("\n"u8);
        }
    }
}
