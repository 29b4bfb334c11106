using System.Globalization;
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
        foreach (var report in stored.Reports ?? []) timeline.Add(ReadSighting(Present(report)));
        if (stored.Facts is { } facts) ReadFacts(facts, timeline.Facts);
        foreach (var one in stored.Coverage ?? [])
        {
            var source = Present(Present(one).Source);
            timeline.Add(new SourceCoverage(Present(source.Carrier), source.Via, Present(source.Format), one.ReceivedAt, one.From, one.Through));
        }
        return timeline;
    }

    private Sighting ReadSighting(StoredReport report)
    {
        var source = Item(stored.Sources, report.Source);
        var words = Item(stored.Words, report.Words);
        var told = new TrackingEvent
        {
            Carrier = Present(source.Carrier),
            Via = source.Via,
            Format = Present(source.Format),
            TrackingNumber = report.Number is { } number ? Item(stored.Numbers, number) : null,
            Piece = report.Piece is { } piece ? Item(stored.Numbers, piece) : null,
            Type = EventType.FromCode(report.Type),
            Match = Known<MatchKind>(report.Match),
            Confidence = Known<Confidence>(report.Confidence),
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
        DeliveredTo = Known<DeliveredTo>(facets.DeliveredTo),
        DeliveredAt = Known<DeliveredAt>(facets.DeliveredAt),
        Proof = Known<ProofOfDelivery>(facets.Proof),
        Direction = Known<Direction>(facets.Direction),
        Attempt = facets.Attempt,
        IsFinalAttempt = facets.IsFinalAttempt,
        Reason = facets.Reason,
        ActionBy = Known<Party>(facets.ActionBy),
        CausedBy = Known<Party>(facets.CausedBy),
    };

    private static void ReadFacts(StoredFacts stored, FactLedger facts) => facts.Restore(
        Fact(stored.Service),
        Fact(stored.PieceCount),
        Fact(stored.Origin),
        Fact(stored.Destination),
        (stored.Estimates ?? []).Select(one => (new EstimateKey(Present(one).Source ?? "", Estimate(one)), new EstimateSpan(Time(one.First), Time(one.Last ?? one.First)))),
        (stored.Pieces ?? []).Select(Present),
        Pairs(stored.Partners),
        Pairs(stored.References));

    private static IEnumerable<(string, string?)> Pairs(List<StoredPair>? pairs) => (pairs ?? []).Select(one => (Present(Present(one).Number), one.Name));

    private static Dated<T>? Fact<T>(StoredFact<T>? fact)
        where T : notnull => fact is null ? null : new(Present(fact.Value), Time(fact.AsOf));

    internal static DeliveryEstimate Estimate(StoredEstimate estimate) => new(Known<EstimateKind>(Present(estimate).Kind), Time(estimate.From), Time(estimate.Through));

    private static EventTime Time(string? text) => TimeText.Read(text) ?? throw new JsonException($"'{text}' is not a time.");

    private static T Item<T>(List<T>? items, int index) =>
        items is not null && (uint)index < (uint)items.Count ? Present(items[index]) : throw new JsonException($"The list has no item {index}.");

    /// <summary>Nullable annotations say nothing of what is left out and of the items of lists.</summary>
    private static T Present<T>(T? value) => value is null ? throw new JsonException("A member or an item of a list is missing.") : value;

    /// <summary>A member that a later version added says nothing here.</summary>
    private static TEnum Known<TEnum>(int number)
        where TEnum : struct, Enum => Array.Find(Enum.GetValues<TEnum>(), member => Convert.ToInt32(member, CultureInfo.InvariantCulture) == number);
}
