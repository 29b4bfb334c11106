using System.Text.Json;
using System.Text.Json.Nodes;
using PostPurchase.Normalization.Cli.Output;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps;

/// <summary>Every payload under <c>carrier-maps/*/examples</c> gives the events that stand beside it. A new case is two files and no code.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Examples() => [.. Payloads.ExampleFiles().Select(file => Path.GetRelativePath(Repository.PathOf("carrier-maps"), file))];

    [Theory, MemberData(nameof(Examples))]
    public void Gives_the_expected_events(string example)
    {
        var file = Repository.PathOf("carrier-maps", example);
        var expectedFile = file[..file.IndexOf(".payload.", StringComparison.Ordinal)] + ".expected.json";
        Assert.True(File.Exists(expectedFile), $"{expectedFile} is missing");
        var carrier = example.Split('/', '\\')[0];

        var result = Normalizer.BuiltIn.Normalize(File.ReadAllBytes(file));
        var received = EventLines.Of(result);

        Assert.Equal(carrier, result.Carrier);
        var expected = JsonNode.Parse(File.ReadAllText(expectedFile))!.AsArray();
        var receivedFile = expectedFile.Replace(".expected.json", ".received.json", StringComparison.Ordinal);
        var isSame = expected.Count == received.Count && expected.Zip(received).All(pair => JsonNode.DeepEquals(pair.First, JsonNode.Parse(pair.Second)));
        if (isSame) File.Delete(receivedFile);
        else File.WriteAllText(receivedFile, $"[\n  {string.Join(",\n  ", received)}\n]\n");
        Assert.True(isSame, $"{expectedFile} differs; see {receivedFile}");
    }

    [Fact]
    public void Every_map_with_formats_has_an_example_of_each()
    {
        var shown = Payloads.ExampleFiles().Select(file => Normalizer.BuiltIn.Normalize(File.ReadAllBytes(file)).Format).ToHashSet();
        var missing = MapLibraryFormats().Where(format => !shown.Contains(format)).ToList();
        Assert.True(missing.Count == 0, "No example shows " + string.Join(", ", missing));
    }

    private static IEnumerable<string> MapLibraryFormats() =>
        Normalization.Maps.MapLibrary.BuiltIn.CarrierIds.SelectMany(id => Normalization.Maps.MapLibrary.BuiltIn.Head(id)!.Formats).Select(format => format.Id);
}
