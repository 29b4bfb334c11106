using PostPurchase.Normalization.Benchmarks.Gating;
using PostPurchase.Normalization.Benchmarks.UsualCode;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>The cases of the gate: the benchmarks' own work, each beside its yardstick.</summary>
internal static class GateCases
{
    public const string BareReader = "bare reader";
    public const string UsualCode = "usual code";
    public const string ComfortableDoor = "comfortable door";

    /// <summary>A shipment that was delivered, and one on its delivery round, for which four times as much fires.</summary>
    private static readonly string[] TriggerFormats = ["usps-v3", "dhl-unified"];

    public static IReadOnlyList<GateCase> All =>
    [
        .. SamplePayloads.Formats.SelectMany(format => BothDoors(format, SamplePayloads.Scans, "12 scans", SamplePayloads.Of(format))),
        .. SamplePayloads.FormatsWithUsualCode.SelectMany(BesideUsualCode),
        .. SamplePayloads.UnmappableFormats.SelectMany(format => BothDoors(format, SamplePayloads.Scans, "12 unmapped scans", SamplePayloads.Unmapped(format))),
        .. BothDoors(SamplePayloads.SizedFormat, 1, "1 scan", SamplePayloads.OfScans(1)),
        .. BothDoors(SamplePayloads.SizedFormat, 200, "200 scans", SamplePayloads.OfScans(200)),
        .. DetectionBenchmarks.Formats.Select(Detected),
        .. Lookups(),
        .. Times(),
        .. TriggerFormats.SelectMany(Triggers),
        Batch(),
    ];

    public static CaseKey Sink(string format, string yardstick) => new(Name(format, "12 scans", "sink"), yardstick);

    public static CaseKey Comfortable(string format, string yardstick) => new(Name(format, "12 scans", "comfortable"), yardstick);

    private static string Name(string format, string size, string door) => $"{format}, {size}, {door}";

    private static IEnumerable<GateCase> BothDoors(string format, int scans, string size, byte[] payload)
    {
        var bareReader = BareReaders.Of(format);
        yield return new(Name(format, size, "sink"), BareReader, scans, () => Doors.Sink(payload, format), () => bareReader(payload));
        yield return new(Name(format, size, "comfortable"), BareReader, scans, () => Doors.Comfortable(payload, format), () => bareReader(payload));
    }

    private static IEnumerable<GateCase> BesideUsualCode(string format)
    {
        var payload = SamplePayloads.Of(format);
        yield return new(Name(format, "12 scans", "sink"), UsualCode, SamplePayloads.Scans, () => Doors.Sink(payload, format), () => UsualNormalizer.Normalize(format, payload));
        yield return new(Name(format, "12 scans", "comfortable"), UsualCode, SamplePayloads.Scans, () => Doors.Comfortable(payload, format), () => UsualNormalizer.Normalize(format, payload));
    }

    private static GateCase Detected(string format)
    {
        var payload = SamplePayloads.Of(format);
        return new(Name(format, "12 scans", "sink, format detected"), "format named", SamplePayloads.Scans, () => Doors.Sink(payload, null), () => Doors.Sink(payload, format));
    }

    private static IEnumerable<GateCase> Lookups()
    {
        var benchmarks = new CodeLookupBenchmarks();
        return
        [
            Lookup("code", () => benchmarks.Code()),
            Lookup("code and two qualifiers", () => benchmarks.CodeAndTwoQualifiers()),
            Lookup("wildcard code", () => benchmarks.WildcardCode()),
            Lookup("unknown code", () => benchmarks.UnknownCode()),
        ];

        GateCase Lookup(string what, Action candidate) => new($"look-up in 500 rows, {what}", "dictionary of strings", CodeLookupBenchmarks.Lookups, candidate, () => benchmarks.DictionaryOfStrings());
    }

    private static IEnumerable<GateCase> Times()
    {
        var benchmarks = new TimeReadingBenchmarks();
        return
        [
            new("time, ISO with offset", "ParseExact", TimeReadingBenchmarks.Times, () => benchmarks.IsoWithOffset(), () => benchmarks.IsoWithOffsetParseExact()),
            new("time, compact date and clock apart", "ParseExact", TimeReadingBenchmarks.Times, () => benchmarks.CompactDateAndClock(), () => benchmarks.CompactDateAndClockParseExact()),
            new("time, day, name of month, clock", "ParseExact", TimeReadingBenchmarks.Times, () => benchmarks.DayMonthNameClock(), () => benchmarks.DayMonthNameClockParseExact()),
            new("time, epoch milliseconds", "Utf8Parser", TimeReadingBenchmarks.Times, () => benchmarks.EpochMilliseconds(), () => benchmarks.EpochMillisecondsUtf8Parser()),
        ];
    }

    private static IEnumerable<GateCase> Triggers(string format)
    {
        var payload = SamplePayloads.Of(format);
        var benchmarks = new TriggerBenchmarks { Format = format };
        benchmarks.Load();
        yield return new(Name(format, "12 scans", "rules, scan by scan"), ComfortableDoor, SamplePayloads.Scans, () => benchmarks.Rules(), () => Doors.Comfortable(payload, format));
        yield return new(Name(format, "12 scans", "whole way to the handlers"), ComfortableDoor, SamplePayloads.Scans, () => benchmarks.WayAgain(), () => Doors.Comfortable(payload, format))
        {
            CountsBytes = false, // those of a store as it grows are not the same each time
        };
    }

    private static GateCase Batch()
    {
        var benchmarks = new BatchBenchmarks { Parallelism = 2 };
        return new(
            "64 payloads in a stream, two at once", "a stream of half as many on each core", BatchBenchmarks.Payloads * SamplePayloads.Scans,
            () => benchmarks.NormalizeAsync().GetAwaiter().GetResult(), () => benchmarks.HalvesAsync().GetAwaiter().GetResult())
        {
            CountsBytes = false,
            Cores = 2,
        };
    }
}
