using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>An event as it is read: values and spans over the payload, nothing allocated. Valid while the sink is called.</summary>
/// <remarks>Texts are UTF-8 with escapes resolved; an empty span says that the payload has no such value.</remarks>
public ref struct EventView
{
    /// <summary>What the map made of it.</summary>
    internal ref readonly Classification Classification;

    /// <summary>What the clock made of it.</summary>
    internal ref readonly ScanTime ScanTime;

    private FieldPlan _fields;
    private RawPlan _raw;
    private InstanceReader _scan;

    /// <summary>The shipment's number, where its scans have no other.</summary>
    private ReadOnlySpan<byte> _number;

    /// <summary>Id of the carrier whose scan it is; behind an aggregator the underlying carrier.</summary>
    public string Carrier { readonly get; internal set; }

    /// <summary>Id of the aggregator; <see langword="null"/> where the carrier sent it itself.</summary>
    public string? Via { readonly get; internal set; }

    /// <summary>Id of the payload format.</summary>
    public readonly string Format => Context.Format.Id;

    /// <summary>Zero-based index of the shipment in the payload.</summary>
    public int Shipment { readonly get; private set; }

    /// <summary>What happened.</summary>
    public readonly EventType Type => Classification.Type;

    /// <summary>What decided the type.</summary>
    public readonly MatchKind Match => Classification.Match;

    /// <summary>How well the deciding row is supported.</summary>
    public readonly Confidence Confidence => Classification.Confidence;

    /// <summary>When it happened; the default value where no time could be read.</summary>
    public readonly EventTime Time => ScanTime.Time;

    /// <summary>What is known beside the type.</summary>
    public readonly EventFacets Facets => Attempt(Classification.Facets);

    /// <summary>Number of the parcel or shipment.</summary>
    public readonly ReadOnlySpan<byte> TrackingNumber => Context.Format.HasNumberOfShipment ? _number : Read(_fields.TrackingNumber);

    /// <summary>Number of the piece.</summary>
    public readonly ReadOnlySpan<byte> Piece => Read(_fields.Piece);

    /// <summary>The main code.</summary>
    public readonly ReadOnlySpan<byte> Code => Read(_raw.Code);

    /// <summary>The code that qualifies it.</summary>
    public readonly ReadOnlySpan<byte> Qualifier => Read(_raw.Qualifier);

    /// <summary>A second qualifying code.</summary>
    public readonly ReadOnlySpan<byte> Qualifier2 => Read(_raw.Qualifier2);

    /// <summary>The carrier's short text.</summary>
    public readonly ReadOnlySpan<byte> Label => Read(_fields.Label);

    /// <summary>A second text.</summary>
    public readonly ReadOnlySpan<byte> Detail => Read(_fields.Detail);

    /// <summary>The text of the time, or of the date where they are sent apart.</summary>
    public readonly ReadOnlySpan<byte> TimeText => ScanTime.Plan is { } plan ? Read(plan.Local.Text) : default;

    /// <summary>The text of the time of day, where it is sent apart.</summary>
    public readonly ReadOnlySpan<byte> TimeOfDayText => ScanTime.Plan is { } plan ? Read(plan.Local.TimeOfDay) : default;

    /// <summary>City or locality.</summary>
    public readonly ReadOnlySpan<byte> City => Read(_fields.City);

    /// <summary>State or province.</summary>
    public readonly ReadOnlySpan<byte> State => Read(_fields.State);

    /// <summary>Postal code.</summary>
    public readonly ReadOnlySpan<byte> PostalCode => Read(_fields.PostalCode);

    /// <summary>Country as sent.</summary>
    public readonly ReadOnlySpan<byte> Country => Read(_fields.Country);

    /// <summary>The place in one text.</summary>
    public readonly ReadOnlySpan<byte> Place => Read(_fields.Place);

    /// <summary>The carrier's code of the facility.</summary>
    public readonly ReadOnlySpan<byte> Facility => Read(_fields.Facility);

    /// <summary>Service under which the parcel travels, where it varies by scan.</summary>
    public readonly ReadOnlySpan<byte> Service => Read(_fields.Service);

    /// <summary>Number under which another carrier takes over.</summary>
    public readonly ReadOnlySpan<byte> PartnerNumber => Read(_fields.PartnerNumber);

    /// <summary>Name of that carrier.</summary>
    public readonly ReadOnlySpan<byte> PartnerCarrier => Read(_fields.PartnerCarrier);

    /// <summary>Name of who signed; empty unless the host asked for personal data.</summary>
    public readonly ReadOnlySpan<byte> SignedBy => Context.Options.IncludePersonalData ? Read(_fields.SignedBy) : default;

    internal FormatContext Context { readonly get; private set; }

    /// <summary>What its fields are read with.</summary>
    internal readonly ref readonly InstanceReader Scan
    {
        [UnscopedRef]
        get => ref _scan;
    }

    /// <summary>The instance that the scan stands in.</summary>
    internal readonly int Around => _scan.Captures[_scan.Instance].Parent;

    internal readonly bool ContradictsUtc => ScanClock.ContradictsUtc(ScanTime, _scan);

    internal readonly ReadOnlySpan<byte> Latitude => Read(_fields.Latitude);

    internal readonly ReadOnlySpan<byte> Longitude => Read(_fields.Longitude);

    /// <summary>Begins to read the scans of a shipment. What has many fields is filled in place; making it elsewhere and copying it costs as much as reading it.</summary>
    internal void Begin(FormatContext context, Captures captures, ReadOnlySpan<byte> payload, int instance, int shipment)
    {
        Context = context;
        _fields = context.Format.Fields;
        _raw = context.Format.Raw;
        Carrier = context.Map.Id;
        Shipment = shipment;
        _scan.Begin(captures, payload, instance);
        if (context.Format.HasNumberOfShipment) _number = Read(_fields.TrackingNumber);
    }

    /// <summary>Turns to a scan of the shipment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void TurnTo(int scan) => _scan.TurnTo(scan);

    /// <summary>Where in the payload a field's text stands; -1 where it does not stand there as such.</summary>
    internal readonly long OffsetOf(Field field)
    {
        var index = _scan.Find(field);
        return index >= 0 && _scan.Captures.ValueAt(index) is { Kind: ValueKind.Plain } value ? value.Start : -1;
    }

    private readonly ReadOnlySpan<byte> Read(Field field) => _scan.Read(field);

    private readonly EventFacets Attempt(EventFacets facets)
    {
        if (facets.Attempt > 0 || _fields.Attempt.IsNone) return facets;
        return System.Buffers.Text.Utf8Parser.TryParse(Read(_fields.Attempt), out int attempt, out _) && attempt is > 0 and < 100
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
