using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>What the map made of a scan.</summary>
/// <param name="Row">What the code or text means; <see langword="null"/> where nothing matched.</param>
/// <param name="Finer">What a refinement added; <see langword="null"/> for none.</param>
/// <param name="Match">What decided.</param>
/// <param name="Confidence">How well it is supported.</param>
internal readonly record struct Classification(Meaning? Row, Meaning? Finer, MatchKind Match, Confidence Confidence)
{
    public EventType Type => Finer is { HasType: true } ? Finer.Type : Row?.Type ?? EventType.Tracking.Unmapped;

    public EventFacets Facets => Row is null ? new() { ActionBy = Type.ActionBy, CausedBy = Type.CausedBy } : FacetMemo.Of(Row, Finer);
}
