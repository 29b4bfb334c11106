using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Finding what a code means in a map of 500 rows, beside a dictionary of as many strings that is handed its keys ready made.</summary>
[MemoryDiagnoser]
public class CodeLookupBenchmarks
{
    public const int Lookups = 64;
    private const int Rows = 500;

    private readonly CodeTable _codes = Table(Enumerable.Range(0, Rows).Select(i => Row(Code(i))));
    private readonly CodeTable _qualified = Table(Enumerable.Range(0, Rows).Select(i => Row(Code(i / 5), Qualifier(i % 5), SecondQualifier(i % 3))));
    private readonly CodeTable _wildcards = Table(Enumerable.Range(0, Rows).Select(i => i % 5 == 0 ? Row("*", Code(i)) : Row(Code(i), Qualifier(i % 5))));
    private readonly Dictionary<string, string> _dictionary = Enumerable.Range(0, Rows).ToDictionary(Code, Qualifier);
    private readonly Key[] _rowsAsked = [.. Asked.Select(i => new Key(Bytes(Code(i)), [], []))];
    private readonly Key[] _qualifiedAsked = [.. Asked.Select(i => new Key(Bytes(Code(i / 5)), Bytes(Qualifier(i % 5)), Bytes(SecondQualifier(i % 3))))];
    private readonly Key[] _wildcardsAsked = [.. Asked.Select(i => new Key(Bytes("none"), Bytes(Code(i / 5 * 5)), Bytes(SecondQualifier(i % 3))))];
    private readonly Key[] _unknownAsked = [.. Asked.Select(i => new Key(Bytes(Code(i + Rows)), Bytes(Qualifier(i % 5)), []))];
    private readonly string[] _stringsAsked = [.. Asked.Select(Code)];

    private static IEnumerable<int> Asked => Enumerable.Range(0, Lookups).Select(i => i * 37 % Rows);

    [Benchmark(Baseline = true, OperationsPerInvoke = Lookups)]
    public int DictionaryOfStrings()
    {
        var found = 0;
        foreach (var key in _stringsAsked)
        {
            if (_dictionary.TryGetValue(key, out _)) found++;
        }
        return found;
    }

    [Benchmark(OperationsPerInvoke = Lookups)]
    public int Code() => Find(_codes, _rowsAsked);

    [Benchmark(OperationsPerInvoke = Lookups)]
    public int CodeAndTwoQualifiers() => Find(_qualified, _qualifiedAsked);

    [Benchmark(OperationsPerInvoke = Lookups)]
    public int WildcardCode() => Find(_wildcards, _wildcardsAsked);

    [Benchmark(OperationsPerInvoke = Lookups)]
    public int UnknownCode() => Find(_codes, _unknownAsked);

    private static int Find(CodeTable table, Key[] asked)
    {
        var found = 0;
        foreach (var key in asked)
        {
            if (table.Find(key.Code, key.Qualifier, key.Qualifier2) is not null) found++;
        }
        return found;
    }

    private static CodeTable Table(IEnumerable<RowDocument> rows) => CodeTable.Create(CodeComparison.Exact, rows);

    private static RowDocument Row(string code, string? qualifier = null, string? qualifier2 = null) =>
        new(code, qualifier, qualifier2, null, false, new() { Line = 1, Type = "transit" });

    private static string Code(int number) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (number % 26))}{number:000}");

    private static string Qualifier(int number) => string.Create(CultureInfo.InvariantCulture, $"Q{number}");

    private static string SecondQualifier(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:00}");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private readonly record struct Key(byte[] Code, byte[] Qualifier, byte[] Qualifier2);
}
