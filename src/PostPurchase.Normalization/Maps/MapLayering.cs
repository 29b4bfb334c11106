namespace PostPurchase.Normalization.Maps;

/// <summary>Lays maps of one carrier over each other, and over the map that they inherit from.</summary>
internal static class MapLayering
{
    public static MapDocument Over(MapDocument under, MapDocument over)
    {
        if (over.Replace) return over;
        return over with
        {
            Name = over.Name ?? under.Name,
            Kind = over.Kind == "carrier" ? under.Kind : over.Kind,
            Version = over.Version ?? under.Version,
            Inherits = over.Inherits ?? under.Inherits,
            Aliases = [.. under.Aliases.Union(over.Aliases, StringComparer.OrdinalIgnoreCase)],
            Countries = over.Countries.Count > 0 ? over.Countries : under.Countries,
            Site = over.Site ?? under.Site,
            TrackingUrl = over.TrackingUrl ?? under.TrackingUrl,
            Omissions = over.Omissions ?? under.Omissions,
            Sources = Union(under.Sources, over.Sources),
            Carriers = Union(under.Carriers, over.Carriers),
            Formats = [.. under.Formats.Where(format => over.Formats.All(other => other.Id != format.Id)), .. over.Formats],
            Codes = Codes(under, over),
            Texts = [.. over.Texts, .. under.Texts],
            Refinements = [.. over.Refinements, .. under.Refinements],
        };
    }

    /// <summary>Adds what the map inherits: the base's sources, sets, texts and refinements stand behind its own.</summary>
    public static MapDocument Inherit(MapDocument document, MapDocument parent) => document with
    {
        Sources = Union(parent.Sources, document.Sources),
        Codes = Codes(parent, document, ownFirst: true),
        Texts = [.. document.Texts, .. parent.Texts],
        Refinements = [.. document.Refinements, .. parent.Refinements],
    };

    private static List<CodeSetDocument> Codes(MapDocument under, MapDocument over, bool ownFirst = false)
    {
        var (first, second) = ownFirst ? (over, under) : (under, over);
        var names = first.Codes.Concat(second.Codes).Select(set => set.Set).Distinct(StringComparer.Ordinal);
        return [.. names.Select(name => Set(under.Codes.FirstOrDefault(set => set.Set == name), over.Codes.FirstOrDefault(set => set.Set == name)))];
    }

    private static CodeSetDocument Set(CodeSetDocument? under, CodeSetDocument? over)
    {
        if (under is null) return over! with { Rows = [.. over.Rows.Where(row => !row.Remove)] };
        if (over is null) return under;
        var replaced = over.Rows.Select(Key).ToHashSet();
        return over with { Rows = [.. under.Rows.Where(row => !replaced.Contains(Key(row))), .. over.Rows.Where(row => !row.Remove)] };
    }

    private static (string Code, string? Qualifier, string? Qualifier2) Key(RowDocument row) => (row.Code, row.Qualifier, row.Qualifier2);

    private static Dictionary<string, string> Union(IReadOnlyDictionary<string, string> under, IReadOnlyDictionary<string, string> over)
    {
        var union = new Dictionary<string, string>(under);
        foreach (var entry in over) union[entry.Key] = entry.Value;
        return union;
    }
}
