using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PostPurchase.Normalization.Benchmarks.Gating;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>The tables of results in the READMEs, made from the baseline, so that tables and gate say the same.</summary>
internal static partial class ResultTables
{
    /// <summary>Files with tables, from the repository's root.</summary>
    public static readonly string[] Files = ["README.md", Path.Combine("benchmarks", "README.md")];

    public static void WriteInto(string root, Baseline baseline)
    {
        foreach (var file in Files.Select(file => Path.Combine(root, file))) File.WriteAllText(file, Refresh(File.ReadAllText(file), baseline));
    }

    /// <summary>A text with what stands between its markers made anew.</summary>
    public static string Refresh(string text, Baseline baseline) =>
        Marker.Replace(text, match => $"{match.Groups["begin"].Value}\n{Make(match.Groups["table"].Value, baseline)}\n<!-- end -->");

    private static string Make(string table, Baseline baseline) => table switch
    {
        "formats" => Formats(baseline),
        "cases" => Cases(baseline),
        _ => throw new InvalidOperationException($"There is no table '{table}' of results."),
    };

    private static string Formats(Baseline baseline)
    {
        var text = new StringBuilder("| payload of 12 scans | sink door | comfortable door | usual code | bytes a scan: sink | comfortable | usual |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var format in SamplePayloads.Formats)
        {
            var (sink, comfortable) = (Find(baseline, GateCases.Sink(format, GateCases.BareReader)), Find(baseline, GateCases.Comfortable(format, GateCases.BareReader)));
            var besideUsual = SamplePayloads.FormatsWithUsualCode.Contains(format) ? Find(baseline, GateCases.Sink(format, GateCases.UsualCode)) : null;
            text.Append(CultureInfo.InvariantCulture, $"\n| `{format}` | {sink.Ratio:0.00} | {comfortable.Ratio:0.00} | {sink.Ratio / besideUsual?.Ratio:0.00} | {PerScan(sink.Bytes)} | {PerScan(comfortable.Bytes)} | {PerScan(besideUsual?.YardstickBytes)} |");
        }
        return text.Append(CultureInfo.InvariantCulture, $"\n\nMeasured {baseline.Measured}.").ToString();
    }

    private static string Cases(Baseline baseline)
    {
        var text = new StringBuilder("| case | yardstick | ratio | bytes a call |\n| --- | --- | ---: | ---: |");
        foreach (var one in baseline.Cases) text.Append(CultureInfo.InvariantCulture, $"\n| {one.Case} | {one.Yardstick} | {one.Ratio:0.00} | {one.Bytes} |");
        return text.ToString();
    }

    private static BaselineCase Find(Baseline baseline, CaseKey key) => baseline.Cases.First(one => one.Key == key);

    private static long? PerScan(long? bytes) => (bytes + SamplePayloads.Scans - 1) / SamplePayloads.Scans;

    [GeneratedRegex("(?<begin><!-- results (?<table>[a-z]+) -->)\n(.*?\n)??<!-- end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Marker { get; }
}
