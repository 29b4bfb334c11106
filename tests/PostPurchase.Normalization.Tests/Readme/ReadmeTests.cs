using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PostPurchase.Normalization.Cli.Output;
using PostPurchase.Normalization.Cli.Output.Timelines;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;
using Xunit;

namespace PostPurchase.Normalization.Tests.Readme;

/// <summary>The README's code is the samples' code, its lines are the program's, its tables are the maps' and the catalogue's; so it is with the page on rules.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string File = Repository.PathOf("README.md");

    [Theory]
    [InlineData("README")]
    [InlineData("src/PostPurchase.Normalization/Triggers/README")]
    public void Parts_between_markers_are_what_they_are_made_from(string page)
    {
        var (file, receivedFile) = (Repository.PathOf(page + ".md"), Repository.PathOf(page + ".received.md"));
        var readme = System.IO.File.ReadAllText(file);
        var made = Marker.Replace(readme, match => $"{match.Groups["begin"].Value}\n{Make(match.Groups["kind"].Value, match.Groups["of"].Value)}\n<!-- end -->");
        if (made == readme) System.IO.File.Delete(receivedFile);
        else System.IO.File.WriteAllText(receivedFile, made);
        Assert.True(made == readme, $"{file} is out of date; {receivedFile} is what it should be");
    }

    [Fact]
    public void All_code_comes_from_samples()
    {
        var rest = Marker.Replace(System.IO.File.ReadAllText(File), "");
        Assert.DoesNotContain("```csharp", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_and_folders_that_it_names_exist()
    {
        var named = PathName.Matches(System.IO.File.ReadAllText(File)).Select(match => match.Value).Distinct();
        Assert.All(named, path => Assert.True(Path.Exists(Repository.PathOf(path)), $"the README names {path}, which does not exist"));
    }

    private static string Make(string kind, string of) => kind switch
    {
        "from" => Fenced("csharp", Regions(of)),
        "line" => Fenced("json", Line(of)),
        "timeline" => Fenced("text", TimelineText(of)),
        "carriers" => Carriers(),
        "triggers" => Triggers(),
        "any-order" => AnyOrder(),
        _ => throw new InvalidOperationException($"The README has a marker '{kind}' that means nothing."),
    };

    private static string Fenced(string language, string text) => $"```{language}\n{text}\n```";

    /// <summary>The regions called readme of a source file, each without its indent, a blank line between.</summary>
    private static string Regions(string path)
    {
        var regions = new List<string>();
        List<string>? region = null;
        foreach (var line in System.IO.File.ReadAllLines(Repository.PathOf(path)))
        {
            if (line.Trim() == "#region readme") region = [];
            else if (line.Trim() == "#endregion" && region is not null)
            {
                var indent = region.Where(text => text.Length > 0).Min(text => text.Length - text.TrimStart().Length);
                regions.Add(string.Join('\n', region.Select(text => text.Length > 0 ? text[indent..] : text)));
                region = null;
            }
            else region?.Add(line);
        }
        return string.Join("\n\n", regions);
    }

    /// <summary>The first line of a payload with a type.</summary>
    private static string Line(string of)
    {
        var (path, type) = of.Split(' ') switch { [var first, var second] => (first, second), _ => throw new InvalidOperationException("A line is named by payload and type.") };
        var lines = EventLines.Of(Normalizer.BuiltIn.Normalize(System.IO.File.ReadAllBytes(Repository.PathOf(path))));
        return lines.First(line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));
    }

    /// <summary>What the command line shows of a folder's payloads in a terminal.</summary>
    private static string TimelineText(string folder)
    {
        const int TerminalWidth = 120;
        var timelines = new ShipmentTimelines();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf(folder)))
        {
            foreach (var report in Normalizer.BuiltIn.Normalize(System.IO.File.ReadAllBytes(file)).Reports) timelines.Add(report);
        }
        using var text = new StringWriter { NewLine = "\n" };
        new ShipmentText(new(text, TerminalWidth, isPlain: true)).Write([.. timelines.Shipments]);
        return text.ToString().TrimEnd();
    }

    private static string Carriers()
    {
        var table = new StringBuilder("| carrier | formats | codes |\n| --- | --- | --- |");
        foreach (var map in MapLibrary.BuiltIn.CarrierIds.Select(id => MapLibrary.BuiltIn.Document(id)!))
        {
            var formats = string.Join(", ", map.Formats.Select(format => $"`{format.Id}`"));
            table.Append($"\n| {map.Name} (`{map.Id}`) | {formats} | {map.Codes.Sum(set => set.Rows.Count)} |");
        }
        return table.ToString();
    }

    private static string Triggers()
    {
        var table = new StringBuilder("| group | triggers | |\n| --- | --- | --- |");
        foreach (var group in TriggerCatalogue.Rules.GroupBy(rule => rule.Group)) table.Append($"\n| {Words(group.Key)} | {group.Count()} | {Names(group)} |");
        return table.Append($"\n| all | {TriggerCatalogue.Rules.Count} | |").ToString();
    }

    private static string AnyOrder()
    {
        var table = new StringBuilder("| group | the same in any order | depend on the order |\n| --- | --- | --- |");
        foreach (var group in TriggerCatalogue.Rules.GroupBy(rule => rule.Group))
        {
            table.Append($"\n| {Words(group.Key)} | {Names(group.Where(rule => rule.IsOrderIndependent))} | {Names(group.Where(rule => !rule.IsOrderIndependent))} |");
        }
        return table.ToString();
    }

    private static string Words(TriggerGroup group) => JsonNamingPolicy.SnakeCaseLower.ConvertName(group.ToString()).Replace('_', ' ');

    private static string Names(IEnumerable<TriggerRule> rules) => string.Join(", ", rules.Select(rule => $"`{rule.Name}`"));

    [GeneratedRegex("(?<begin><!-- (?<kind>from|line|timeline|carriers|triggers|any-order) ?(?<of>.*?) ?-->)\n(.*?\n)??<!-- end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Marker { get; }

    [GeneratedRegex(@"(?<![\w/<])(?:src|samples|tests|benchmarks|carrier-maps|\.github)/[\w./-]*\w", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PathName { get; }
}
