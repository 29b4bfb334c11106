using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Time;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Reading times as carriers write them, beside the framework's own way for the same text.</summary>
[MemoryDiagnoser]
public class TimeReadingBenchmarks
{
    public const int Times = 64;

    private const string IsoFormat = "yyyy-MM-ddTHH:mm:sszzz";
    private const string CompactFormat = "yyyyMMddHHmmss";
    private const string MonthNameFormat = "d MMM yyyy HH:mm";

    private static readonly DateTimeOffset[] Moments = [.. Enumerable.Range(0, Times).Select(i => new DateTimeOffset(2025, 1 + (i % 12), 1 + (i % 28), i % 24, i % 60, i * 7 % 60, TimeSpan.FromHours((i % 12) - 6)))];

    private readonly TimePattern _iso = TimePattern.Compile("iso");
    private readonly TimePattern _compactDate = TimePattern.Compile("yyyyMMdd");
    private readonly TimePattern _compactClock = TimePattern.Compile("HHmmss");
    private readonly TimePattern _monthName = TimePattern.Compile(MonthNameFormat);
    private readonly TimePattern _epoch = TimePattern.Compile("epoch_ms");
    private readonly string[] _isoTexts = Texts(IsoFormat);
    private readonly string[] _compactTexts = Texts(CompactFormat);
    private readonly string[] _monthNameTexts = Texts(MonthNameFormat);
    private readonly byte[][] _isoBytes = Bytes(Texts(IsoFormat));
    private readonly byte[][] _compactDateBytes = Bytes(Texts("yyyyMMdd"));
    private readonly byte[][] _compactClockBytes = Bytes(Texts("HHmmss"));
    private readonly byte[][] _monthNameBytes = Bytes(Texts(MonthNameFormat));
    private readonly byte[][] _epochBytes = Bytes([.. Moments.Select(moment => moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))]);

    [Benchmark(OperationsPerInvoke = Times)]
    public int IsoWithOffset() => Read(_iso, _isoBytes);

    [Benchmark(OperationsPerInvoke = Times)]
    public long IsoWithOffsetParseExact() => ParseExact(_isoTexts, IsoFormat);

    [Benchmark(OperationsPerInvoke = Times)]
    public int CompactDateAndClock()
    {
        var read = 0;
        for (var i = 0; i < Times; i++)
        {
            TimeParts parts = default;
            if (_compactDate.TryRead(_compactDateBytes[i], ref parts) && _compactClock.TryRead(_compactClockBytes[i], ref parts)) read += (int)parts.ToEventTime().Precision;
        }
        return read;
    }

    [Benchmark(OperationsPerInvoke = Times)]
    public long CompactDateAndClockParseExact() => ParseExact(_compactTexts, CompactFormat);

    [Benchmark(OperationsPerInvoke = Times)]
    public int DayMonthNameClock() => Read(_monthName, _monthNameBytes);

    [Benchmark(OperationsPerInvoke = Times)]
    public long DayMonthNameClockParseExact() => ParseExact(_monthNameTexts, MonthNameFormat);

    [Benchmark(OperationsPerInvoke = Times)]
    public int EpochMilliseconds() => Read(_epoch, _epochBytes);

    [Benchmark(OperationsPerInvoke = Times)]
    public long EpochMillisecondsUtf8Parser()
    {
        var sum = 0L;
        foreach (var text in _epochBytes)
        {
            if (Utf8Parser.TryParse(text, out long count, out _)) sum += DateTimeOffset.FromUnixTimeMilliseconds(count).Ticks;
        }
        return sum;
    }

    private static int Read(TimePattern pattern, byte[][] texts)
    {
        var read = 0;
        foreach (var text in texts)
        {
            TimeParts parts = default;
            if (pattern.TryRead(text, ref parts)) read += (int)parts.ToEventTime().Precision;
        }
        return read;
    }

    private static long ParseExact(string[] texts, string format)
    {
        var sum = 0L;
        foreach (var text in texts) sum += DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).Ticks;
        return sum;
    }

    private static string[] Texts(string format) => [.. Moments.Select(moment => moment.ToString(format, CultureInfo.InvariantCulture))];

    private static byte[][] Bytes(string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
