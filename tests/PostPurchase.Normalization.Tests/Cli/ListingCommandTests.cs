using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

public sealed class ListingCommandTests
{
    [Fact]
    public async Task Lint_finds_the_shipped_maps_clean()
    {
        var run = await Tool.RunAsync("lint", "carrier-maps");
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith(" 0 faults", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_tells_file_and_line_of_a_fault()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ups/map.json", """
            {
              "id": "ups",
              "sources": { "H1": "a test" },
              "codes": [ { "set": "scans", "rows": [
                { "code": "48", "type": "delivery_attempt.recipient_abducted", "source": "H1", "confidence": "high" } ] } ]
            }
            """);
        var run = await Tool.RunAsync("lint", folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Lines.Count);
        Assert.Contains("ups/map.json(5): ", run.Lines[0].Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Contains("recipient_abducted", run.Lines[0], StringComparison.Ordinal);
        Assert.Equal("1 maps, 1 rows, 1 faults", run.Lines[1]);
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("lint no-such-folder")]
    [InlineData("carriers --maps no-such-folder")]
    [InlineData("triggers --group no_such_group")]
    public async Task Wrong_usage_exits_with_2(string arguments)
    {
        var run = await Tool.RunAsync(arguments.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.NotEqual("", run.Error);
    }

    [Fact]
    public async Task Carriers_lists_every_map_with_its_formats()
    {
        var run = await Tool.RunAsync("carriers");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(MapLibrary.BuiltIn.CarrierIds, run.Lines.Select(line => line.Split(' ')[0]));
        Assert.Contains(run.Lines, line => line.StartsWith("ups ", StringComparison.Ordinal) && line.Contains("ups-track-v1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Types_lists_the_taxonomy()
    {
        var run = await Tool.RunAsync("types");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(EventType.All.Select(type => type.Code), run.Lines.Select(line => line.Split(' ')[0]));
        Assert.Contains(run.Lines, line => line.StartsWith("customs.cleared ", StringComparison.Ordinal) && line.EndsWith("Released by import customs.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Triggers_lists_the_catalogue()
    {
        var run = await Tool.RunAsync("triggers");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(TriggerCatalogue.Rules.Select(rule => rule.Name), run.Lines.Select(line => line.Split(' ')[0]));
        Assert.Contains(run.Lines, line => line.StartsWith("delivered ", StringComparison.Ordinal) && line.Contains("once a shipment", StringComparison.Ordinal) && line.Contains(" Not: A delivery that was taken back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Triggers_of_a_group_as_lines_for_programs()
    {
        var run = await Tool.RunAsync("triggers", "--group", "silence", "--output", "ndjson");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(TriggerCatalogue.Rules.Where(rule => rule.Group == TriggerGroup.Silence).Select(rule => rule.Name), run.Objects.Select(line => line["name"]!.GetValue<string>()));
        Assert.Equal(
            """{"name":"pending_too_long","group":"silence","fires":"Nobody but the host knows anything of it for three days","not":"The carrier has the data","once":"cause","anyOrder":true}""",
            run.Lines.Single(line => line.Contains("pending_too_long", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("normalize")]
    [InlineData("explain")]
    [InlineData("lint")]
    [InlineData("crosswalk")]
    [InlineData("triggers")]
    public async Task Help_shows_examples(string command)
    {
        var run = await Tool.RunAsync(command, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.Contains($"postpurchase {command} ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var run = await Tool.RunAsync("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.All(["normalize", "explain", "lint", "carriers", "types", "crosswalk", "triggers"], command => Assert.Contains("  " + command, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "easypost")]
    [InlineData(0, "aftership", "InTransit", "InTransit_003")]
    [InlineData(0, "easypost", "customs.held")]
    [InlineData(1, "easypost", "no_such_status")]
    [InlineData(2, "no-such-system")]
    public async Task Crosswalk_answers_or_says_that_it_cannot(int exitCode, params string[] question)
    {
        var run = await Tool.RunAsync(["crosswalk", .. question]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.NotEqual("", exitCode == 2 ? run.Error : run.Output);
    }
}
