using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Triggers.Rules.Reading;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Catalogue;

/// <summary>The published JSON Schema and the reader say the same of rule files.</summary>
public sealed class RuleSchemaTests
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src", "PostPurchase.Normalization", "Triggers", "Rules", "rules.schema.json"))).RootElement;

    private static readonly Dictionary<string, JsonTypeInfo> Objects = new()
    {
        ["file"] = RuleJsonContext.Default.RuleFileDocument,
        ["rule"] = RuleJsonContext.Default.RuleDocument,
        ["cause"] = RuleJsonContext.Default.CauseDocument,
        ["conditions"] = RuleJsonContext.Default.ConditionsDocument,
        ["attributeTest"] = RuleJsonContext.Default.AttributeTestDocument,
    };

    public static TheoryData<string> Files() => [.. CatalogueFiles.RuleFiles.Select(path => Path.GetFileName(path))];

    public static TheoryData<string> ObjectNames() => [.. Objects.Keys];

    [Theory, MemberData(nameof(Files))]
    public void Every_built_in_file_is_as_the_schema_says(string file)
    {
        using var rules = JsonDocument.Parse(File.ReadAllText(Path.Combine(CatalogueFiles.Folder, file)), JsonSchema.Lenient);

        Assert.Empty(new JsonSchema(Schema).Check(rules.RootElement));
        Assert.Equal("../Rules/rules.schema.json", rules.RootElement.GetProperty("$schema").GetString());
    }

    [Fact]
    public void The_schema_refuses_what_the_reader_refuses()
    {
        using var rules = JsonDocument.Parse("""
            { "rules": [ { "name": "A", "fires": "x", "on": { "types": [] }, "quiet": "-PT1H", "colour": 1, "if": { "attributes": { "value": { "moreThan": "500" } }, "legs": ["back"] } } ] }
            """);

        Assert.Equal(
            ["$.rules[0].name is A", "$.rules[0].on is none of what it may be", "$.rules[0].quiet is -PT1H", "$.rules[0].colour is not known",
                "$.rules[0].if.attributes.value.moreThan is no number", "$.rules[0].if.legs[0] is back"],
            new JsonSchema(Schema).Check(rules.RootElement));
    }

    [Theory, MemberData(nameof(ObjectNames))]
    public void Members_are_those_that_the_reader_knows(string name) =>
        Assert.Equal(Objects[name].Properties.Select(member => member.Name).Order(StringComparer.Ordinal), Members(name).Select(member => member.Name).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(ObjectNames))]
    public void Required_members_are_those_that_the_reader_requires(string name) =>
        Assert.Equal(
            Objects[name].Properties.Where(member => member.IsRequired).Select(member => member.Name),
            Definition(name).TryGetProperty("required", out var required) ? required.EnumerateArray().Select(member => member.GetString()!) : []);

    [Theory, MemberData(nameof(ObjectNames))]
    public void Words_are_those_that_the_reader_knows(string name)
    {
        foreach (var member in Objects[name].Properties)
        {
            var type = member.PropertyType is { IsGenericType: true } generic ? generic.GetGenericArguments()[0] : member.PropertyType;
            if (!type.IsEnum) continue;
            var schema = Members(name).Single(one => one.Name == member.Name).Value;
            var reference = (schema.TryGetProperty("items", out var items) ? items : schema).GetProperty("$ref").GetString()!["#/$defs/".Length..];

            Assert.Equal(Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName), Definition(reference).GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
        }
    }

    private static IEnumerable<JsonProperty> Members(string name) => Definition(name).GetProperty("properties").EnumerateObject();

    private static JsonElement Definition(string name) => Schema.GetProperty("$defs").GetProperty(name);
}
