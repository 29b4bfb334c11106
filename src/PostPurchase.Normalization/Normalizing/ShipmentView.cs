using PostPurchase.Normalization.Adapters;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>A shipment as it is read, before its events. Valid while the sink is called.</summary>
public readonly ref struct ShipmentView
{
    internal ShipmentView(FormatContext context, ReadOnlySpan<byte> payload, Captures captures, int instance, int index, int eventCount)
    {
        Context = context;
        Payload = payload;
        Captures = captures;
        Instance = instance;
        Index = index;
        EventCount = eventCount;
    }

    /// <summary>Id of the payload format.</summary>
    public string Format => Context.Format.Id;

    /// <summary>Zero-based index of the shipment in the payload.</summary>
    public int Index { get; }

    /// <summary>Number of events that follow.</summary>
    public int EventCount { get; }

    /// <summary>Number under which the carrier knows the shipment; UTF-8.</summary>
    public ReadOnlySpan<byte> TrackingNumber => Context.Format.Fields.TrackingNumber.Read(Captures, Payload, Instance);

    /// <summary>Name of the service; UTF-8.</summary>
    public ReadOnlySpan<byte> Service => Context.Format.Facts.Service.Read(Captures, Payload, Instance);

    internal FormatContext Context { get; }

    internal ReadOnlySpan<byte> Payload { get; }

    internal Captures Captures { get; }

    internal int Instance { get; }
}
