using BenchmarkDotNet.Attributes;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>What it costs not to name the format, twelve scans.</summary>
[MemoryDiagnoser]
public class DetectionBenchmarks
{
    private byte[] _payload = [];

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => ["ups-track-v1", "usps-webtools-trackfield"];

    [GlobalSetup]
    public void Load() => _payload = SamplePayloads.Of(Format);

    [Benchmark(Baseline = true)]
    public long Named() => Doors.Sink(_payload, Format);

    [Benchmark]
    public long Detected() => Doors.Sink(_payload, null);
}
