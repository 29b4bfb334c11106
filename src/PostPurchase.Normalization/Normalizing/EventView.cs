using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>An event as it is read: values and spans over the payload, nothing allocated. Valid while the sink is called.</summary>
/// <remarks>Texts are UTF-8 with escapes resolved; an empty span says that the payload has no such value.</remarks>
public readonly ref struct EventView
{
    private readonly FormatPlan _format;
    private readonly InstanceReader _scan;
    private readonly Classification _classification;
    private readonly ScanTime _time;

    internal EventView(FormatContext context, in InstanceReader scan, int shipment, string carrier, string? via, in Classification classification, in ScanTime time)
    {
        Context = context;
        _format = context.Format;
        _scan = scan;
        Shipment = shipment;
        Carrier = carrier;
        Via = via;
        _classification = classification;
        _time = time;
    }

    /// <summary>Id of the carrier whose scan it is; behind an aggregator the underlying carrier.</summary>
    public string Carrier { get; }

    /// <summary>Id of the aggregator; <see langword="null"/> where the carrier sent it itself.</summary>
    public string? Via { get; }

    /// <summary>Id of the payload format.</summary>
    public string Format => _format.Id;

    /// <summary>Zero-based index of the shipment in the payload.</summary>
    public int Shipment { get; }

    /// <summary>What happened.</summary>
    public EventType Type => _classification.Type;

    /// <summary>What decided the type.</summary>
    public MatchKind Match => _classification.Match;

    /// <summary>How well the deciding row is supported.</summary>
    public Confidence Confidence => _classification.Confidence;

    /// <summary>When it happened; the default value where no time could be read.</summary>
    public EventTime Time => _time.Time;

    /// <summary>What is known beside the type.</summary>
    public EventFacets Facets => Attempt(_classification.Facets);

    /// <summary>Number of the parcel or shipment.</summary>
    public ReadOnlySpan<byte> TrackingNumber => Read(_format.Fields.TrackingNumber);

    /// <summary>Number of the piece.</summary>
    public ReadOnlySpan<byte> Piece => Read(_format.Fields.Piece);

    /// <summary>The main code.</summary>
    public ReadOnlySpan<byte> Code => Read(_format.Raw.Code);

    /// <summary>The code that qualifies it.</summary>
    public ReadOnlySpan<byte> Qualifier => Read(_format.Raw.Qualifier);

    /// <summary>A second qualifying code.</summary>
    public ReadOnlySpan<byte> Qualifier2 => Read(_format.Raw.Qualifier2);

    /// <summary>The carrier's short text.</summary>
    public ReadOnlySpan<byte> Label => Read(_format.Fields.Label);

    /// <summary>A second text.</summary>
    public ReadOnlySpan<byte> Detail => Read(_format.Fields.Detail);

    /// <summary>The text of the time, or of the date where they are sent apart.</summary>
    public ReadOnlySpan<byte> TimeText => _time.Plan is { } plan ? Read(plan.Local.Text) : default;

    /// <summary>The text of the time of day, where it is sent apart.</summary>
    public ReadOnlySpan<byte> TimeOfDayText => _time.Plan is { } plan ? Read(plan.Local.TimeOfDay) : default;

    /// <summary>City or locality.</summary>
    public ReadOnlySpan<byte> City => Read(_format.Fields.City);

    /// <summary>State or province.</summary>
    public ReadOnlySpan<byte> State => Read(_format.Fields.State);

    /// <summary>Postal code.</summary>
    public ReadOnlySpan<byte> PostalCode => Read(_format.Fields.PostalCode);

    /// <summary>Country as sent.</summary>
    public ReadOnlySpan<byte> Country => Read(_format.Fields.Country);

    /// <summary>The place in one text.</summary>
    public ReadOnlySpan<byte> Place => Read(_format.Fields.Place);

    /// <summary>The carrier's code of the facility.</summary>
    public ReadOnlySpan<byte> Facility => Read(_format.Fields.Facility);

    /// <summary>Service under which the parcel travels, where it varies by scan.</summary>
    public ReadOnlySpan<byte> Service => Read(_format.Fields.Service);

    /// <summary>Number under which another carrier takes over.</summary>
    public ReadOnlySpan<byte> PartnerNumber => Read(_format.Fields.PartnerNumber);

    /// <summary>Name of that carrier.</summary>
    public ReadOnlySpan<byte> PartnerCarrier => Read(_format.Fields.PartnerCarrier);

    /// <summary>Name of who signed; empty unless the host asked for personal data.</summary>
    public ReadOnlySpan<byte> SignedBy => Context.Options.IncludePersonalData ? Read(_format.Fields.SignedBy) : default;

    internal FormatContext Context { get; }

    internal ScanTime ScanTime => _time;

    /// <summary>The instance that the scan stands in.</summary>
    internal int Around => _scan.Captures[_scan.Instance].Parent;

    internal bool ContradictsUtc => ScanClock.ContradictsUtc(_time, _scan);

    internal ReadOnlySpan<byte> Latitude => Read(_format.Fields.Latitude);

    internal ReadOnlySpan<byte> Longitude => Read(_format.Fields.Longitude);

    /// <summary>Where in the payload a field's text stands; -1 where it does not stand there as such.</summary>
    internal long OffsetOf(Field field)
    {
        var index = _scan.Find(field);
        return index >= 0 && _scan.Captures.ValueAt(index) is { Kind: ValueKind.Plain } value ? value.Start : -1;
    }

    private ReadOnlySpan<byte> Read(Field field) => _scan.Read(field);

    private EventFacets Attempt(EventFacets facets)
    {
        if (facets.Attempt > 0 || _format.Fields.Attempt.IsNone) return facets;
        return System.Buffers.Text.Utf8Parser.TryParse(Read(_format.Fields.Attempt), out int attempt, out _) && attempt is > 0 and < 100
            ? facets with { Attempt = attempt }
            : facets;
    }
}

/// <summary>A state that gave no events, as it is read. Valid while the sink is called.</summary>
public readonly ref struct ProblemView
{
    /// <summary>What it is.</summary>
    public required ProblemKind Kind { get; init; }

    /// <summary>Id of the carrier, where it is known.</summary>
    public string? Carrier { get; init; }

    /// <summary>Id of the format, where it is known.</summary>
    public string? Format { get; init; }

    /// <summary>The number asked for, where the answer repeats it; UTF-8.</summary>
    public ReadOnlySpan<byte> TrackingNumber { get; init; }

    /// <summary>The carrier's code; UTF-8.</summary>
    public ReadOnlySpan<byte> Code { get; init; }

    /// <summary>The carrier's words, or ours; UTF-8.</summary>
    public ReadOnlySpan<byte> Message { get; init; }

    /// <summary>Zero-based offset of the fault in the UTF-8 payload, in bytes; negative where there is none.</summary>
    public long ByteOffset { get; init; }
}
