using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>What the first event costs in time and memory. Each run begins with a library that has read nothing yet.</summary>
internal static class StartUp
{
    private const double Megabyte = 1024 * 1024;
    private const int Runs = 7;

    public static int Run()
    {
        var clock = Stopwatch.StartNew();
        First(Normalizer.BuiltIn, SamplePayloads.Formats[0]);
        Print("first event of a cold process, " + SamplePayloads.Formats[0], clock.Elapsed, null);

        // From here on the code is compiled; what is left is the work on maps. Each library reads its maps anew.
        foreach (var format in SamplePayloads.Formats) First(Normalizer.BuiltIn, format);
        for (var i = 0; i < 3; i++) First(new(Fresh()), SamplePayloads.Formats[1]);

        var isWithin = true;
        foreach (var format in SamplePayloads.Formats)
        {
            var (elapsed, retained) = Measure(() =>
            {
                var normalizer = new Normalizer(Fresh());
                First(normalizer, format);
                return normalizer;
            });
            Print("normalizer and first event, warm, " + format, elapsed, retained);
        }
        foreach (var format in SamplePayloads.Formats)
        {
            var (elapsed, retained) = Measure(() => new Normalizer(Fresh()), normalizer =>
            {
                First(normalizer, format);
                return normalizer;
            });
            Print("first event of a carrier, warm, " + format, elapsed, retained);
            isWithin &= elapsed.TotalMilliseconds < 30 && retained / Megabyte < 3;
        }

        var (_, catalog) = Measure(() => new Normalizer(Fresh()));
        Print("normalizer, formats of all carriers known", null, catalog);
        var (loading, all) = Measure(() =>
        {
            var library = Fresh();
            foreach (var id in library.CarrierIds) library.Find(id);
            return library;
        });
        Print($"all {MapLibrary.BuiltIn.CarrierIds.Count} maps", loading, all);
        isWithin &= all / Megabyte < 25;
        foreach (var id in MapLibrary.BuiltIn.CarrierIds)
        {
            var (reading, written) = Measure(() => Fresh().Document(id)!);
            Print("  as written, " + id, reading, written);
            var (elapsed, retained) = Measure(() => Fresh().Find(id)!);
            Print("  ready, " + id, elapsed, retained);
        }
        Console.WriteLine(isWithin ? "within 30 ms, 3 MB a carrier, 25 MB in all" : "above 30 ms, 3 MB a carrier or 25 MB in all");
        return isWithin ? 0 : 1;
    }

    /// <summary>A library of its own over the built-in maps.</summary>
    private static MapLibrary Fresh() => MapLibrary.BuiltIn.WithMap("""{ "id": "none" }""");

    private static void First(Normalizer normalizer, string format)
    {
        var sink = new TouchingSink();
        normalizer.Normalize(SamplePayloads.Of(format), ref sink, format: format);
    }

    private static (TimeSpan Elapsed, long Retained) Measure(Func<object> action) => Measure(() => action, static action => action());

    /// <summary>The best time of a few runs, as other work on the machine only adds to it; each run prepares anew.</summary>
    private static (TimeSpan Elapsed, long Retained) Measure<T>(Func<T> prepare, Func<T, object> action)
    {
        var best = (Elapsed: TimeSpan.MaxValue, Retained: long.MaxValue);
        for (var run = 0; run < Runs; run++)
        {
            var (elapsed, retained) = Once(prepare, action);
            best = (elapsed < best.Elapsed ? elapsed : best.Elapsed, Math.Min(retained, best.Retained));
        }
        return best;
    }

    /// <summary>A method of its own, so that nothing of an earlier run is still held when memory is counted.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (TimeSpan Elapsed, long Retained) Once<T>(Func<T> prepare, Func<T, object> action)
    {
        var prepared = prepare();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var kept = action(prepared);
        var elapsed = clock.Elapsed;
        var retained = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(kept);
        GC.KeepAlive(prepared);
        return (elapsed, retained);
    }

    private static void Print(string what, TimeSpan? elapsed, long? retained)
    {
        var time = elapsed is { } span ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds,8:0.0} ms") : new string(' ', 11);
        var memory = retained is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte,7:0.00} MB") : "";
        Console.WriteLine($"{what,-64} {time} {memory}");
    }
}
