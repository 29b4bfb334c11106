using System.Globalization;
using System.Text.Json;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Maps.Reading;

/// <summary>Reads a map file into a <see cref="MapDocument"/>. Every member it does not know is a fault: a misspelt one must not be silent.</summary>
internal sealed class MapFileReader(string file, List<MapFault> faults)
{
    private static readonly Dictionary<string, string> NoTexts = [];
    private static readonly string[] Tables = ["codes", "texts", "refinements"];

    public static MapDocument? Read(ReadOnlySpan<byte> utf8, string file, List<MapFault> faults, MapParts parts = MapParts.All)
    {
        var root = MapNode.Read(utf8, file, faults, parts == MapParts.Head ? Tables : []);
        if (root is null) return null;
        return new MapFileReader(file, faults).Document(root);
    }

    private MapDocument? Document(MapNode root)
    {
        var id = root["id"];
        if (root.Kind != JsonValueKind.Object || id is null || id.Text.Length == 0)
        {
            Fault(root, MapFaultKind.MissingMember, "a map needs an \"id\"");
            return null;
        }
        Members(root, "the map", MapMembers.Map);
        var formats = new List<FormatDocument>();
        foreach (var node in Items(root["formats"])) formats.Add(new FormatReader(this, formats).Read(node));
        return new()
        {
            File = file,
            Id = id.Text,
            Name = TextOf(root["name"]),
            Kind = OneOf(root["kind"], "kind", MapMembers.Kinds) ?? "carrier",
            Version = TextOf(root["version"]),
            Inherits = TextOf(root["inherits"]),
            Replace = root["replace"]?.Kind == JsonValueKind.True,
            Aliases = Texts(root["aliases"]),
            Countries = Texts(root["countries"]),
            Site = TextOf(root["site"]),
            TrackingUrl = TextOf(root["trackingUrl"]),
            Omissions = TextOf(root["omissions"]),
            Sources = TextMap(root["sources"]),
            Carriers = TextMap(root["carriers"]),
            Formats = formats,
            Codes = [.. Items(root["codes"]).Select(Set)],
            Texts = [.. Items(root["texts"]).Select(Text)],
            Refinements = [.. Items(root["refinements"]).Select(Refinement)],
        };
    }

    private CodeSetDocument Set(MapNode node)
    {
        Members(node, "a code set", MapMembers.CodeSet);
        var compare = OneOf(node["compare"], "compare", MapMembers.Comparisons) switch
        {
            "ignore_case" => CodeComparison.IgnoreCase,
            "number" => CodeComparison.Number,
            _ => CodeComparison.Exact,
        };
        return new(Required(node, "set"), compare, [.. Items(node["rows"]).Select(Row)], node.Line);
    }

    private RowDocument Row(MapNode node)
    {
        Members(node, "a row", MapMembers.Row);
        return new(Required(node, "code").Trim(), Wildcard(node["qualifier"]), Wildcard(node["qualifier2"]), TextOf(node["label"]),
            node["remove"]?.Kind == JsonValueKind.True, Meaning(node));
    }

    private TextDocument Text(MapNode node)
    {
        Members(node, "a text", MapMembers.Text);
        return new(Required(node, "text"), OneOf(node["in"], "in", MapMembers.TextFields), TextOf(node["lang"]), Meaning(node));
    }

    private RefinementDocument Refinement(MapNode node)
    {
        Members(node, "a refinement", MapMembers.Refinement);
        return new(Required(node, "of"), TextOf(node["code"]), TextOf(node["set"]), OneOf(node["in"], "in", RefinementField.Names),
            Required(node, "text"), TextOf(node["lang"]), Meaning(node));
    }

    private MeaningDocument Meaning(MapNode node)
    {
        var facets = NoTexts;
        foreach (var name in Facet.Names)
        {
            if (node[name] is not { } value) continue;
            if (facets.Count == 0) facets = [];
            facets[name] = value.Text;
        }
        return new()
        {
            Line = node.Line,
            Type = TextOf(node["type"]),
            Source = TextOf(node["source"]),
            Confidence = Confidence(node["confidence"]),
            Facets = facets,
        };
    }

