using BenchmarkDotNet.Attributes;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Twelve scans whose codes and labels no map knows: every way of classifying is tried, and none answers.</summary>
[MemoryDiagnoser]
public class UnmappedCodeBenchmarks
{
    private byte[] _mapped = [];
    private byte[] _unmapped = [];
    private Func<byte[], int> _bareReader = _ => 0;

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => SamplePayloads.UnmappableFormats;

    [GlobalSetup]
    public void Load() => (_mapped, _unmapped, _bareReader) = (SamplePayloads.Of(Format), SamplePayloads.Unmapped(Format), BareReaders.Of(Format));

    [Benchmark(Baseline = true, OperationsPerInvoke = SamplePayloads.Scans)]
    public int BareReader() => _bareReader(_unmapped);

    [Benchmark(OperationsPerInvoke = SamplePayloads.Scans)]
    public long MappedSinkDoor() => Doors.Sink(_mapped, Format);

    [Benchmark(OperationsPerInvoke = SamplePayloads.Scans)]
    public long UnmappedSinkDoor() => Doors.Sink(_unmapped, Format);

    [Benchmark(OperationsPerInvoke = SamplePayloads.Scans)]
    public int UnmappedComfortableDoor() => Doors.Comfortable(_unmapped, Format);
}
