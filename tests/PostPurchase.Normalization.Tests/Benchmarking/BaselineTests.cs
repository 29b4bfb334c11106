using PostPurchase.Normalization.Benchmarks;
using PostPurchase.Normalization.Benchmarks.Gating;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Benchmarking;

public sealed class BaselineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Formats => [.. SamplePayloads.Formats];

    [Fact]
    public void The_baseline_fits_the_cases() =>
        Assert.Empty(Baseline.Read(Repository.PathOf("benchmarks", "baseline.json")).Faults(GateCases.All));

    [Theory]
    [InlineData("""{"case":"one","yardstick":"other","ratio":1,"bytes":0}""", "'one / stick' is missing")]
    [InlineData("""{"case":"one","yardstick":"stick","ratio":1,"bytes":0},{"case":"two","yardstick":"stick","ratio":1,"bytes":0}""", "'two / stick' is no case")]
    [InlineData("""{"case":"one","yardstick":"stick","ratio":1,"bytes":0},{"case":"one","yardstick":"stick","ratio":2,"bytes":0}""", "stands there more than once")]
    [InlineData("""{"case":"one","yardstick":"stick","ratio":0,"bytes":0}""", "no share above 0")]
    [InlineData("""{"case":"one","yardstick":"stick","ratio":1,"bytes":0,"tolerance":0}""", "no share above 0")]
    [InlineData("""{"case":"one","yardstick":"stick","ratio":1}""", "lacks its bytes")]
    [InlineData("""{"case":"one","yardstick":"stick","bytes":0}""", "cannot be read")]
    [InlineData("""{"case":"one","yardstick":"stick","ratio":1,"bites":0}""", "cannot be read")]
    public void A_baseline_that_does_not_fit_fails_before_anything_is_measured(string recorded, string fault)
    {
        var file = Path.Combine(_folder.Path, "baseline.json");
        File.WriteAllText(file, $$"""{"measured":"now","tolerance":0.2,"cases":[{{recorded}}]}""");

        Assert.Contains(fault, Fails(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_is_not_there_fails() => Assert.Contains("cannot be read", Fails(Path.Combine(_folder.Path, "none.json")), StringComparison.Ordinal);

    [Fact]
    public void Tables_of_results_say_what_the_baseline_says()
    {
        var baseline = Baseline.Read(Repository.PathOf("benchmarks", "baseline.json"));
        Assert.All(ResultTables.Files, file =>
        {
            var text = File.ReadAllText(Repository.PathOf(file));
            Assert.Contains("<!-- results ", text, StringComparison.Ordinal);
            Assert.True(ResultTables.Refresh(text, baseline) == text, $"{file} is out of date; `gate --tables` writes it");
        });
    }

    [Theory, MemberData(nameof(Formats))]
    public void A_sample_payload_holds_twelve_scans_of_its_format_that_are_mapped(string format)
    {
        var result = Normalizer.BuiltIn.Normalize(SamplePayloads.Of(format));

        Assert.Equal(format, result.Format);
        Assert.Empty(result.Problems);
        Assert.Equal(SamplePayloads.Scans, result.Events.Count);
        Assert.All(result.Events, one => Assert.NotEqual(EventType.Tracking.Unmapped, one.Type));
    }

    [Fact]
    public void Unmapped_payloads_hold_twelve_scans_that_no_map_knows() => Assert.All(SamplePayloads.UnmappableFormats, format =>
    {
        var result = Normalizer.BuiltIn.Normalize(SamplePayloads.Unmapped(format));

        Assert.Equal(format, result.Format);
        Assert.Equal(SamplePayloads.Scans, result.Events.Count);
        Assert.All(result.Events, one => Assert.Equal(EventType.Tracking.Unmapped, one.Type));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void A_sized_payload_holds_as_many_scans(int scans) =>
        Assert.Equal(scans, Normalizer.BuiltIn.Normalize(SamplePayloads.OfScans(scans), format: SamplePayloads.SizedFormat).Events.Count);

    public void Dispose() => _folder.Dispose();

    private static string Fails(string file)
    {
        using var output = new StringWriter();
        var one = new GateCase("one", "stick", 1, static () => throw new InvalidOperationException("measured"), static () => { });
        Assert.Equal(1, new Gate([one], file, output).Run());
        return output.ToString();
    }
}