    internal Confidence Confidence(MapNode? node) => OneOf(node, "confidence", MapMembers.Confidences) switch
    {
        "high" => Taxonomy.Confidence.High,
        "medium" => Taxonomy.Confidence.Medium,
        "low" => Taxonomy.Confidence.Low,
        _ => Taxonomy.Confidence.Unknown,
    };

    internal void Fault(MapNode node, MapFaultKind kind, string message) => faults.Add(new(file, node.Line, kind, message));

    internal void Members(MapNode node, string what, string[] known)
    {
        if (node.Kind != JsonValueKind.Object) Fault(node, MapFaultKind.BadMember, $"{what} must be an object");
        foreach (var member in node.Members)
        {
            if (!known.Contains(member.Key)) Fault(member.Value, MapFaultKind.BadMember, $"{what} has no member \"{member.Key}\"");
        }
    }

    internal string Required(MapNode node, string name)
    {
        if (node[name] is { Text.Length: > 0 } value) return value.Text;
        Fault(node, MapFaultKind.MissingMember, $"\"{name}\" is missing");
        return "";
    }

    internal string? OneOf(MapNode? node, string name, string[] allowed)
    {
        if (node is null) return null;
        if (allowed.Contains(node.Text)) return node.Text;
        Fault(node, MapFaultKind.BadMember, $"\"{name}\" is '{node.Text}', not one of {string.Join(", ", allowed)}");
        return null;
    }

    internal IReadOnlyList<MapNode> Items(MapNode? node)
    {
        if (node is null) return [];
        if (node.Kind == JsonValueKind.Array) return node.Items;
        Fault(node, MapFaultKind.BadMember, "a list is expected");
        return [];
    }

    internal IReadOnlyList<string> Texts(MapNode? node) => node is null ? [] : node.Kind == JsonValueKind.String ? [node.Text] : [.. Items(node).Select(item => item.Text)];

    internal static string? TextOf(MapNode? node) => node is null || node.Kind == JsonValueKind.Null ? null : node.Text;

    private static string? Wildcard(MapNode? node) => TextOf(node)?.Trim() is { Length: > 0 } text && text != "*" ? text : null;

    internal IReadOnlyDictionary<string, string> TextMap(MapNode? node)
    {
        if (node is null) return NoTexts;
        var map = new Dictionary<string, string>();
        foreach (var member in node.Members)
        {
            if (!map.TryAdd(member.Key, member.Value.Text)) Fault(member.Value, MapFaultKind.Duplicate, string.Create(CultureInfo.InvariantCulture, $"\"{member.Key}\" stands twice"));
        }
        return map;
    }

    internal PayloadPath? Path(MapNode node, string defaultScope = PayloadPath.DefaultScope)
    {
        if (PayloadPath.Parse(node.Text, defaultScope, out var fault) is { } path) return path;
        Fault(node, MapFaultKind.BadPath, fault!);
        return null;
    }

    internal IReadOnlyList<PayloadPath> Paths(MapNode node, string defaultScope = PayloadPath.DefaultScope)
    {
        var nodes = node.Kind == JsonValueKind.Array ? node.Items : [node];
        return [.. nodes.Select(item => Path(item, defaultScope)).OfType<PayloadPath>()];
    }

    internal FieldPaths? Field(MapNode? node, string defaultScope = PayloadPath.DefaultScope) => node is null ? null : new(Paths(node, defaultScope), node.Line);

    /// <summary>A field that may also be a literal, alone (<c>=kg</c>) or as the last of its alternatives.</summary>
    internal FieldPaths FieldOrLiteral(MapNode node, string defaultScope)
    {
        var nodes = node.Kind == JsonValueKind.Array ? node.Items : [node];
        var literal = nodes is [.., { Text: ['=', _, ..] text }] ? text[1..] : null;
        var paths = literal is null ? nodes : nodes.Take(nodes.Count - 1);
        return new([.. paths.Select(item => Path(item, defaultScope)).OfType<PayloadPath>()], node.Line, literal);
    }
}

/// <summary>How much of a map file is read.</summary>
internal enum MapParts
{
    All,

    /// <summary>All but codes, texts and refinements.</summary>
    Head,
}
