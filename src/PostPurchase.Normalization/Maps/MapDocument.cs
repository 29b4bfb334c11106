using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Maps;

/// <summary>A map file as written: read and located, nothing resolved yet. The linter and the compilers work on it.</summary>
internal sealed record MapDocument
{
    public required string File { get; init; }
    public required string Id { get; init; }
    public string? Name { get; init; }
    public string Kind { get; init; } = "carrier";
    public string? Version { get; init; }
    public string? Inherits { get; init; }
    public bool Replace { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public IReadOnlyList<string> Countries { get; init; } = [];
    public string? Site { get; init; }
    public string? TrackingUrl { get; init; }
    public string? Omissions { get; init; }
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Carriers { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<FormatDocument> Formats { get; init; } = [];
    public IReadOnlyList<CodeSetDocument> Codes { get; init; } = [];
    public IReadOnlyList<TextDocument> Texts { get; init; } = [];
    public IReadOnlyList<RefinementDocument> Refinements { get; init; } = [];
}

internal enum PayloadSyntax
{
    Json,
    Xml,
}

internal enum ScanOrder
{
    NewestFirst,
    OldestFirst,
    Unordered,
}

internal sealed record FormatDocument
{
    public required string Id { get; init; }
    public required int Line { get; init; }
    public string? About { get; init; }
    public string? Like { get; init; }
    public PayloadSyntax Syntax { get; init; }
    public IReadOnlyList<SignatureDocument> Detect { get; init; } = [];
    public IReadOnlyList<ScopeDocument> Scopes { get; init; } = [];
    public IReadOnlyList<PayloadPath> ScanOtherwise { get; init; } = [];
    public FieldPaths? ScanWhen { get; init; }
    public ScanOrder Order { get; init; } = ScanOrder.Unordered;
    public RawDocument? Raw { get; init; }
    public IReadOnlyList<KeyDocument> Keys { get; init; } = [];
    public IReadOnlyDictionary<string, FieldPaths> Fields { get; init; } = new Dictionary<string, FieldPaths>();
    public IReadOnlyList<TimeDocument> Time { get; init; } = [];
    public IReadOnlyDictionary<string, FieldPaths> Facts { get; init; } = new Dictionary<string, FieldPaths>();
    public IReadOnlyList<PairDocument> References { get; init; } = [];
    public IReadOnlyList<PairDocument> Partners { get; init; } = [];
    public IReadOnlyList<EstimateDocument> Estimates { get; init; } = [];
    public IReadOnlyList<ProblemDocument> Problems { get; init; } = [];
}

/// <summary>The alternatives for one field; the first non-empty one counts, else the literal.</summary>
internal sealed record FieldPaths(IReadOnlyList<PayloadPath> Paths, int Line, string? Literal = null);

/// <summary>Paths that a payload of the format has, and paths that it lacks; <c>path=value</c> compares.</summary>
internal sealed record SignatureDocument(IReadOnlyList<SignaturePath> Has, IReadOnlyList<SignaturePath> Lacks, int Line);

internal sealed record SignaturePath(PayloadPath Path, string? Value);

internal sealed record ScopeDocument(string Name, IReadOnlyList<PayloadPath> Paths, int Line);

internal sealed record RawDocument(FieldPaths? Code, FieldPaths? Qualifier, FieldPaths? Qualifier2);

internal sealed record KeyDocument(string? Set, FieldPaths Code, FieldPaths? Qualifier, FieldPaths? Qualifier2, bool CodeMissing, bool Carrier, Confidence Cap, int Line);

internal sealed record TimeDocument
{
    public required int Line { get; init; }
    public FieldPaths? At { get; init; }
    public FieldPaths? Date { get; init; }
    public FieldPaths? TimeOfDay { get; init; }
    public IReadOnlyList<string> Patterns { get; init; } = [];
    public IReadOnlyList<string> DatePatterns { get; init; } = [];
    public IReadOnlyList<string> TimePatterns { get; init; } = [];
    public FieldPaths? Offset { get; init; }
    public FieldPaths? Utc { get; init; }
    public FieldPaths? UtcDate { get; init; }
    public FieldPaths? UtcTime { get; init; }
    public IReadOnlyList<string> UtcPatterns { get; init; } = [];
    public IReadOnlyList<string> UtcDatePatterns { get; init; } = [];
    public IReadOnlyList<string> UtcTimePatterns { get; init; } = [];
    public FieldPaths? ZoneId { get; init; }
    public FieldPaths? Abbreviation { get; init; }
    public string Zone { get; init; } = "local";
    public string? HomeCountry { get; init; }
    public bool DoubtfulZ { get; init; }
}

internal sealed record EstimateDocument
{
    public required int Line { get; init; }
    public required string Kind { get; init; }
    public FieldPaths? At { get; init; }
    public FieldPaths? From { get; init; }
    public FieldPaths? Through { get; init; }
    public FieldPaths? Date { get; init; }
    public FieldPaths? FromTime { get; init; }
    public FieldPaths? ThroughTime { get; init; }
    public IReadOnlyList<string> Patterns { get; init; } = [];
    public IReadOnlyList<string> DatePatterns { get; init; } = [];
    public IReadOnlyList<string> TimePatterns { get; init; } = [];
    public string Zone { get; init; } = "local";
    public bool DoubtfulZ { get; init; }
}

/// <summary>A number with its type or carrier; the second may be a literal (<c>=USPS</c>).</summary>
internal sealed record PairDocument(FieldPaths Number, FieldPaths? Name, string? Literal);

internal sealed record ProblemDocument(FieldPaths? Code, FieldPaths? Message, IReadOnlyDictionary<string, string> Kinds, IReadOnlyList<KeyValuePair<string, string>> Messages, string Otherwise, int Line);

internal sealed record CodeSetDocument(string Set, CodeComparison Compare, IReadOnlyList<RowDocument> Rows, int Line);

internal enum CodeComparison
{
    Exact,
    IgnoreCase,
    Number,
}

internal static class CodeComparisons
{
    /// <summary>A form of a code that is the same for all codes that a set takes for the same.</summary>
    public static string Fold(this CodeComparison compare, string code) => compare switch
    {
        CodeComparison.IgnoreCase => code.ToLowerInvariant(),
        CodeComparison.Number => code.TrimStart('0') is { Length: > 0 } digits ? digits : "0",
        _ => code,
    };
}

/// <summary>What a row, a text or a refinement says of an event besides its type.</summary>
internal sealed record MeaningDocument
{
    public required int Line { get; init; }
    public string? Type { get; init; }
    public string? Source { get; init; }
    public Confidence Confidence { get; init; }
    public IReadOnlyDictionary<string, string> Facets { get; init; } = new Dictionary<string, string>();

    public string? Facet(string name) => Facets.GetValueOrDefault(name);
}

internal sealed record RowDocument(string Code, string? Qualifier, string? Qualifier2, string? Label, bool Remove, MeaningDocument Meaning);

internal sealed record TextDocument(string Text, string? In, string? Language, MeaningDocument Meaning);

internal sealed record RefinementDocument(string Of, string? Code, string? Set, string? In, string Text, string? Language, MeaningDocument Meaning);
