using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Looking a code with two qualifiers up in a set of 500 codes that has wildcards in every place.</summary>
[MemoryDiagnoser]
public class CodeLookupBenchmarks
{
    private const int Codes = 500;

    private CodeTable _exact = CodeTable.Create(CodeComparison.Exact, []);
    private CodeTable _ignoringCase = CodeTable.Create(CodeComparison.IgnoreCase, []);

    [GlobalSetup]
    public void Fill()
    {
        _exact = CodeTable.Create(CodeComparison.Exact, Rows());
        _ignoringCase = CodeTable.Create(CodeComparison.IgnoreCase, Rows());
    }

    [Benchmark(Description = "500 codes: code and both qualifiers exact")]
    public object? AllExact() => _exact.Find("C250"u8, "Q1"u8, "R1"u8);

    [Benchmark(Description = "500 codes: code and first qualifier exact, any second")]
    public object? AnySecond() => _exact.Find("C250"u8, "Q1"u8, "R9"u8);

    [Benchmark(Description = "500 codes: code exact, any qualifiers")]
    public object? AnyQualifiers() => _exact.Find("C251"u8, "Q9"u8, "R9"u8);

    [Benchmark(Description = "500 codes: any code, first qualifier exact")]
    public object? AnyCode() => _exact.Find("none"u8, "W1"u8, "R9"u8);

    [Benchmark(Description = "500 codes: no row at all")]
    public object? Unmapped() => _exact.Find("none"u8, "Q9"u8, "R9"u8);

    [Benchmark(Description = "500 codes, case ignored: code and both qualifiers exact")]
    public object? IgnoringCase() => _ignoringCase.Find("c250"u8, "q1"u8, "r1"u8);

    private static IEnumerable<RowDocument> Rows()
    {
        yield return Row("*", "W1", null);
        for (var code = 0; code < Codes; code++)
        {
            yield return Row("C" + code, null, null);
            if (code % 2 != 0) continue;
            yield return Row("C" + code, "Q1", null);
            yield return Row("C" + code, "Q1", "R1");
        }
    }

    private static RowDocument Row(string code, string? qualifier, string? qualifier2) =>
        new(code, qualifier, qualifier2, Label: null, Remove: false, new() { Line = 0, Type = "transit", Confidence = Confidence.High });
}
