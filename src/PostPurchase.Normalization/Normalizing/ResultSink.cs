using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Makes immutable events of what is read: the comfortable door, a layer on the other one.</summary>
internal struct ResultSink(EventPools pools) : IEventSink
{
    private ExactList<TrackingEvent> _events;
    private ExactList<ShipmentFacts> _shipments;
    private ExactList<Problem> _problems;
    private SentTexts _times;
    private SharedFacts _shared = SharedFacts.None;
    private int _sharedAround = Captures.None;
    private string? _carrier;
    private string? _format;
    private int _shipmentStart;

    public void OnShipment(in ShipmentView view)
    {
        SortShipment();
        _sharedAround = Captures.None;
        _carrier = view.Context.Map.Id;
        _format = view.Format;
        _shipments.Add(ShipmentReader.Read(view, pools));
        _events.Expect(view.EventCount);
        _times.Expect(view.EventCount);
        if (view.EventCount == 0) return;
        var told = view.Context.Problems.Find(view.Captures, view.Payload, view.Instance);
        if (told.Plan is null) return;
        var message = told.Message(view.Captures, view.Payload);
        Diagnose(DiagnosticKind.CarrierMessage, -1, message.IsEmpty ? told.Code(view.Captures, view.Payload) : message, -1);
    }

    public void OnEvent(in EventView view)
    {
        var number = _events.Count;
        if (!HasSameFacts(view)) _shared = Shared(view);
        _sharedAround = view.Around;
        _events.Add(new(_shared, new(pools.WordsOf(view), TimeText(view)))
        {
            Type = view.Type,
            Match = view.Match,
            Confidence = view.Confidence,
            Time = view.Time,
            Place = pools.PlaceOf(view),
            Facets = view.Facets,
        });
        Diagnose(view, number);
    }

    public void OnProblem(in ProblemView view)
    {
        _carrier ??= view.Carrier;
        _format ??= view.Format;
        _problems.Add(new()
        {
            Kind = view.Kind,
            Carrier = view.Carrier,
            Format = view.Format,
            TrackingNumber = pools.Texts.Get(view.TrackingNumber),
            Code = pools.Texts.Get(view.Code),
            Message = pools.Texts.Get(view.Message),
            ByteOffset = view.ByteOffset >= 0 ? view.ByteOffset : null,
        });
    }

    public NormalizationResult ToResult()
    {
        SortShipment();
        return new()
        {
            Carrier = _carrier,
            Format = _format,
            Events = _events.ToArray(),
            Shipments = _shipments.ToArray(),
            Problems = _problems.ToArray(),
            Diagnostics = Diagnostics(),
        };
    }

    /// <summary>Whether the scan is known to have all in common with the one before, as it stands beside it.</summary>
    private readonly bool HasSameFacts(in EventView view) =>
        view.Context.SharesFacts && view.Around == _sharedAround && _sharedAround != Captures.None
        && ReferenceEquals(_shared.Carrier, view.Carrier) && ReferenceEquals(_shared.Via, view.Via);

    /// <summary>What the scan has in common with the one before; the same object where that is all.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly SharedFacts Shared(in EventView view)
    {
        var before = _shared;
        var trackingNumber = pools.Texts.Get(view.TrackingNumber, before.TrackingNumber);
        var piece = pools.Texts.Get(view.Piece, before.Piece);
        var service = pools.Texts.Get(view.Service, before.Service);
        var partnerNumber = pools.Texts.Get(view.PartnerNumber, before.PartnerNumber);
        var partnerCarrier = pools.Texts.Get(view.PartnerCarrier, before.PartnerCarrier);
        var signedBy = pools.Texts.Get(view.SignedBy, before.SignedBy);
        var isSame = ReferenceEquals(before.Carrier, view.Carrier) && ReferenceEquals(before.Via, view.Via) && ReferenceEquals(before.Format, view.Format)
            && ReferenceEquals(before.TrackingNumber, trackingNumber) && ReferenceEquals(before.Piece, piece) && ReferenceEquals(before.Service, service)
            && ReferenceEquals(before.PartnerNumber, partnerNumber) && ReferenceEquals(before.PartnerCarrier, partnerCarrier) && ReferenceEquals(before.SignedBy, signedBy);
        if (isSame) return before;
        return new()
        {
            Carrier = view.Carrier,
            Via = view.Via,
            Format = view.Format,
            TrackingNumber = trackingNumber,
            Piece = piece,
            Service = service,
            PartnerNumber = partnerNumber,
            PartnerCarrier = partnerCarrier,
            SignedBy = signedBy,
        };
    }

    private SentText TimeText(in EventView view)
    {
        var date = view.TimeText;
        var time = view.TimeOfDayText;
        return date.IsEmpty && time.IsEmpty ? default : _times.Add(date, time);
    }

    private void Diagnose(in EventView view, int number)
    {
        var format = view.Context.Format;
        if (view.Match == MatchKind.Unmapped)
        {
            var field = view.Code.IsEmpty ? format.Fields.Label : format.Raw.Code;
            Diagnose(DiagnosticKind.UnmappedCode, number, view.Code.IsEmpty ? view.Label : view.Code, view.OffsetOf(field));
        }
        if (_shared.TrackingNumber is null) Diagnose(DiagnosticKind.MissingTrackingNumber, number, default, -1);
        ref readonly var time = ref view.ScanTime;
        if (time.Reading == Reading.Missing) Diagnose(DiagnosticKind.MissingTime, number, default, -1);
        else if (time.Reading == Reading.Unreadable) Diagnose(DiagnosticKind.UnreadableTime, number, view.TimeText, view.OffsetOf(time.Plan!.Local.Text));
        else if (time.Reading == Reading.DayOnly) Diagnose(DiagnosticKind.UnreadableTimeOfDay, number, view.TimeOfDayText, view.OffsetOf(time.Plan!.Local.TimeOfDay));
        if (view.ContradictsUtc) Diagnose(DiagnosticKind.ContradictingUtc, number, view.TimeText, view.OffsetOf(time.Plan!.Local.Text));
    }

    private readonly void Diagnose(DiagnosticKind kind, int number, ReadOnlySpan<byte> text, long byteOffset) =>
        pools.Drafts.Add(new(kind, number, pools.Texts.Get(text), byteOffset));

    private readonly Diagnostic[] Diagnostics()
    {
        if (pools.Drafts.Count == 0) return [];
        var diagnostics = new Diagnostic[pools.Drafts.Count];
        for (var i = 0; i < diagnostics.Length; i++) diagnostics[i] = pools.Drafts[i].ToDiagnostic();
        pools.Drafts.Clear();
        return diagnostics;
    }

    /// <summary>Puts the events of the shipment that has ended in order; the payload's own order decides between equals.</summary>
    private void SortShipment()
    {
        var ended = _events.Items[_shipmentStart..];
        if (ended.Length > 1)
        {
            int[] moved = pools.Drafts.Count > 0 ? new int[ended.Length] : [];
            if (EventOrder.Sort(ended, moved)) Renumber(moved, _shipmentStart);
            TrackingEvent.NumberWithinDays(ended);
        }
        _shipmentStart = _events.Count;
    }

    private readonly void Renumber(int[] moved, int start)
    {
        foreach (ref var draft in CollectionsMarshal.AsSpan(pools.Drafts))
        {
            if (draft.Event >= start) draft.Event = start + moved[draft.Event - start];
        }
    }
}
