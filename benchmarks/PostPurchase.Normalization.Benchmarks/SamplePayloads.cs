namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Payloads of twelve scans: shapes as carriers send them, values invented.</summary>
internal static class SamplePayloads
{
    public static readonly string[] Formats = ["ups-track-v1", "fedex-track-v1", "usps-v3", "dhl-unified", "easypost-tracker", "usps-webtools-trackfield"];

    public static byte[] Of(string format)
    {
        var assembly = typeof(SamplePayloads).Assembly;
        using var stream = assembly.GetManifestResourceStream(format + ".json") ?? assembly.GetManifestResourceStream(format + ".xml")
            ?? throw new ArgumentException($"There is no payload of format '{format}'.", nameof(format));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static bool IsXml(string format) => format == "usps-webtools-trackfield";
}
