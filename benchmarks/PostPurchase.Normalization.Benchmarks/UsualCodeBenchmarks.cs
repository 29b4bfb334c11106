using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Benchmarks.UsualCode;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>A payload of twelve scans through both doors, beside what a developer writes today.</summary>
[MemoryDiagnoser]
public class UsualCodeBenchmarks
{
    private byte[] _payload = [];

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => SamplePayloads.FormatsWithUsualCode;

    [GlobalSetup]
    public void Load() => _payload = SamplePayloads.Of(Format);

    [Benchmark(Baseline = true, OperationsPerInvoke = SamplePayloads.Scans)]
    public int UsualCode() => UsualNormalizer.Normalize(Format, _payload).Count;

    [Benchmark(OperationsPerInvoke = SamplePayloads.Scans)]
    public long SinkDoor() => Doors.Sink(_payload, Format);

    [Benchmark(OperationsPerInvoke = SamplePayloads.Scans)]
    public int ComfortableDoor() => Doors.Comfortable(_payload, Format);
}
