using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>The two doors of the library, as benchmarks and gate go through them.</summary>
internal static class Doors
{
    /// <param name="payload">The payload.</param>
    /// <param name="format">Its format; <see langword="null"/> to detect.</param>
    public static long Sink(byte[] payload, string? format)
    {
        var sink = new TouchingSink();
        Normalizer.BuiltIn.Normalize(payload, ref sink, format: format);
        return sink.Sum;
    }

    /// <param name="payload">The payload.</param>
    /// <param name="format">Its format; <see langword="null"/> to detect.</param>
    public static int Comfortable(byte[] payload, string? format) => Normalizer.BuiltIn.Normalize(payload, format: format).Events.Count;
}
