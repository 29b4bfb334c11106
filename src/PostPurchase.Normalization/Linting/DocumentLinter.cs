using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Linting;

/// <summary>Checks one map: meanings, then codes, texts, refinements, then formats.</summary>
internal sealed class DocumentLinter(MapDocument map, MapDocument? parent, MapDocument? lower, List<MapFault> faults)
{
    private readonly HashSet<string> _usedSources = new(StringComparer.Ordinal);

    private bool IsOverlay => lower is not null;

    public void Run()
    {
        Head();
        foreach (var set in map.Codes) Set(set);
        Texts();
        Refinements();
        foreach (var format in map.Formats) new FormatLinter(format, HasSet, Fault).Run();
        UnusedSets();
        foreach (var source in map.Sources.Keys.Where(source => !_usedSources.Contains(source) && map.Codes.Count + map.Texts.Count > 0))
            Fault(1, MapFaultKind.UnknownReference, $"source '{source}' is cited by no row");
    }

    private void Head()
    {
        if (!IsOverlay)
        {
            if (map.Name is null) Fault(1, MapFaultKind.MissingMember, "\"name\" is missing");
            if (map.Version is null) Fault(1, MapFaultKind.MissingMember, "\"version\" is missing");
            else if (!Version.TryParse(map.Version, out var version) || version.Build < 0) Fault(1, MapFaultKind.BadMember, $"\"version\" is '{map.Version}', not three numbers");
            if (map.Sources.Count == 0) Fault(1, MapFaultKind.MissingSource, "\"sources\" is missing or empty");
            if (map.Kind == "base" && map.Formats.Count > 0) Fault(map.Formats[0].Line, MapFaultKind.BadMember, "a base map has no formats");
        }
        if (map.Id.AsSpan().ContainsAnyExcept(IdCharacters)) Fault(1, MapFaultKind.BadMember, $"\"id\" is '{map.Id}'; lower-case letters, digits and hyphens are allowed");
        if (map.Inherits is not null && parent is null) Fault(1, MapFaultKind.UnknownReference, $"\"inherits\" names '{map.Inherits}', which no map is");
        if (map.TrackingUrl is { } url && !url.Contains("{trackingNumber}", StringComparison.Ordinal)) Fault(1, MapFaultKind.BadMember, "\"trackingUrl\" has no {trackingNumber}");
        foreach (var country in map.Countries.Where(country => country.Length != 2 || country.AsSpan().ContainsAnyExceptInRange('A', 'Z'))) Fault(1, MapFaultKind.BadMember, $"'{country}' is no alpha-2 country code");
    }

