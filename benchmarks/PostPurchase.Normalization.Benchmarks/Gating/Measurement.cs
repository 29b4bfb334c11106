namespace PostPurchase.Normalization.Benchmarks.Gating;

/// <summary>What was measured of a case.</summary>
/// <param name="Ratio">Time of the work as a multiple of its yardstick's.</param>
/// <param name="Nanoseconds">Time of one operation of the work on this machine.</param>
/// <param name="Bytes">Bytes that one call allocates, rounded up; <see langword="null"/> where they are not counted.</param>
/// <param name="YardstickBytes">Bytes that one call of the yardstick allocates.</param>
internal sealed record Measurement(double Ratio, double Nanoseconds, long? Bytes, long? YardstickBytes)
{
    /// <summary>The better of two for work that looks slow: other work on the machine only adds to it.</summary>
    public Measurement Better(Measurement other) => (Ratio <= other.Ratio ? this : other) with
    {
        Bytes = Bytes < other.Bytes ? Bytes : other.Bytes,
        YardstickBytes = YardstickBytes < other.YardstickBytes ? YardstickBytes : other.YardstickBytes,
    };

    /// <summary>The worse ratio of two, for work that looks fast: its yardstick may have been held up.</summary>
    public Measurement Slower(Measurement other) => Ratio >= other.Ratio ? this : other;
}
