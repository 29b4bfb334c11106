using System.Text.Json;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines.Folding;

namespace PostPurchase.Normalization.Timelines.Json;

/// <summary>Makes a timeline of its stored form.</summary>
internal sealed class TimelineReader(StoredTimeline stored)
{
    public ShipmentTimeline Read(BusinessCalendar? calendar)
    {
        var timeline = new ShipmentTimeline(stored.Promise is { } promise ? Estimate(promise) : null, calendar);
        foreach (var report in stored.Reports) timeline.Add(ReadSighting(report));
        if (stored.Facts is { } facts) ReadFacts(facts, timeline.Facts);
        foreach (var one in stored.Coverage ?? [])
        {
            timeline.Add(new SourceCoverage(one.Source.Carrier, one.Source.Via, one.Source.Format, one.ReceivedAt, one.From, one.Through));
        }
        return timeline;
    }

    private Sighting ReadSighting(StoredReport report)
    {
        var source = Item(stored.Sources, report.Source);
        var words = Item(stored.Words, report.Words);
        var told = new TrackingEvent
        {
            Carrier = source.Carrier,
            Via = source.Via,
            Format = source.Format,
            TrackingNumber = report.Number is { } number ? Item(stored.Numbers, number) : null,
            Piece = report.Piece is { } piece ? Item(stored.Numbers, piece) : null,
            Type = EventType.FromCode(report.Type),
            Match = report.Match,
            Confidence = report.Confidence,
            Time = Time(report.Time),
            Sequence = report.Sequence,
            Place = report.Place is { } place ? Item(stored.Places, place) : null,
            Facets = report.Facets is { } facets ? Facets(facets) : default,
            Service = report.Service,
            PartnerNumber = report.PartnerNumber,
            PartnerCarrier = report.PartnerCarrier,
            SignedBy = report.SignedBy,
            Raw = new()
            {
                Code = words.Code,
                Qualifier = words.Qualifier,
                Qualifier2 = words.Qualifier2,
                Label = words.Label,
                Detail = words.Detail,
                Time = report.RawTime,
            },
        };
        var first = report.FirstReceived ?? Sighting.Never;
        return Sighting.Of(told, first, report.LastReceived ?? first);
    }

    private static EventFacets Facets(StoredFacets facets) => new()
    {
        DeliveredTo = facets.DeliveredTo,
        DeliveredAt = facets.DeliveredAt,
        Proof = facets.Proof,
        Direction = facets.Direction,
        Attempt = facets.Attempt,
        IsFinalAttempt = facets.IsFinalAttempt,
        Reason = facets.Reason,
        ActionBy = facets.ActionBy,
        CausedBy = facets.CausedBy,
    };

    private static void ReadFacts(StoredFacts stored, FactLedger facts) => facts.Restore(
        Fact(stored.Service),
        Fact(stored.PieceCount),
        Fact(stored.Origin),
        Fact(stored.Destination),
        (stored.Estimates ?? []).Select(one => (new EstimateKey(one.Source ?? "", Estimate(one)), new EstimateSpan(Time(one.First), Time(one.Last ?? one.First)))),
        stored.Pieces ?? [],
        (stored.Partners ?? []).Select(one => (one.Number, one.Name)),
        (stored.References ?? []).Select(one => (one.Number, one.Name)));

    private static Dated<T>? Fact<T>(StoredFact<T>? fact) => fact is null ? null : new(fact.Value, Time(fact.AsOf));

    private static DeliveryEstimate Estimate(StoredEstimate estimate) => new(estimate.Kind, Time(estimate.From), Time(estimate.Through));

    private static EventTime Time(string? text) => TimeText.Read(text) ?? throw new JsonException($"'{text}' is not a time.");

    private static T Item<T>(List<T>? items, int index) =>
        items is not null && (uint)index < (uint)items.Count ? items[index] : throw new JsonException($"The list has no item {index}.");
}
