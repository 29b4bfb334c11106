using BenchmarkDotNet.Attributes;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>A payload of twelve scans through both doors, beside the bare reader on the same bytes.</summary>
[MemoryDiagnoser]
public class NormalizeBenchmarks
{
    private byte[] _payload = [];
    private Func<byte[], int> _bareReader = _ => 0;

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => SamplePayloads.Formats;

    [GlobalSetup]
    public void Load() => (_payload, _bareReader) = (SamplePayloads.Of(Format), BareReaders.Of(Format));

    [Benchmark(Baseline = true, OperationsPerInvoke = SamplePayloads.Scans)]
    public int BareReader() => _bareReader(_payload);

    [Benchmark(OperationsPerInvoke = SamplePayloads.Scans)]
    public long SinkDoor() => Doors.Sink(_payload, Format);

    [Benchmark(OperationsPerInvoke = SamplePayloads.Scans)]
    public int ComfortableDoor() => Doors.Comfortable(_payload, Format);
}
