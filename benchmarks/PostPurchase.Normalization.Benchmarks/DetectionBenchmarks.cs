using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>What it costs not to name the format.</summary>
[MemoryDiagnoser]
public class DetectionBenchmarks
{
    private byte[] _payload = [];

    [Params("ups-track-v1", "usps-webtools-trackfield")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public void Load() => _payload = SamplePayloads.Of(Format);

    [Benchmark(Baseline = true)]
    public int Named() => Read(Format);

    [Benchmark]
    public int Detected() => Read(null);

    private int Read(string? format)
    {
        var sink = new TouchingSink();
        Normalizer.BuiltIn.Normalize(_payload, ref sink, format: format);
        return sink.Events;
    }
}
