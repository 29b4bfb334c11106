using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines.Folding;

namespace PostPurchase.Normalization.Timelines.Json;

/// <summary>Puts a timeline into its stored form.</summary>
internal sealed class TimelineWriter
{
    private readonly Table<StoredSource> _sources = new();
    private readonly Table<Place> _places = new();
    private readonly Table<StoredWords> _words = new();
    private readonly Table<string> _numbers = new();

    public StoredTimeline Write(ShipmentTimeline timeline)
    {
        var reports = timeline.Sightings.OrderBy(sighting => sighting.Event, Comparer<TrackingEvent>.Create(InTime)).Select(Report).ToList();
        return new()
        {
            Version = StoredTimeline.CurrentVersion,
            Promise = timeline.Promise is { } promise ? Estimate(promise) : null,
            Sources = NoneIfEmpty(_sources.Items),
            Places = NoneIfEmpty(_places.Items),
            Words = NoneIfEmpty(_words.Items),
            Numbers = NoneIfEmpty(_numbers.Items),
            Reports = NoneIfEmpty(reports),
            Facts = Facts(timeline.Facts),
            Coverage = NoneIfEmpty(timeline.Coverages
                .Select(one => new StoredCoverage(new(one.Carrier, one.Via, one.Format), one.ReceivedAt, one.From, one.Through))
                .OrderBy(one => one.Source.Carrier, StringComparer.Ordinal).ThenBy(one => one.Source.Via, StringComparer.Ordinal).ThenBy(one => one.Source.Format, StringComparer.Ordinal)
                .ToList()),
        };
    }

    private static int InTime(TrackingEvent left, TrackingEvent right)
    {
        var order = Canonical.Compare(left.Time, right.Time);
        return order != 0 ? order : Canonical.Compare(left, right);
    }

    private StoredReport Report(Sighting sighting)
    {
        var told = sighting.Event;
        return new()
        {
            Source = _sources.IndexOf(new(told.Carrier, told.Via, told.Format)),
            Number = told.TrackingNumber is { } number ? _numbers.IndexOf(number) : null,
            Piece = told.Piece is { } piece ? _numbers.IndexOf(piece) : null,
            Type = told.Type.Code,
            Match = (int)told.Match,
            Confidence = (int)told.Confidence,
            Time = TimeText.Write(told.Time),
            Sequence = told.Sequence,
            Place = told.Place is { } place ? _places.IndexOf(place) : null,
            Words = _words.IndexOf(new(told.Raw.Code, told.Raw.Qualifier, told.Raw.Qualifier2, told.Raw.Label, told.Raw.Detail)),
            RawTime = told.Raw.Time,
            Facets = told.Facets == default ? null : Facets(told.Facets),
            Service = told.Service,
            PartnerNumber = told.PartnerNumber,
            PartnerCarrier = told.PartnerCarrier,
            SignedBy = told.SignedBy,
            FirstReceived = sighting.FirstReceived == Sighting.Never ? null : sighting.FirstReceived,
            LastReceived = sighting.LastReceived == sighting.FirstReceived ? null : sighting.LastReceived,
        };
    }

    private static StoredFacets Facets(EventFacets facets) => new(
        (int)facets.DeliveredTo, (int)facets.DeliveredAt, (int)facets.Proof, (int)facets.Direction, facets.Attempt, facets.IsFinalAttempt, facets.Reason, (int)facets.ActionBy, (int)facets.CausedBy);

    private static StoredFacts? Facts(FactLedger facts)
    {
        if (facts.IsEmpty) return null;
        return new()
        {
            Service = Fact(facts.Service),
            PieceCount = Fact(facts.PieceCount),
            Origin = Fact(facts.Origin),
            Destination = Fact(facts.Destination),
            Estimates = NoneIfEmpty(facts.Estimates.Select(one => Estimate(one.Key.Estimate) with
            {
                Source = one.Key.Source,
                First = TimeText.Write(one.Value.First),
                Last = one.Value.Last.Equals(one.Value.First) ? null : TimeText.Write(one.Value.Last),
            }).ToList()),
            Pieces = NoneIfEmpty(facts.Pieces.ToList()),
            Partners = NoneIfEmpty(facts.Partners.Select(one => new StoredPair(one.Number, one.Carrier)).ToList()),
            References = NoneIfEmpty(facts.References.Select(one => new StoredPair(one.Number, one.Type)).ToList()),
        };
    }

    private static StoredFact<T>? Fact<T>(Dated<T>? fact) => fact is null ? null : new(fact.Value, TimeText.Write(fact.AsOf));

    private static StoredEstimate Estimate(DeliveryEstimate estimate) => new((int)estimate.Kind, TimeText.Write(estimate.From), TimeText.Write(estimate.Through));

    private static List<T>? NoneIfEmpty<T>(List<T> items) => items.Count == 0 ? null : items;

    /// <summary>Values in the order in which they came up, each once.</summary>
    private sealed class Table<T>
        where T : notnull
    {
        private readonly Dictionary<T, int> _indexes = [];

        public List<T> Items { get; } = [];

        public int IndexOf(T value)
        {
            if (_indexes.TryGetValue(value, out var index)) return index;
            _indexes.Add(value, Items.Count);
            Items.Add(value);
            return Items.Count - 1;
        }
    }
}
