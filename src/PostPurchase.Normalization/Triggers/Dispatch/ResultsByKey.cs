namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Results for shipments, which come in any order and may be replaced.</summary>
/// <param name="keys">The keys of the shipments, each once.</param>
internal sealed class ResultsByKey(IReadOnlyList<string> keys)
{
    private readonly TrackingResult[] _results = new TrackingResult[keys.Count];
    private readonly Dictionary<string, int>? _places = keys.Count < 2 ? null : PlacesOf(keys);

    /// <summary>One for each key, in the order of the keys.</summary>
    public IReadOnlyList<TrackingResult> InOrder => _results;

    public void Set(TrackingResult result) => _results[_places is null ? 0 : _places[result.Key]] = result;

    private static Dictionary<string, int> PlacesOf(IReadOnlyList<string> keys)
    {
        var places = new Dictionary<string, int>(keys.Count, StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++) places.Add(keys[i], i);
        return places;
    }
}
