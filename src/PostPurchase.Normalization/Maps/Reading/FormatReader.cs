using System.Text.Json;

namespace PostPurchase.Normalization.Maps.Reading;

/// <summary>Reads the description of one payload format.</summary>
internal sealed class FormatReader(MapFileReader file, IReadOnlyList<FormatDocument> earlier)
{
    private const string Shipment = "shipment";

    public FormatDocument Read(MapNode node)
    {
        file.Members(node, "a format", MapMembers.Format);
        var like = MapFileReader.TextOf(node["like"]);
        var pattern = like is null ? null : earlier.FirstOrDefault(format => format.Id == like);
        if (like is not null && pattern is null) file.Fault(node, MapFaultKind.UnknownReference, $"\"like\" names '{like}', which no earlier format is");

        var format = pattern ?? new FormatDocument { Id = "", Line = node.Line };
        var scopes = node["scopes"] is { } own ? Merge(format.Scopes, Scopes(own)) : format.Scopes;
        return format with
        {
            Id = file.Required(node, "id"),
            Line = node.Line,
            About = MapFileReader.TextOf(node["about"]) ?? format.About,
            Like = like,
            Syntax = node["syntax"] is null ? format.Syntax : file.OneOf(node["syntax"], "syntax", MapMembers.Syntaxes) == "xml" ? PayloadSyntax.Xml : PayloadSyntax.Json,
            Detect = [.. file.Items(node["detect"]).Select(Signature)],
            Scopes = scopes,
            ScanOtherwise = node["scanOtherwise"] is { } otherwise ? ScopePaths(otherwise, Shipment, scopes) : format.ScanOtherwise,
            ScanWhen = file.Field(node["scanWhen"]) ?? format.ScanWhen,
            Order = file.OneOf(node["order"], "order", MapMembers.Orders) switch
            {
                "newest_first" => ScanOrder.NewestFirst,
                "oldest_first" => ScanOrder.OldestFirst,
                "unordered" => ScanOrder.Unordered,
                _ => format.Order,
            },
            Raw = node["raw"] is { } raw ? Raw(raw) : format.Raw,
            Keys = node["keys"] is { } keys ? [.. file.Items(keys).Select(Key)] : format.Keys,
            Fields = node["fields"] is { } fields ? Merge(format.Fields, Fields(fields, "fields", MapMembers.Fields, PayloadPath.DefaultScope)) : format.Fields,
            Time = node["time"] is { } time ? [.. file.Items(time).Select(Time)] : format.Time,
            Facts = node["facts"] is { } facts ? Merge(format.Facts, Facts(facts)) : format.Facts,
            References = node["facts"]?["references"] is { } references ? [.. file.Items(references).Select(pair => Pair(pair, "type", MapMembers.Reference))] : format.References,
            Partners = node["facts"]?["partners"] is { } partners ? [.. file.Items(partners).Select(pair => Pair(pair, "carrier", MapMembers.Partner))] : format.Partners,
            Estimates = node["estimates"] is { } estimates ? [.. file.Items(estimates).Select(Estimate)] : format.Estimates,
            Problems = node["problems"] is { } problems ? [.. file.Items(problems).Select(Problem)] : format.Problems,
        };
    }

    private SignatureDocument Signature(MapNode node)
    {
        file.Members(node, "a signature", MapMembers.Signature);
        return new(SignaturePaths(node["has"]), SignaturePaths(node["lacks"]), node.Line);
    }

    private List<SignaturePath> SignaturePaths(MapNode? node)
    {
        var paths = new List<SignaturePath>();
        foreach (var item in file.Items(node))
        {
            var text = item.Text;
            var equals = PayloadPath.IndexOutsideQuotes(text, '=');
            var value = equals < 0 ? null : text[(equals + 1)..];
            if (PayloadPath.Parse(equals < 0 ? text : text[..equals], PayloadPath.Root, out var fault) is { } path) paths.Add(new(path, value));
            else file.Fault(item, MapFaultKind.BadPath, fault!);
        }
        return paths;
    }

    private List<ScopeDocument> Scopes(MapNode node)
    {
        var scopes = new List<ScopeDocument>();
        foreach (var member in node.Members) scopes.Add(new(member.Key, ScopePaths(member.Value, PayloadPath.Root, scopes), member.Value.Line));
        return scopes;
    }

    /// <summary>Paths of a scope; the bare name of one described before is that scope itself.</summary>
    private List<PayloadPath> ScopePaths(MapNode node, string defaultScope, IEnumerable<ScopeDocument> known) =>
        [.. file.Paths(node, defaultScope).Select(path => known.Any(scope => scope.Name == path.Text) ? new PayloadPath(path.Text, path.Text, []) : path)];

    private static List<ScopeDocument> Merge(IReadOnlyList<ScopeDocument> under, List<ScopeDocument> over)
    {
        var merged = under.Select(scope => over.FirstOrDefault(other => other.Name == scope.Name) ?? scope).ToList();
        merged.AddRange(over.Where(scope => under.All(other => other.Name != scope.Name)));
        return merged;
    }

    private static Dictionary<string, FieldPaths> Merge(IReadOnlyDictionary<string, FieldPaths> under, IReadOnlyDictionary<string, FieldPaths> over)
    {
        var merged = new Dictionary<string, FieldPaths>(under);
        foreach (var field in over) merged[field.Key] = field.Value;
        return merged;
    }

