using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

public sealed class ExplainCommandTests
{
    [Fact]
    public async Task Tells_type_meaning_confidence_and_source()
    {
        var run = await Tool.RunAsync("explain", "ups", "SR", "X");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("UPS, set scans", run.Lines[0]);
        Assert.StartsWith("  SR + X \"", run.Lines[1], StringComparison.Ordinal);
        Assert.Equal("    customs.cleared: Released by import customs.", run.Lines[2]);
        Assert.StartsWith("    confidence high; ", run.Lines[3], StringComparison.Ordinal);
        Assert.Equal(4, run.Lines.Count);
    }

    [Theory]
    [InlineData("correios BDE 2", "  BDE + 02 ")]
    [InlineData("correios BDE 02", "  BDE + 02 ")]
    [InlineData("canada-post 100", "  0100 ")]
    public async Task Finds_codes_as_their_set_compares_them(string question, string row)
    {
        var run = await Tool.RunAsync(["explain", .. question.Split(' ')]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith(row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_all_qualifiers_where_none_is_asked_for()
    {
        using var folder = Northwind();
        var run = await Tool.RunAsync("explain", "northwind", "41", "--maps", folder.Path);
        Assert.Equal(["  41 + any other \"Not delivered\"", "  41 + 07"], run.Lines.Where(line => line.StartsWith("  41", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("07", "  41 + 07")]
    [InlineData("99", "  41 \"Not delivered\"")]
    public async Task Only_the_deciding_row_answers_for_a_qualifier(string qualifier, string row)
    {
        using var folder = Northwind();
        var run = await Tool.RunAsync("explain", "northwind", "41", qualifier, "--maps", folder.Path);
        Assert.Equal(row, Assert.Single(run.Lines, line => line.StartsWith("  41", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Says_which_rows_stand_for_any_other_code()
    {
        var run = await Tool.RunAsync("explain", "usps", "XX", "37");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith("  any other code + 37", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_code_is_unmapped_and_similar_ones_are_told()
    {
        var unknown = await Tool.RunAsync("explain", "ups", "ZZZZ");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Equal("UPS has no row for ZZZZ: such an event is tracking.unmapped.", Assert.Single(unknown.Lines));

        var lower = await Tool.RunAsync("explain", "ups", "sr", "x");
        Assert.Equal(1, lower.ExitCode);
        Assert.Contains("SR + X", lower.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody 1")]
    [InlineData("ups")]
    [InlineData("")]
    public async Task Wrong_usage_exits_with_2(string question)
    {
        var run = await Tool.RunAsync(["explain", .. question.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal(run.Error.Split('\n').Distinct().Count(), run.Error.Split('\n').Length);
    }

    private static TemporaryFolder Northwind()
    {
        var folder = new TemporaryFolder();
        folder.Write("northwind/map.json", NorthwindMap.Text("""
            "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/evt", "qualifier": "scan/why" } ]
            """));
        return folder;
    }
}
