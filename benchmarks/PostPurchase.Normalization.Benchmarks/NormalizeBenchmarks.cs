using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Benchmarks.UsualCode;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>A payload of twelve scans through both doors, beside the bare reader and the usual code on the same bytes.</summary>
[MemoryDiagnoser]
public class NormalizeBenchmarks
{
    private byte[] _payload = [];

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => SamplePayloads.Formats;

    [GlobalSetup]
    public void Load() => _payload = SamplePayloads.Of(Format);

    [Benchmark(Baseline = true)]
    public int BareReader() => SamplePayloads.IsXml(Format) ? BareReaders.Xml(_payload) : BareReaders.Json(_payload);

    [Benchmark]
    public int UsualCode() => UsualNormalizer.Normalize(Format, _payload).Count;

    [Benchmark]
    public long SinkDoor()
    {
        var sink = new TouchingSink();
        Normalizer.BuiltIn.Normalize(_payload, ref sink, format: Format);
        return sink.Sum;
    }

    [Benchmark]
    public int ComfortableDoor() => Normalizer.BuiltIn.Normalize(_payload, format: Format).Events.Count;
}
