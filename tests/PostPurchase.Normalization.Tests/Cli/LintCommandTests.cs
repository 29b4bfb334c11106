using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Triggers.Catalogue;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

/// <summary><c>postpurchase lint --rules</c>; that of maps alone stands with the listing commands.</summary>
public sealed class LintCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_built_in_rules_are_clean_by_themselves()
    {
        var run = await Tool.RunAsync("lint", "--rules", CatalogueFiles.Folder, "--without-built-in");

        Assert.Equal((0, $"{CatalogueFiles.RuleFiles.Count()} rule files, {CatalogueFiles.Rules.Count} rules, 0 faults"), (run.ExitCode, Assert.Single(run.Lines)));
    }

    [Fact]
    public async Task Beside_the_built_in_ones_names_are_taken()
    {
        var run = await Tool.RunAsync("lint", "--rules", CatalogueFiles.Folder);

        Assert.Equal((1, CatalogueFiles.Rules.Count + 1), (run.ExitCode, run.Lines.Count));
        Assert.All(run.Lines.SkipLast(1), line => Assert.Contains("another rule has that name", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Faults_of_all_files_are_told_with_file_and_line()
    {
        var one = _folder.Write("one.json", "{ \"rules\": [\n{ \"name\": \"acme:a\", \"fires\": \"x\", \"on\": { \"scan\": [\"no.such\"] } } ] }");
        _folder.Write("more/two.json", "{ \"rules\": [ { \"name\": \"acme:a\", \"fires\": \"x\", \"on\": { \"scan\": [] } } ] }");
        var run = await Tool.RunAsync("lint", "--rules", one, "--rules", Path.Combine(_folder.Path, "more"));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(3, run.Lines.Count);
        Assert.Contains("more/two.json(1): acme:a: another rule has that name", run.Lines[0].Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Contains("one.json(2): acme:a: there is no event type 'no.such'", run.Lines[1], StringComparison.Ordinal);
        Assert.Equal("2 rule files, 2 rules, 2 faults", run.Lines[2]);
    }

    [Fact]
    public async Task Rules_may_name_what_maps_and_options_tell()
    {
        var rules = _folder.Write("rules/our.json", """
            { "rules": [ { "name": "acme:a", "fires": "x", "on": { "problem": ["acme:shelf_empty"] }, "if": { "carriers": ["our-van", "our-bike"] } } ] }
            """);
        _folder.Write("maps/our-van/map.json", """{ "id": "our-van", "name": "Our van", "version": "1.0.0", "sources": { "S": "we" } }""");
        string[] known = ["--carrier", "our-bike", "--type", "acme:shelf_empty"];

        Assert.Equal(4, (await Tool.RunAsync("lint", "--rules", rules)).Lines.Count);
        var run = await Tool.RunAsync(["lint", Path.Combine(_folder.Path, "maps"), "--rules", rules, .. known]);

        Assert.Equal(["1 maps, 0 rows, 0 faults", "1 rule files, 1 rules, 0 faults"], run.Lines);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("lint --rules no-such-file.json")]
    [InlineData("lint no-such-folder --rules .")]
    [InlineData("lint --rules . --type no_prefix")]
    [InlineData("lint --rules . --record")]
    public async Task Wrong_usage_exits_with_2(string arguments)
    {
        var run = await Tool.RunAsync(arguments.Split(' '));

        Assert.Equal((2, true), (run.ExitCode, run.Error.Length > 0));
    }
}
