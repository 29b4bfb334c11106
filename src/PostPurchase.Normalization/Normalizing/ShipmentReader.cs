using System.Buffers.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Reads what a payload says of a shipment as a whole.</summary>
internal static class ShipmentReader
{
    public static ShipmentFacts Read(in ShipmentView view, EventPools pools)
    {
        var texts = pools.Texts;
        var plan = view.Context.Format.Facts;
        var shipment = new InstanceReader(view.Captures, view.Payload, view.Instance);
        var weight = Number(shipment, plan.Weight);
        return new()
        {
            TrackingNumber = texts.Get(view.TrackingNumber),
            EventCount = view.EventCount,
            Service = texts.Get(shipment.Read(plan.Service)),
            ServiceCode = texts.Get(shipment.Read(plan.ServiceCode)),
            Weight = weight,
            WeightUnit = weight is null ? null : texts.Get(shipment.Read(plan.WeightUnit)),
            PieceCount = Number(shipment, plan.PieceCount) is { } count and >= 0 and <= int.MaxValue ? (int)count : null,
            Pieces = Pieces(view, pools, plan.Pieces),
            References = Pairs(view, pools, plan.References, static pair => new ShipmentReference(pair.Number, pair.Name)),
            Partners = Pairs(view, pools, plan.Partners, static pair => new PartnerNumber(pair.Number, pair.Name)),
            Origin = PlaceOf(shipment, pools, plan.Origin),
            Destination = PlaceOf(shipment, pools, plan.Destination),
            Estimates = Estimates(shipment, view.Context.Format),
            SignedBy = view.Context.Options.IncludePersonalData ? texts.Get(shipment.Read(plan.SignedBy)) : null,
            Proof = texts.Get(shipment.Read(plan.Proof)),
        };
    }

    private static decimal? Number(in InstanceReader shipment, Field field)
    {
        var bytes = shipment.Read(field);
        return Utf8Parser.TryParse(bytes, out decimal number, out var used) && used == bytes.Length ? number : null;
    }

    private static Place? PlaceOf(in InstanceReader shipment, EventPools pools, PlacePlan plan) => pools.PlaceOf(new PlaceParts
    {
        City = shipment.Read(plan.City),
        State = shipment.Read(plan.State),
        PostalCode = shipment.Read(plan.PostalCode),
        Country = shipment.Read(plan.Country),
        Text = shipment.Read(plan.Text),
    });

    private static string[] Pieces(in ShipmentView view, EventPools pools, Field field)
    {
        for (var i = field.Find(view.Captures, view.Instance); i >= 0; i = Next(view, i))
        {
            if (Item(view, pools.Texts, i) is { } piece) pools.Pieces.Add(piece);
        }
        return pools.Pieces.Take(static piece => piece);
    }

    /// <summary>Each pair once, however often it is told; carriers repeat a reference with every scan.</summary>
    private static T[] Pairs<T>(in ShipmentView view, EventPools pools, PairPlan[] plans, Func<(string Number, string? Name), T> create)
    {
        foreach (var plan in plans)
        {
            for (var pair = PairReader.First(view, plan); pair.IsThere; pair = pair.Next(view))
            {
                if (Item(view, pools.Texts, pair.Number) is { } number) pools.Pairs.Add((number, pair.NameOf(view, pools.Texts, plan)));
            }
        }
        return pools.Pairs.Take(create);
    }

    /// <summary>Steps through two lists side by side; the second may be shorter or missing.</summary>
    private readonly record struct PairReader(int Number, int Name)
    {
        public bool IsThere => Number >= 0;

        public static PairReader First(in ShipmentView view, PairPlan plan) =>
            new(plan.Number.Find(view.Captures, view.Instance), plan.Name.Find(view.Captures, view.Instance));

        public PairReader Next(in ShipmentView view) => new(ShipmentReader.Next(view, Number), Name < 0 ? Name : ShipmentReader.Next(view, Name));

        public string? NameOf(in ShipmentView view, TextPool texts, PairPlan plan) => plan.Literal ?? (Name < 0 ? null : Item(view, texts, Name));
    }

    private static int Next(in ShipmentView view, int index) => view.Captures.ValueAt(index).Next is > 0 and var next ? next : -1;

    private static string? Item(in ShipmentView view, TextPool texts, int index) => texts.Get(view.Captures.Bytes(view.Payload, ref view.Captures.ValueAt(index)));

    private static DeliveryEstimate[] Estimates(in InstanceReader shipment, FormatPlan format)
    {
        var estimates = default(ExactList<DeliveryEstimate>);
        foreach (var plan in format.Estimates)
        {
            var from = ScanClock.Read(plan.At, plan, format, shipment);
            var through = ScanClock.Read(plan.Through, plan, format, shipment);
            if (!from.IsKnown && !through.IsKnown) continue;
            if (through == from) through = default;
            var estimate = new DeliveryEstimate(plan.Kind, from.IsKnown ? from : through, from.IsKnown ? through : default);
            if (!estimates.Items.Contains(estimate)) estimates.Add(estimate);
        }
        return estimates.ToArray();
    }
}