    private Dictionary<string, FieldPaths> Fields(MapNode node, string what, string[] known, string defaultScope, string prefix = "")
    {
        var fields = new Dictionary<string, FieldPaths>();
        foreach (var member in node.Members)
        {
            if (!known.Contains(member.Key)) file.Fault(member.Value, MapFaultKind.BadMember, $"{what} has no member \"{member.Key}\"");
            else fields[prefix + member.Key] = file.Field(member.Value, defaultScope)!;
        }
        return fields;
    }

    private Dictionary<string, FieldPaths> Facts(MapNode node)
    {
        var facts = new Dictionary<string, FieldPaths>();
        foreach (var member in node.Members)
        {
            if (!MapMembers.Facts.Contains(member.Key)) file.Fault(member.Value, MapFaultKind.BadMember, $"facts have no member \"{member.Key}\"");
            else if (MapMembers.PlaceFacts.Contains(member.Key))
            {
                foreach (var field in Fields(member.Value, member.Key, MapMembers.Place, Shipment, member.Key + ".")) facts[field.Key] = field.Value;
            }
            else if (MapMembers.LiteralFacts.Contains(member.Key)) facts[member.Key] = file.FieldOrLiteral(member.Value, Shipment);
            else if (MapMembers.SingleFacts.Contains(member.Key)) facts[member.Key] = file.Field(member.Value, Shipment)!;
        }
        return facts;
    }

    private PairDocument Pair(MapNode node, string name, string[] members)
    {
        file.Members(node, "a pair", members);
        var second = node[name];
        var literal = second?.Text is ['=', .. var text] ? text : null;
        return new(file.Field(node["number"], Shipment) ?? new([], node.Line), literal is null ? file.Field(second, Shipment) : null, literal);
    }

    private RawDocument Raw(MapNode node)
    {
        file.Members(node, "raw", MapMembers.Raw);
        return new(file.Field(node["code"]), file.Field(node["qualifier"]), file.Field(node["qualifier2"]));
    }

    private KeyDocument Key(MapNode node)
    {
        file.Members(node, "a key", MapMembers.Key);
        var carrier = node["carrier"]?.Kind == JsonValueKind.True;
        if (node["code"] is null) file.Fault(node, MapFaultKind.MissingMember, "a key needs a \"code\"");
        if (node["set"] is null && !carrier) file.Fault(node, MapFaultKind.MissingMember, "a key needs a \"set\"");
        return new(MapFileReader.TextOf(node["set"]), file.Field(node["code"]) ?? new([], node.Line), file.Field(node["qualifier"]), file.Field(node["qualifier2"]),
            file.OneOf(node["when"], "when", MapMembers.When) == "code_missing", carrier, file.Confidence(node["confidence"]), node.Line);
    }

    private TimeDocument Time(MapNode node)
    {
        file.Members(node, "a time", MapMembers.Time);
        if (node["at"] is null && node["date"] is null) file.Fault(node, MapFaultKind.MissingMember, "a time needs \"at\" or \"date\"");
        return new()
        {
            Line = node.Line,
            At = file.Field(node["at"]),
            Date = file.Field(node["date"]),
            TimeOfDay = file.Field(node["time"]),
            Patterns = file.Texts(node["patterns"]),
            DatePatterns = file.Texts(node["datePatterns"]),
            TimePatterns = file.Texts(node["timePatterns"]),
            Offset = file.Field(node["offset"]),
            Utc = file.Field(node["utc"]),
            UtcDate = file.Field(node["utcDate"]),
            UtcTime = file.Field(node["utcTime"]),
            UtcPatterns = file.Texts(node["utcPatterns"]),
            UtcDatePatterns = file.Texts(node["utcDatePatterns"]),
            UtcTimePatterns = file.Texts(node["utcTimePatterns"]),
            ZoneId = file.Field(node["zoneId"]),
            Abbreviation = file.Field(node["abbreviation"]),
            Zone = MapFileReader.TextOf(node["zone"]) ?? "local",
            HomeCountry = MapFileReader.TextOf(node["homeCountry"]),
            DoubtfulZ = file.OneOf(node["z"], "z", MapMembers.Z) == "doubtful",
        };
    }

    private EstimateDocument Estimate(MapNode node)
    {
        file.Members(node, "an estimate", MapMembers.Estimate);
        return new()
        {
            Line = node.Line,
            Kind = file.OneOf(node["kind"], "kind", MapMembers.EstimateKinds) ?? "estimated",
            At = file.Field(node["at"], Shipment),
            From = file.Field(node["from"], Shipment),
            Through = file.Field(node["through"], Shipment),
            Date = file.Field(node["date"], Shipment),
            FromTime = file.Field(node["fromTime"], Shipment),
            ThroughTime = file.Field(node["throughTime"], Shipment),
            Patterns = file.Texts(node["patterns"]),
            DatePatterns = file.Texts(node["datePatterns"]),
            TimePatterns = file.Texts(node["timePatterns"]),
            Zone = MapFileReader.TextOf(node["zone"]) ?? "local",
            DoubtfulZ = file.OneOf(node["z"], "z", MapMembers.Z) == "doubtful",
        };
    }

    private ProblemDocument Problem(MapNode node)
    {
        file.Members(node, "a problem", MapMembers.Problem);
        var messages = new List<KeyValuePair<string, string>>();
        foreach (var item in file.Items(node["messages"]))
        {
            file.Members(item, "a message", MapMembers.Message);
            messages.Add(new(file.Required(item, "text"), file.Required(item, "kind")));
        }
        return new(file.Field(node["code"], PayloadPath.Root), file.Field(node["message"], PayloadPath.Root), file.TextMap(node["kinds"]), messages,
            MapFileReader.TextOf(node["otherwise"]) ?? "carrier_error", node.Line);
    }
}
