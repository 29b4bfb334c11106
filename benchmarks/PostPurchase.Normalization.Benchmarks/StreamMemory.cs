using System.Diagnostics;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Streams;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Streams generated NDJSON through the stream door and watches the managed memory of this process.</summary>
/// <param name="output">Receives what was measured.</param>
/// <param name="mostBytes">What the heap may hold at any time, garbage that no collection has met yet included; so it depends on the collector's settings.</param>
/// <param name="onResult">Called with each result; <see langword="null"/> drops them.</param>
internal sealed class StreamMemory(TextWriter output, long mostBytes = 64 * StreamMemory.Megabyte, Action<StreamedResult>? onResult = null)
{
    public const long Megabyte = 1024 * 1024;
    private const long MostGrowth = 4 * Megabyte;
    private const int LinesPerSample = 64;
    private const int Checkpoints = 10;

    /// <param name="bytes">Length of the stream.</param>
    /// <param name="parallelism">Payloads worked on at once.</param>
    /// <returns>0 where memory stays flat and within the limit, else 1.</returns>
    public int Run(long bytes, int parallelism)
    {
        using var stream = new GeneratedLines(bytes);
        var clock = Stopwatch.StartNew();
        var reading = ReadAsync(stream, bytes, parallelism).GetAwaiter().GetResult();
        output.WriteLine(FormattableString.Invariant(
            $"{bytes / Megabyte} MB of NDJSON, {parallelism} at once, {reading.Events} events in {clock.Elapsed.TotalSeconds:0.0} s: at most {reading.Peak / (double)Megabyte:0.0} MB managed, {reading.Committed / (double)Megabyte:0.0} MB committed; alive {reading.Early / (double)Megabyte:0.0} MB near the beginning, {reading.Late / (double)Megabyte:0.0} MB at the end"));
        var isHeld = true;
        if (Math.Max(reading.Peak, reading.Committed) > mostBytes) isHeld = Fails($"memory is above {mostBytes / Megabyte} MB");
        if (reading.Late - reading.Early > MostGrowth) isHeld = Fails("memory grows with the stream");
        return isHeld ? 0 : 1;
    }

    private bool Fails(string fault)
    {
        output.WriteLine($"error: {fault}");
        return false;
    }

    private async Task<Reading> ReadAsync(GeneratedLines stream, long bytes, int parallelism)
    {
        var events = 0L;
        long peak = 0, committed = 0, early = 0, late = 0;
        var checkpoint = 1;
        var lines = 0;
        await foreach (var result in Normalizer.BuiltIn.NormalizeAsync(stream, PayloadFraming.Lines, parallelism: parallelism))
        {
            events += result.Result.Events.Count;
            onResult?.Invoke(result);
            if (++lines % LinesPerSample != 0) continue;
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
            committed = Math.Max(committed, GC.GetGCMemoryInfo().TotalCommittedBytes);
            if (stream.Position < bytes * checkpoint / Checkpoints) continue;
            late = GC.GetTotalMemory(forceFullCollection: true);
            if (checkpoint++ == 1) early = late;
        }
        return new(events, peak, committed, early, late);
    }

    private readonly record struct Reading(long Events, long Peak, long Committed, long Early, long Late);
}
