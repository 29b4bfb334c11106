using System.Text.Json;
using System.Text.RegularExpressions;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>Checks JSON against a schema, as far as the project's schemas go.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Known =
    [
        "$schema", "$defs", "$ref", "title", "description", "type", "additionalProperties", "required", "properties", "items", "enum", "anyOf",
        "pattern", "minLength", "minItems", "minimum", "maximum",
    ];

    public static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public List<string> Check(JsonElement value)
    {
        var faults = new List<string>();
        Check(root, value, "$", faults);
        return faults;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        foreach (var word in schema.EnumerateObject())
        {
            switch (word.Name)
            {
                case "$ref":
                    Check(root.GetProperty("$defs").GetProperty(word.Value.GetString()!["#/$defs/".Length..]), value, at, faults);
                    break;
                case "anyOf":
                    if (!word.Value.EnumerateArray().Any(one => Passes(one, value, at))) faults.Add($"{at} is none of what it may be");
                    break;
                case "type":
                    if (!IsOfType(value, word.Value.GetString()!)) faults.Add($"{at} is no {word.Value}");
                    break;
                case "enum":
                    if (!word.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value))) faults.Add($"{at} is {value}");
                    break;
                case "pattern":
                    if (value.ValueKind == JsonValueKind.String && !Regex.IsMatch(value.GetString()!, word.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1))) faults.Add($"{at} is {value}");
                    break;
                case "minLength":
                    if (value.ValueKind == JsonValueKind.String && value.GetString()!.Length < word.Value.GetInt32()) faults.Add($"{at} is too short");
                    break;
                case "minItems":
                    if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() < word.Value.GetInt32()) faults.Add($"{at} has too few items");
                    break;
                case "minimum" or "maximum":
                    if (value.ValueKind == JsonValueKind.Number && value.GetInt32().CompareTo(word.Value.GetInt32()) == (word.Name == "minimum" ? -1 : 1)) faults.Add($"{at} is {value}");
                    break;
                case "required":
                    foreach (var name in word.Value.EnumerateArray().Where(name => value.ValueKind == JsonValueKind.Object && !value.TryGetProperty(name.GetString()!, out _)))
                        faults.Add($"{at} lacks {name}");
                    break;
                case "items":
                    if (value.ValueKind != JsonValueKind.Array) break;
                    var index = 0;
                    foreach (var item in value.EnumerateArray()) Check(word.Value, item, $"{at}[{index++}]", faults);
                    break;
                default:
                    if (!Known.Contains(word.Name)) throw new NotSupportedException($"the schema says \"{word.Name}\"");
                    break;
            }
        }
        if (value.ValueKind == JsonValueKind.Object) Members(schema, value, at, faults);
    }

    private void Members(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        foreach (var member in value.EnumerateObject())
        {
            var inner = $"{at}.{member.Name}";
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var described)) Check(described, member.Value, inner, faults);
            else if (!schema.TryGetProperty("additionalProperties", out var additional)) continue;
            else if (additional.ValueKind == JsonValueKind.False) faults.Add($"{inner} is not known");
            else Check(additional, member.Value, inner, faults);
        }
    }

    private bool Passes(JsonElement schema, JsonElement value, string at)
    {
        var faults = new List<string>();
        Check(schema, value, at, faults);
        return faults.Count == 0;
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        _ => throw new NotSupportedException($"the schema asks for \"{type}\""),
    };
}