    private static readonly System.Buffers.SearchValues<char> IdCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private void Set(CodeSetDocument set)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in set.Rows)
        {
            var parts = new[] { row.Code, row.Qualifier ?? "*", row.Qualifier2 ?? "*" }.Select(part => set.Compare.Fold(part));
            var key = string.Join(" + ", parts);
            if (!seen.TryAdd(key, row.Meaning.Line)) Fault(row.Meaning.Line, MapFaultKind.Duplicate, $"set '{set.Set}' has {key} in line {seen[key]} too");
            if (!row.Remove) Meaning(row.Meaning, $"{row.Code}", needsType: true);
        }
    }

    private void Texts()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var patterns = new List<(TextPattern Pattern, TextDocument Document)>();
        foreach (var text in map.Texts)
        {
            Meaning(text.Meaning, text.Text, needsType: true);
            var pattern = TextPattern.Create(text.Text);
            foreach (var alternative in text.Text.Split('|'))
            {
                var folded = System.Text.Encoding.UTF8.GetString(FoldedText.Fold(alternative));
                if (folded.Trim('*', ' ').Length == 0) Fault(text.Meaning.Line, MapFaultKind.BadMember, $"text '{text.Text}' has an empty alternative");
                if (!seen.TryAdd((text.In ?? "") + "/" + folded, text.Meaning.Line))
                    Fault(text.Meaning.Line, MapFaultKind.Duplicate, $"text '{alternative.Trim()}' stands in line {seen[(text.In ?? "") + "/" + folded]} too");
                if (!pattern.IsExact && Earlier(patterns, text, alternative) is { } earlier)
                    Fault(text.Meaning.Line, MapFaultKind.Shadowed, $"text '{alternative.Trim()}' is always caught by '{earlier.Text}' in line {earlier.Meaning.Line}");
            }
            if (!pattern.IsExact) patterns.Add((pattern, text));
        }
    }

    /// <summary>An earlier pattern that fits whatever this one fits: it fits the shortest text that does.</summary>
    private static TextDocument? Earlier(List<(TextPattern Pattern, TextDocument Document)> earlier, TextDocument text, string alternative)
    {
        if (!alternative.Contains('*')) return null;
        // A private character, which no pattern holds and which folding keeps, stands for the parts that may be anything.
        var widest = FoldedText.Fold(alternative.Replace("*", "\uE000", StringComparison.Ordinal));
        return earlier.FirstOrDefault(other => (other.Document.In is null || other.Document.In == text.In) && other.Pattern.Matches(widest)).Document;
    }

    private void Refinements()
    {
        var reachable = ReachableTypes();
        var fields = FieldsRead();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var refinement in map.Refinements)
        {
            Meaning(refinement.Meaning, refinement.Text, needsType: false);
            var line = refinement.Meaning.Line;
            var key = string.Join('/', refinement.Of, refinement.Code, refinement.Set, refinement.In, refinement.Text);
            if (!seen.TryAdd(key, line)) Fault(line, MapFaultKind.Duplicate, $"the same refinement stands in line {seen[key]}");
            foreach (var of in refinement.Of.Split('|', StringSplitOptions.TrimEntries))
            {
                if (of == "*") continue;
                var group = of.EndsWith(".*", StringComparison.Ordinal) ? of[..^1] : null;
                if (group is null && !EventType.TryFind(of, out _)) Fault(line, MapFaultKind.UnknownType, $"\"of\" names '{of}', which is no type");
                else if (map.Kind != "base" && !IsOverlay && !reachable.Any(type => group is null ? type == of : type.StartsWith(group, StringComparison.Ordinal)))
                    Fault(line, MapFaultKind.Unreachable, $"no row or text yields '{of}', so the refinement never applies to it");
            }
            if (refinement.In is { } field && map.Formats.Count > 0 && !fields.Contains(field)) Fault(line, MapFaultKind.Unreachable, $"no format has a field \"{field}\"");
            if (refinement.Set is { } set && !HasSet(set)) Fault(line, MapFaultKind.UnknownReference, $"there is no set '{set}'");
            if (refinement.Meaning.Type is null && refinement.Meaning.Facets.Count == 0) Fault(line, MapFaultKind.MissingMember, "a refinement says a type or a facet");
        }
    }

    /// <summary>Whether the map, what it inherits or what it is laid over has a set.</summary>
    private bool HasSet(string name) => new[] { map, parent, lower }.Any(document => document?.Codes.Any(set => set.Set == name) == true);

    private HashSet<string> ReachableTypes()
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in new[] { map, parent }.OfType<MapDocument>())
        {
            types.UnionWith(document.Codes.SelectMany(set => set.Rows).Select(row => row.Meaning.Type).OfType<string>());
            types.UnionWith(document.Texts.Select(text => text.Meaning.Type).OfType<string>());
        }
        return types;
    }

    private HashSet<string> FieldsRead()
    {
        var fields = map.Formats.SelectMany(format => format.Fields.Keys).ToHashSet(StringComparer.Ordinal);
        if (map.Formats.Any(format => format.Facts.ContainsKey("service"))) fields.Add("service");
        return fields;
    }

    private void UnusedSets()
    {
        if (map.Kind == "base" || IsOverlay) return;
        var keys = map.Formats.SelectMany(format => format.Keys).ToList();
        for (var i = 0; i < map.Codes.Count; i++)
        {
            var set = map.Codes[i];
            var users = keys.Where(key => key.Set == set.Set).ToList();
            if (users.Count == 0)
            {
                // The first set also answers aggregators that pass this carrier's codes on.
                if (i > 0 || map.Formats.Count > 0) Fault(set.Line, MapFaultKind.Unreachable, $"no format looks in set '{set.Set}'");
                continue;
            }
            foreach (var row in set.Rows)
            {
                if (row.Qualifier is not null && users.TrueForAll(key => key.Qualifier is null))
                    Fault(row.Meaning.Line, MapFaultKind.Unreachable, $"{row.Code} + {row.Qualifier} is never matched: no key of set '{set.Set}' has a qualifier");
                if (row.Qualifier2 is not null && users.TrueForAll(key => key.Qualifier2 is null))
                    Fault(row.Meaning.Line, MapFaultKind.Unreachable, $"{row.Code} + {row.Qualifier2} is never matched: no key of set '{set.Set}' has a second qualifier");
            }
        }
    }

    private void Meaning(MeaningDocument meaning, string what, bool needsType)
    {
        if (meaning.Type is null && needsType) Fault(meaning.Line, MapFaultKind.MissingMember, $"'{what}' has no \"type\"");
        else if (meaning.Type is not null && !EventType.TryFind(meaning.Type, out _)) Fault(meaning.Line, MapFaultKind.UnknownType, $"'{what}' maps to '{meaning.Type}', which is no type");
        if (meaning.Confidence == Confidence.Unknown) Fault(meaning.Line, MapFaultKind.MissingMember, $"'{what}' has no \"confidence\"");
        var sources = (meaning.Source ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (sources.Length == 0) Fault(meaning.Line, MapFaultKind.MissingSource, $"'{what}' has no \"source\"");
        foreach (var source in sources)
        {
            _usedSources.Add(source);
            if (!map.Sources.ContainsKey(source) && lower?.Sources.ContainsKey(source) != true) Fault(meaning.Line, MapFaultKind.MissingSource, $"source '{source}' is not listed in the head");
        }
        foreach (var (name, value) in meaning.Facets)
        {
            if (!IsFacet(name, value)) Fault(meaning.Line, MapFaultKind.BadMember, $"\"{name}\" cannot be '{value}'");
        }
    }

    private static bool IsFacet(string name, string value) => name switch
    {
        Facet.DeliveredTo => TaxonomyText.TryParse(value, out DeliveredTo _),
        Facet.DeliveredAt => TaxonomyText.TryParse(value, out DeliveredAt _),
        Facet.Proof => TaxonomyText.TryParse(value, out ProofOfDelivery _),
        Facet.Direction => TaxonomyText.TryParse(value, out Direction _),
        Facet.ActionBy or Facet.CausedBy => TaxonomyText.TryParse(value, out Party _),
        Facet.Attempt => value == "final" || (byte.TryParse(value, out var attempt) && attempt is > 0 and < 100),
        _ => value.Length > 0,
    };

    private void Fault(int line, MapFaultKind kind, string message) => faults.Add(new(map.File, line, kind, message));
}
