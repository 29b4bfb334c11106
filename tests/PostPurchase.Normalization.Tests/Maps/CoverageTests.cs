using System.Text.Json;
using PostPurchase.Normalization.Cli.Output;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps;

public sealed class CoverageTests
{
    [Fact]
    public void The_page_in_the_repository_is_of_these_maps()
    {
        var file = Repository.PathOf("carrier-maps", "COVERAGE.md");
        var receivedFile = Repository.PathOf("carrier-maps", "COVERAGE.received.md");
        var received = Coverage.Of(MapLibrary.BuiltIn).ToMarkdown();

        var isSame = File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == received;
        if (isSame) File.Delete(receivedFile);
        else File.WriteAllText(receivedFile, received);
        Assert.True(isSame, $"{file} is stale; see {receivedFile}");
    }

    [Fact]
    public void Judgements_are_rare() => Assert.True(Coverage.Of(MapLibrary.BuiltIn).LowShare < 3);

    [Fact]
    public void A_map_counts_its_own_entries_and_reaches_the_types_that_it_inherits()
    {
        var library = MapLibrary.BuiltIn
            .WithMap("""{ "id": "northwind-base", "kind": "base", "version": "1.0.0", "sources": { "B1": "base" }, "texts": [ { "text": "sorted", "type": "transit", "source": "B1", "confidence": "medium" } ] }""")
            .WithMap(NorthwindMap.Text(""" "scopes": {} """).Replace("\"name\"", "\"inherits\": \"northwind-base\", \"name\"", StringComparison.Ordinal).Replace("\"code\": \"60\", \"type\": \"delivered\", \"label\": \"Delivered\", \"source\": \"S1\", \"confidence\": \"high\"", "\"code\": \"60\", \"type\": \"delivered\", \"label\": \"A|B\", \"source\": \"S1\", \"confidence\": \"low\"", StringComparison.Ordinal));
        var coverage = Coverage.Of(library);

        var markdown = coverage.ToMarkdown();
        Assert.Contains("| **northwind** Northwind | carrier | 1.0.0 | `northwind-v1` | 4 | 1 | 2 | 8 | 4 | 2 | 1 |\n", markdown, StringComparison.Ordinal);
        Assert.Contains("| northwind | scans 60 \"A\\|B\" | `delivered` | S1 |\n", markdown, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(coverage.ToJson());
        var map = json.RootElement.GetProperty("maps").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "northwind");
        Assert.Equal((4, 1, 2), (map.GetProperty("codes").GetInt32(), map.GetProperty("texts").GetInt32(), map.GetProperty("refinements").GetInt32()));
        Assert.Equal("scans 60 \"A|B\"", Assert.Single(map.GetProperty("lowEntries").EnumerateArray()).GetProperty("entry").GetString());
        Assert.Contains("transit", map.GetProperty("types").EnumerateArray().Select(type => type.GetString()));
    }
}
