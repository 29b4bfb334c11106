using System.Buffers.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Reads what a payload says of a shipment as a whole.</summary>
internal static class ShipmentReader
{
    public static ShipmentFacts Read(in ShipmentView view, TextPool texts)
    {
        var plan = view.Context.Format.Facts;
        var weight = Number(view, plan.Weight);
        return new()
        {
            TrackingNumber = texts.Get(view.TrackingNumber),
            Service = Text(view, texts, plan.Service),
            ServiceCode = Text(view, texts, plan.ServiceCode),
            Weight = weight,
            WeightUnit = weight is null ? null : Text(view, texts, plan.WeightUnit),
            PieceCount = Number(view, plan.PieceCount) is { } count and >= 0 and <= int.MaxValue ? (int)count : null,
            Pieces = Pieces(view, texts, plan.Pieces),
            References = References(view, texts, plan.References),
            Partners = Partners(view, texts, plan.Partners),
            Origin = PlaceOf(view, texts, plan.Origin),
            Destination = PlaceOf(view, texts, plan.Destination),
            Estimates = Estimates(view),
            SignedBy = view.Context.Options.IncludePersonalData ? Text(view, texts, plan.SignedBy) : null,
            Proof = Text(view, texts, plan.Proof),
        };
    }

    private static ReadOnlySpan<byte> Bytes(in ShipmentView view, Field field) => field.Read(view.Captures, view.Payload, view.Instance);

    private static string? Text(in ShipmentView view, TextPool texts, Field field) => texts.Get(Bytes(view, field));

    private static decimal? Number(in ShipmentView view, Field field)
    {
        var bytes = Bytes(view, field);
        return Utf8Parser.TryParse(bytes, out decimal number, out var used) && used == bytes.Length ? number : null;
    }

    private static Place? PlaceOf(in ShipmentView view, TextPool texts, PlacePlan plan)
    {
        var place = new Place
        {
            City = Text(view, texts, plan.City),
            State = Text(view, texts, plan.State),
            PostalCode = Text(view, texts, plan.PostalCode),
            Country = ResultSink.CountryOf(Bytes(view, plan.Country), texts),
            Text = Text(view, texts, plan.Text),
        };
        return place == Nowhere ? null : place;
    }

    private static readonly Place Nowhere = new();

    private static List<string> Pieces(in ShipmentView view, TextPool texts, Field field)
    {
        var pieces = new List<string>();
        for (var i = field.Find(view.Captures, view.Instance); i >= 0; i = Next(view, i))
        {
            if (Item(view, texts, i) is { } piece && !pieces.Contains(piece)) pieces.Add(piece);
        }
        return pieces;
    }

    private static List<ShipmentReference> References(in ShipmentView view, TextPool texts, PairPlan[] plans)
    {
        var references = new List<ShipmentReference>();
        foreach (var plan in plans) Pairs(view, texts, plan, (number, type) => references.Add(new(number, type)));
        return references;
    }

    private static List<PartnerNumber> Partners(in ShipmentView view, TextPool texts, PairPlan[] plans)
    {
        var partners = new List<PartnerNumber>();
        foreach (var plan in plans) Pairs(view, texts, plan, (number, carrier) => partners.Add(new(number, carrier)));
        return partners;
    }

    private static void Pairs(in ShipmentView view, TextPool texts, PairPlan plan, Action<string, string?> add)
    {
        var name = plan.Name.Find(view.Captures, view.Instance);
        for (var i = plan.Number.Find(view.Captures, view.Instance); i >= 0; i = Next(view, i))
        {
            if (Item(view, texts, i) is { } number) add(number, plan.Literal ?? (name >= 0 ? Item(view, texts, name) : null));
            if (name >= 0) name = Next(view, name);
        }
    }

    private static int Next(in ShipmentView view, int index) => view.Captures.ValueAt(index).Next is > 0 and var next ? next : -1;

    private static string? Item(in ShipmentView view, TextPool texts, int index) => texts.Get(view.Captures.Bytes(view.Payload, ref view.Captures.ValueAt(index)));

    private static List<DeliveryEstimate> Estimates(in ShipmentView view)
    {
        var estimates = new List<DeliveryEstimate>();
        var format = view.Context.Format;
        foreach (var plan in format.Estimates)
        {
            var from = ScanClock.Read(plan.At, plan, format, view.Captures, view.Payload, view.Instance);
            var through = ScanClock.Read(plan.Through, plan, format, view.Captures, view.Payload, view.Instance);
            if (!from.IsKnown && !through.IsKnown) continue;
            if (through == from) through = default;
            var estimate = new DeliveryEstimate(KindOf(plan.Document.Kind), from.IsKnown ? from : through, from.IsKnown ? through : default);
            if (!estimates.Contains(estimate)) estimates.Add(estimate);
        }
        return estimates;
    }

    private static EstimateKind KindOf(string word) => word switch
    {
        "committed" => EstimateKind.Committed,
        "scheduled" => EstimateKind.Scheduled,
        "appointment" => EstimateKind.Appointment,
        _ => EstimateKind.Estimated,
    };
}
