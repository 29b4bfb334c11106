namespace PostPurchase.Normalization.Maps.Reading;

/// <summary>The members and words that a map file may hold, object by object. The JSON Schema under carrier-maps says the same.</summary>
internal static class MapMembers
{
    private static readonly string[] Meaning = ["note", "type", "source", "confidence", .. Facet.Names];

    public static readonly string[] Map =
    [
        "$schema", "id", "name", "kind", "version", "inherits", "replace", "aliases", "countries", "site",
        "trackingUrl", "omissions", "sources", "carriers", "formats", "codes", "texts", "refinements",
    ];

    public static readonly string[] Format =
        ["id", "about", "like", "syntax", "detect", "scopes", "scanOtherwise", "scanWhen", "order", "raw", "keys", "fields", "time", "facts", "estimates", "problems"];

    public static readonly string[] Signature = ["has", "lacks"];

    public static readonly string[] Raw = ["code", "qualifier", "qualifier2"];

    public static readonly string[] Key = ["set", "code", "qualifier", "qualifier2", "when", "carrier", "confidence"];

    public static readonly string[] Fields =
    [
        "trackingNumber", "label", "detail", "city", "state", "postalCode", "country", "place", "facility", "latitude", "longitude",
        "piece", "service", "attempt", "signedBy", "partnerNumber", "partnerCarrier", "carrier", "locationType", "returnFlag", "hint", "hint2",
    ];

    public static readonly string[] Time =
    [
        "at", "date", "time", "patterns", "datePatterns", "timePatterns", "offset", "utc", "utcDate", "utcTime",
        "utcPatterns", "utcDatePatterns", "utcTimePatterns", "zoneId", "abbreviation", "zone", "homeCountry", "z",
    ];

    /// <summary>Facts that are one value.</summary>
    public static readonly string[] SingleFacts = ["service", "serviceCode", "weight", "weightUnit", "pieceCount", "pieces", "signedBy", "proof"];

    /// <summary>Facts that may be a literal, where the carrier never says but always means the same.</summary>
    public static readonly string[] LiteralFacts = ["service", "weightUnit", "proof"];

    /// <summary>Facts that are a place.</summary>
    public static readonly string[] PlaceFacts = ["origin", "destination"];

    public static readonly string[] Facts = [.. SingleFacts, .. PlaceFacts, "references", "partners"];

    public static readonly string[] Place = ["city", "state", "postalCode", "country", "place"];

    public static readonly string[] Reference = ["number", "type"];

    public static readonly string[] Partner = ["number", "carrier"];

    public static readonly string[] Estimate =
        ["kind", "at", "from", "through", "date", "fromTime", "throughTime", "patterns", "datePatterns", "timePatterns", "zone", "z"];

    public static readonly string[] Problem = ["code", "message", "kinds", "messages", "otherwise"];

    public static readonly string[] Message = ["text", "kind"];

    public static readonly string[] CodeSet = ["set", "about", "compare", "rows"];

    public static readonly string[] Row = ["code", "qualifier", "qualifier2", "label", "remove", .. Meaning];

    public static readonly string[] Text = ["text", "in", "lang", .. Meaning];

    public static readonly string[] Refinement = ["of", "code", "set", "in", "text", "lang", .. Meaning];

    public static readonly string[] Kinds = ["carrier", "aggregator", "base"];

    public static readonly string[] Syntaxes = ["json", "xml"];

    public static readonly string[] Orders = ["newest_first", "oldest_first", "unordered"];

    public static readonly string[] When = ["always", "code_missing"];

    public static readonly string[] Z = ["trusted", "doubtful"];

    public static readonly string[] EstimateKinds = ["estimated", "committed", "scheduled", "appointment"];

    public static readonly string[] Comparisons = ["exact", "ignore_case", "number"];

    public static readonly string[] Confidences = ["high", "medium", "low"];

    public static readonly string[] TextFields = ["label", "detail"];
}
