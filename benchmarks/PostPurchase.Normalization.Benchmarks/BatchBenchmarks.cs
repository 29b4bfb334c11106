using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Streams;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>A stream of 64 payloads of twelve scans, a payload a line, on one core and on two.</summary>
[MemoryDiagnoser]
public class BatchBenchmarks
{
    public const int Payloads = 64;

    private readonly byte[] _lines = Lines(Payloads);
    private readonly byte[] _half = Lines(Payloads / 2);

    [Params(1, 2)]
    public int Parallelism { get; set; }

    [Benchmark]
    public Task<int> NormalizeAsync() => NormalizeAsync(_lines, Parallelism);

    /// <summary>What two cores can do at best: each works on a stream of its own. Unlike one core, it is held up by a busy machine as the batch is.</summary>
    internal async Task<int> HalvesAsync()
    {
        var other = Task.Run(() => NormalizeAsync(_half, 1));
        return await NormalizeAsync(_half, 1) + await other;
    }

    private static async Task<int> NormalizeAsync(byte[] lines, int parallelism)
    {
        var events = 0;
        using var stream = new MemoryStream(lines);
        await foreach (var result in Normalizer.BuiltIn.NormalizeAsync(stream, PayloadFraming.Lines, format: SamplePayloads.SizedFormat, parallelism: parallelism)) events += result.Result.Events.Count;
        return events;
    }

    private static byte[] Lines(int count) =>
        [.. Enumerable.Repeat<byte[]>([.. SamplePayloads.Of(SamplePayloads.SizedFormat), (byte)'\n'], count).SelectMany(line => line)];
}
