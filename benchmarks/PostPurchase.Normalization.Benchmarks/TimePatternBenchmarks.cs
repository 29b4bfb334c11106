using System.Text;
using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Time;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Reading one text with the pattern that fits it.</summary>
[MemoryDiagnoser]
public class TimePatternBenchmarks
{
    private byte[] _text = [];
    private TimePattern _pattern = TimePattern.Compile("iso");

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    /// <summary>A pattern and a text of it.</summary>
    public static IEnumerable<string> Cases =>
    [
        "iso: 2025-05-21T23:14:00",
        "iso: 2025-05-21T23:14:00+02:00",
        "iso: 2025-05-21T23:14:00.123Z",
        "epoch_ms: 1732283880000",
        "yyyyMMdd: 20250521",
        "HHmmss: 231400",
        "yyyy-MM-dd HH:mm:ss: 2025-05-21 23:14:00",
        "dd/MM/yyyy HH:mm: 21/05/2025 23:14",
        "d.M.yyyy H:mm: 1.5.2025 9:05",
        "MMM d, yyyy h:mm tt: May 21, 2025 11:14 pm",
        "ddd, dd MMM yyyy HH:mm:ss zzz: Wed, 21 May 2025 23:14:00 +0200",
    ];

    [GlobalSetup]
    public void Compile()
    {
        var parts = Case.Split(": ", 2);
        _pattern = TimePattern.Compile(parts[0]);
        _text = Encoding.UTF8.GetBytes(parts[1]);
        TimeParts read = default;
        if (!_pattern.TryRead(_text, ref read)) throw new InvalidOperationException($"'{Case}' does not fit");
    }

    [Benchmark(Description = "read one date or time")]
    public bool Read()
    {
        TimeParts parts = default;
        return _pattern.TryRead(_text, ref parts);
    }
}
