using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Adapters;

/// <summary>Takes what a hand-written adapter reads. Valid during the call that it is handed to.</summary>
public readonly ref struct ScanWriter
{
    private readonly FormatPlan _format;
    private readonly Captures _captures;
    private readonly int _root;

    internal ScanWriter(FormatPlan format, Captures captures)
    {
        _format = format;
        _captures = captures;
        _root = captures.Open(format.Root.Opens[0], Captures.None);
    }

    /// <summary>Begins a shipment; the scans that follow belong to it.</summary>
    /// <param name="trackingNumber">Its number, UTF-8.</param>
    /// <param name="service">Name of its service, UTF-8; may be empty.</param>
    public void BeginShipment(ReadOnlySpan<byte> trackingNumber, ReadOnlySpan<byte> service = default)
    {
        var shipment = _captures.Open(AdapterPlan.Shipment(_format), _root);
        _captures[shipment].IsClosed = true;
        Put(shipment, _format.Fields.TrackingNumber, trackingNumber);
        Put(shipment, _format.Facts.Service, service);
    }

    /// <summary>Adds a scan to the shipment begun last.</summary>
    /// <param name="scan">The scan; its texts are copied.</param>
    /// <exception cref="InvalidOperationException">No shipment was begun.</exception>
    public void Add(in Scan scan)
    {
        var shipment = LastShipment();
        var fields = _format.Fields;
        var instance = _captures.Open(AdapterPlan.Scan(_format), shipment);
        Put(instance, _format.Raw.Code, scan.Code);
        Put(instance, _format.Keys[0].Qualifier, scan.Qualifier);
        Put(instance, _format.Keys[0].Qualifier2, scan.Qualifier2);
        Put(instance, fields.Label, scan.Label);
        Put(instance, fields.Detail, scan.Detail);
        Put(instance, _format.Times[0].Local.At, scan.Time);
        Put(instance, _format.Times[0].Offset, scan.Offset);
        Put(instance, fields.City, scan.City);
        Put(instance, fields.State, scan.State);
        Put(instance, fields.PostalCode, scan.PostalCode);
        Put(instance, fields.Country, scan.Country);
        Put(instance, fields.Place, scan.Place);
        Put(instance, fields.Piece, scan.Piece);
    }

    private int LastShipment()
    {
        for (var i = _captures.InstanceCount - 1; i > _root; i--)
        {
            if (_captures[i].Scope == _format.ShipmentScope) return i;
        }
        throw new InvalidOperationException("A scan belongs to a shipment; begin one first.");
    }

    private void Put(int instance, Field field, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        var slot = field.First;
        _captures.Put(instance, new(slot.Scope, slot.Slot, IsList: false), _captures.Keep(text));
    }
}

/// <summary>The plan behind hand-written adapters: the same fields as declared formats, with the adapter in place of the walk.</summary>
internal static class AdapterPlan
{
    private const string ShipmentPath = "shipments";
    private const string ScanPath = "scans";
    private static readonly string[] ScanFields = ["label", "detail", "city", "state", "postalCode", "country", "place", "piece"];

    public static FormatPlan Create(AdapterFormat format) => new(Describe(format));

    public static PlanOpening Shipment(FormatPlan plan) => plan.Root.Find("shipments"u8)!.Opens[0];

    public static PlanOpening Scan(FormatPlan plan) => plan.Root.Find("shipments"u8)!.Find("scans"u8)!.Opens[0];

    private static FormatDocument Describe(AdapterFormat format)
    {
        var fields = ScanFields.ToDictionary(name => name, name => Path("scan", name));
        fields["trackingNumber"] = Path("shipment", "trackingNumber");
        return new()
        {
            Id = format.Id,
            Line = 0,
            Scopes =
            [
                new(PlanBuilder.ShipmentScope, [new(ShipmentPath, PayloadPath.Root, [Step(ShipmentPath)])], 0),
                new(PlanBuilder.ScanScope, [new(ScanPath, PlanBuilder.ShipmentScope, [Step(ScanPath)])], 0),
            ],
            Order = format.IsNewestFirst ? ScanOrder.NewestFirst : ScanOrder.OldestFirst,
            Keys = [new(format.Set, Path("scan", "code"), Path("scan", "qualifier"), Path("scan", "qualifier2"), CodeMissing: false, Carrier: false, Taxonomy.Confidence.Unknown, 0)],
            Fields = fields,
            Time = [new() { Line = 0, At = Path("scan", "time"), Patterns = format.TimePatterns, Offset = Path("scan", "offset"), Zone = format.Zone }],
            Facts = new Dictionary<string, FieldPaths> { ["service"] = Path("shipment", "service") },
        };
    }

    private static PathStep Step(string name) => new(name, PathStepKind.Items, null, []);

    private static FieldPaths Path(string scope, string name) => new([new(name, scope, [new(name, PathStepKind.Member, null, [])])], 0);
}
