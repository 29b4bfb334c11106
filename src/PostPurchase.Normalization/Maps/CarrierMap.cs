using PostPurchase.Normalization.Maps.Lookup;

namespace PostPurchase.Normalization.Maps;

/// <summary>All that is known of one carrier, ready for look-ups: built-in and host layers laid over each other. Immutable.</summary>
internal sealed class CarrierMap
{
    private readonly Dictionary<string, CodeTable> _sets = new(StringComparer.Ordinal);
    private readonly TextTable _texts;

    public CarrierMap(MapDocument document)
    {
        Document = document;
        IsAggregator = document.Kind == "aggregator";
        foreach (var set in document.Codes) _sets[set.Set] = CodeTable.Create(set.Compare, set.Rows);
        MainSet = document.Codes.Count == 0 ? null : _sets[document.Codes[0].Set];
        _texts = new(document.Texts, document.Codes.SelectMany(set => set.Rows));
        Refinements = new(document.Refinements);
    }

    public MapDocument Document { get; }

    public string Id => Document.Id;

    public bool IsAggregator { get; }

    /// <summary>The set in which aggregators' codes are looked up.</summary>
    public CodeTable? MainSet { get; }

    public CodeTable? Set(string name) => _sets.GetValueOrDefault(name);

    public TextTable Texts => _texts;

    public RefinementTable Refinements { get; }
}
