using System.Diagnostics;
using System.Globalization;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Holds both doors against the figures in <c>limits.csv</c>: time as a multiple of the bare reader in this process, bytes a scan.</summary>
internal static class Gate
{
    private const double TimeTolerance = 1.3;
    private const double BytesTolerance = 1.05;
    private const int ScansPerPayload = 12;
    private const int Rounds = 60;
    private const int CallsPerRound = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    public static int Run()
    {
        var limits = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "limits.csv")).Skip(1).Select(Limit.Parse).ToList();
        var isWithin = SamplePayloads.Formats.Order(StringComparer.Ordinal).SequenceEqual(limits.Select(l => l.Format).Order(StringComparer.Ordinal));
        if (!isWithin) Console.WriteLine("error: limits.csv does not name each sample format once");

        foreach (var limit in limits) BestTimes(Loaded(limit.Format)); // readies the code all formats share
        Console.WriteLine("| format | door | times the bare reader | at most | bytes a scan | at most |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var limit in limits)
        {
            var benchmarks = Loaded(limit.Format);
            var times = BestTimes(benchmarks);
            isWithin &= Holds(limit.Format, "sink", times[1] / times[0], limit.SinkRatio, BytesPerScan(() => benchmarks.SinkDoor()), limit.SinkBytes);
            isWithin &= Holds(limit.Format, "comfortable", times[2] / times[0], limit.ComfortableRatio, BytesPerScan(() => benchmarks.ComfortableDoor()), limit.ComfortableBytes);
        }
        Console.WriteLine(isWithin ? "within the limits" : "error: above the limits");
        return isWithin ? 0 : 1;
    }

    private static NormalizeBenchmarks Loaded(string format)
    {
        var benchmarks = new NormalizeBenchmarks { Format = format };
        benchmarks.Load();
        return benchmarks;
    }

    /// <summary>The candidates take turns, so that a busy machine burdens all of them; the best round counts, as other work only adds time.</summary>
    private static double[] BestTimes(NormalizeBenchmarks benchmarks)
    {
        Action[] candidates = [() => benchmarks.BareReader(), () => benchmarks.SinkDoor(), () => benchmarks.ComfortableDoor()];
        foreach (var candidate in candidates)
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;) candidate();
        }
        var best = candidates.Select(_ => double.MaxValue).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++) best[i] = Math.Min(best[i], Time(candidates[i]));
        }
        return best;
    }

    private static double Time(Action candidate)
    {
        var clock = Stopwatch.StartNew();
        for (var call = 0; call < CallsPerRound; call++) candidate();
        return clock.Elapsed.TotalMicroseconds;
    }

    private static double BytesPerScan(Action candidate)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < CallsPerRound; call++) candidate();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(CallsPerRound * ScansPerPayload);
    }

    private static bool Holds(string format, string door, double ratio, double recordedRatio, double bytes, double recordedBytes)
    {
        var (mostTime, mostBytes) = (recordedRatio * TimeTolerance, recordedBytes * BytesTolerance);
        var isWithin = ratio <= mostTime && bytes <= mostBytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {format} | {door} | {ratio:0.00} | {mostTime:0.00} | {bytes:0} | {mostBytes:0} |{(isWithin ? "" : " error: above")}"));
        return isWithin;
    }

    private sealed record Limit(string Format, double SinkRatio, double ComfortableRatio, double SinkBytes, double ComfortableBytes)
    {
        public static Limit Parse(string line)
        {
            var fields = line.Split(',');
            return new(fields[0], Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4]));
        }

        private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
    }
}
