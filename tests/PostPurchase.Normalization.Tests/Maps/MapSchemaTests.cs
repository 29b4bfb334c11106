using System.Text.Json;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Reading;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps;

/// <summary>The published JSON Schema and the reader say the same of map files.</summary>
public sealed class MapSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("carrier-maps", "schema", "carrier-map.schema.json"))).RootElement;

    public static TheoryData<string> Maps() =>
        [.. Directory.EnumerateFiles(Repository.PathOf("carrier-maps"), "map.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file))!).Order(StringComparer.Ordinal)];

    public static TheoryData<string, string[]> Objects() => new()
    {
        { "map", MapMembers.Map },
        { "format", MapMembers.Format },
        { "signature", MapMembers.Signature },
        { "raw", MapMembers.Raw },
        { "key", MapMembers.Key },
        { "fields", MapMembers.Fields },
        { "time", MapMembers.Time },
        { "facts", MapMembers.Facts },
        { "place", MapMembers.Place },
        { "reference", MapMembers.Reference },
        { "partner", MapMembers.Partner },
        { "estimate", MapMembers.Estimate },
        { "problem", MapMembers.Problem },
        { "message", MapMembers.Message },
        { "codeSet", MapMembers.CodeSet },
        { "row", MapMembers.Row },
        { "text", MapMembers.Text },
        { "refinement", MapMembers.Refinement },
    };

    public static TheoryData<string, string[]> Words() => new()
    {
        { "map.kind", MapMembers.Kinds },
        { "format.syntax", MapMembers.Syntaxes },
        { "format.order", MapMembers.Orders },
        { "key.when", MapMembers.When },
        { "time.z", MapMembers.Z },
        { "estimate.kind", MapMembers.EstimateKinds },
        { "estimate.z", MapMembers.Z },
        { "codeSet.compare", MapMembers.Comparisons },
        { "text.in", MapMembers.TextFields },
        { "refinement.in", RefinementField.Names },
        { "confidence", MapMembers.Confidences },
        { "problemKind", ProblemKinds.OfCarriers },
        { "deliveredTo", WordsOf<DeliveredTo>(value => value.ToText()) },
        { "deliveredAt", WordsOf<DeliveredAt>(value => value.ToText()) },
        { "proof", WordsOf<ProofOfDelivery>(value => value.ToText()) },
        { "direction", WordsOf<Direction>(value => value.ToText()) },
        { "party", WordsOf<Party>(value => value.ToText()) },
    };

    [Theory, MemberData(nameof(Maps))]
    public void Every_map_is_as_the_schema_says(string id)
    {
        using var map = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("carrier-maps", id, "map.json")), JsonSchema.Lenient);

        Assert.Empty(new JsonSchema(Schema).Check(map.RootElement));
    }

    [Fact]
    public void The_schema_refuses_what_the_reader_refuses()
    {
        using var map = JsonDocument.Parse("""{ "id": "a", "colour": 1, "kind": "shop", "formats": [ { "id": "f", "facts": { "weight": "=1" } } ], "codes": [ { "set": "s", "rows": [ { "type": 5 } ] } ] }""");

        Assert.Equal(
            ["$.colour is not known", "$.kind is shop", "$.formats[0].facts.weight is none of what it may be", "$.codes[0].rows[0] lacks code", "$.codes[0].rows[0].type is no string"],
            new JsonSchema(Schema).Check(map.RootElement));
    }

    [Theory, MemberData(nameof(Objects))]
    public void Members_are_those_that_the_reader_knows(string name, string[] members) =>
        Assert.Equal(members.Order(StringComparer.Ordinal), Definition(name).GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Words))]
    public void Words_are_those_that_the_reader_knows(string name, string[] words)
    {
        var schema = name.Split('.') is [var type, var member] ? Definition(type).GetProperty("properties").GetProperty(member) : Definition(name);

        Assert.Equal(words.Order(StringComparer.Ordinal), schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!).Order(StringComparer.Ordinal));
    }

    private static JsonElement Definition(string name) => Schema.GetProperty("$defs").GetProperty(name);

    private static string[] WordsOf<T>(Func<T, string> text)
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(value => Convert.ToInt32(value, null) != 0).Select(text)];
}
