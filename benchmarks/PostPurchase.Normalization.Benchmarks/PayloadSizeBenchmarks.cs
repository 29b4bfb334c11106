using BenchmarkDotNet.Attributes;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>One format with few and many scans: what a payload costs beside its scans.</summary>
[MemoryDiagnoser]
public class PayloadSizeBenchmarks
{
    private byte[] _payload = [];
    private Func<byte[], int> _bareReader = _ => 0;

    [Params(1, 12, 200)]
    public int Scans { get; set; }

    [GlobalSetup]
    public void Load() => (_payload, _bareReader) = (SamplePayloads.OfScans(Scans), BareReaders.Of(SamplePayloads.SizedFormat));

    [Benchmark(Baseline = true)]
    public int BareReader() => _bareReader(_payload);

    [Benchmark]
    public long SinkDoor() => Doors.Sink(_payload, SamplePayloads.SizedFormat);

    [Benchmark]
    public int ComfortableDoor() => Doors.Comfortable(_payload, SamplePayloads.SizedFormat);
}
