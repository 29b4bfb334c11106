using System.Collections.Frozen;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>What payloads say of a shipment as a whole, each fact with when it was said. The order of adding makes no difference.</summary>
internal sealed class FactLedger
{
    // Most shipments have none of most of these.
    private SortedDictionary<EstimateKey, EstimateSpan>? _estimates;
    private SortedSet<string>? _pieces;
    private SortedSet<(string Number, string? Carrier)>? _partners;
    private SortedSet<(string Number, string? Type)>? _references;
    private Dated<string>? _service;
    private Dated<int>? _pieceCount;
    private Dated<Place>? _origin;
    private Dated<Place>? _destination;

    public Dated<string>? Service => _service;

    public Dated<int>? PieceCount => _pieceCount;

    public Dated<Place>? Origin => _origin;

    public Dated<Place>? Destination => _destination;

    /// <summary>Estimates by who told them and what they say, in the order of both.</summary>
    public IReadOnlyCollection<KeyValuePair<EstimateKey, EstimateSpan>> Estimates => _estimates is null ? [] : _estimates;

    /// <summary>In ordinal order.</summary>
    public IReadOnlySet<string> Pieces => _pieces is null ? FrozenSet<string>.Empty : _pieces;

    public IReadOnlyCollection<(string Number, string? Carrier)> Partners => _partners is null ? [] : _partners;

    public IReadOnlyCollection<(string Number, string? Type)> References => _references is null ? [] : _references;

    /// <summary>Orders numbers, and equal ones by the name beside them.</summary>
    public static Comparer<(string Number, string? Name)> PairOrder { get; } = Comparer<(string Number, string? Name)>.Create(
        (left, right) => string.CompareOrdinal(left.Number, right.Number) is not 0 and var order ? order : string.CompareOrdinal(left.Name, right.Name));

    /// <summary>Whether nothing was said.</summary>
    public bool IsEmpty => Service is null && PieceCount is null && Origin is null && Destination is null
        && (_estimates, _pieces, _partners, _references) is (null, null, null, null);

    /// <returns>Whether anything was new.</returns>
    public bool Add(ShipmentFacts facts, string source, EventTime asOf)
    {
        var isNew = Keep(ref _service, facts.Service, asOf, string.CompareOrdinal);
        if (facts.PieceCount is { } count) isNew |= Keep(ref _pieceCount, count, asOf, CompareCounts);
        isNew |= Keep(ref _origin, facts.Origin, asOf, Canonical.Compare);
        isNew |= Keep(ref _destination, facts.Destination, asOf, Canonical.Compare);
        foreach (var estimate in facts.Estimates) isNew |= Add(new(source, estimate), new(asOf, asOf));
        foreach (var piece in facts.Pieces) isNew |= AddPiece(piece);
        foreach (var partner in facts.Partners) isNew |= Add(ref _partners, (partner.Number, partner.Carrier));
        foreach (var reference in facts.References) isNew |= Add(ref _references, (reference.Number, reference.Type));
        return isNew;
    }

    public void Restore(
        Dated<string>? service, Dated<int>? pieceCount, Dated<Place>? origin, Dated<Place>? destination, IEnumerable<(EstimateKey Key, EstimateSpan Span)> estimates,
        IEnumerable<string> pieces, IEnumerable<(string, string?)> partners, IEnumerable<(string, string?)> references)
    {
        (_service, _pieceCount, _origin, _destination) = (service, pieceCount, origin, destination);
        foreach (var (key, span) in estimates) Add(key, span);
        foreach (var piece in pieces) AddPiece(piece);
        foreach (var partner in partners) Add(ref _partners, partner);
        foreach (var reference in references) Add(ref _references, reference);
    }

    public bool Add(FactLedger other)
    {
        var isNew = Keep(ref _service, other._service, string.CompareOrdinal);
        isNew |= Keep(ref _pieceCount, other._pieceCount, CompareCounts);
        isNew |= Keep(ref _origin, other._origin, Canonical.Compare);
        isNew |= Keep(ref _destination, other._destination, Canonical.Compare);
        foreach (var (key, span) in other.Estimates) isNew |= Add(key, span);
        foreach (var piece in other.Pieces) isNew |= AddPiece(piece);
        foreach (var partner in other.Partners) isNew |= Add(ref _partners, partner);
        foreach (var reference in other.References) isNew |= Add(ref _references, reference);
        return isNew;
    }

    private bool Add(EstimateKey key, EstimateSpan span)
    {
        _estimates ??= new(EstimateKey.Order);
        var isKnown = _estimates.TryGetValue(key, out var known);
        var merged = isKnown ? known.With(span) : span;
        if (isKnown && merged == known) return false;
        _estimates[key] = merged;
        return true;
    }

    private bool AddPiece(string piece) => (_pieces ??= new(StringComparer.Ordinal)).Add(piece);

    private static bool Add(ref SortedSet<(string, string?)>? pairs, (string, string?) pair) => (pairs ??= new(PairOrder)).Add(pair);

    private static int CompareCounts(int left, int right) => left.CompareTo(right);

    private static bool Keep<T>(ref Dated<T>? known, Dated<T>? other, Comparison<T> order)
        where T : notnull => other is not null && Keep(ref known, other.Value, other.AsOf, order);

    /// <summary>The fact that was said last counts; of facts said at once the last in a fixed order.</summary>
    private static bool Keep<T>(ref Dated<T>? known, T? value, EventTime asOf, Comparison<T> order)
        where T : notnull
    {
        if (value is null) return false;
        if (known is not null)
        {
            var newer = Canonical.Compare(asOf, known.AsOf);
            if (newer < 0 || (newer == 0 && order(value, known.Value) <= 0)) return false;
        }
        known = new(value, asOf);
        return true;
    }
}

/// <summary>A fact and when it was said.</summary>
internal sealed record Dated<T>(T Value, EventTime AsOf);

/// <summary>An estimate and who told it.</summary>
internal readonly record struct EstimateKey(string Source, DeliveryEstimate Estimate)
{
    public static readonly Comparer<EstimateKey> Order = Comparer<EstimateKey>.Create(static (left, right) =>
    {
        var order = string.CompareOrdinal(left.Source, right.Source);
        if (order == 0) order = left.Estimate.Kind.CompareTo(right.Estimate.Kind);
        if (order == 0) order = Canonical.Compare(left.Estimate.From, right.Estimate.From);
        return order != 0 ? order : Canonical.Compare(left.Estimate.Through, right.Estimate.Through);
    });
}

/// <summary>From when to when an estimate was told.</summary>
internal readonly record struct EstimateSpan(EventTime First, EventTime Last)
{
    public EstimateSpan With(EstimateSpan other) => new(
        Canonical.Compare(other.First, First) < 0 ? other.First : First,
        Canonical.Compare(other.Last, Last) > 0 ? other.Last : Last);
}
