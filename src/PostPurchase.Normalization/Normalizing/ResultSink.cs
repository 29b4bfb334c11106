using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Makes immutable events of what is read: the comfortable door, a layer on the other one.</summary>
internal struct ResultSink(TextPool texts) : IEventSink
{
    private readonly List<TrackingEvent> _events = [];
    private readonly List<ShipmentFacts> _shipments = [];
    private List<Problem>? _problems;
    private List<Diagnostic>? _diagnostics;
    private string? _carrier;
    private string? _format;
    private int _shipmentStart;

    public void OnShipment(in ShipmentView view)
    {
        SortShipment();
        _carrier = view.Context.Map.Id;
        _format = view.Format;
        _shipments.Add(ShipmentReader.Read(view, texts));
        if (view.EventCount == 0) return;
        var told = view.Context.Problems.Find(view.Captures, view.Payload, view.Instance);
        if (told.Plan is null) return;
        var message = told.Message(view.Captures, view.Payload);
        Diagnose(DiagnosticKind.CarrierMessage, -1, message.IsEmpty ? told.Code(view.Captures, view.Payload) : message, -1);
    }

    public void OnEvent(in EventView view)
    {
        var number = _events.Count;
        var trackingNumber = texts.Get(view.TrackingNumber);
        _events.Add(new()
        {
            Carrier = view.Carrier,
            Via = view.Via,
            Format = view.Format,
            TrackingNumber = trackingNumber,
            Piece = texts.Get(view.Piece),
            Type = view.Type,
            Match = view.Match,
            Confidence = view.Confidence,
            Time = view.Time,
            Place = PlaceOf(view),
            Facets = view.Facets,
            Service = texts.Get(view.Service),
            PartnerNumber = texts.Get(view.PartnerNumber),
            PartnerCarrier = texts.Get(view.PartnerCarrier),
            SignedBy = texts.Get(view.SignedBy),
            Raw = new()
            {
                Code = texts.Get(view.Code),
                Qualifier = texts.Get(view.Qualifier),
                Qualifier2 = texts.Get(view.Qualifier2),
                Label = texts.Get(view.Label),
                Detail = texts.Get(view.Detail),
                Time = TimeText(view),
            },
        });
        Diagnose(view, number, trackingNumber);
    }

    public void OnProblem(in ProblemView view)
    {
        _carrier ??= view.Carrier;
        _format ??= view.Format;
        (_problems ??= []).Add(new()
        {
            Kind = view.Kind,
            Carrier = view.Carrier,
            Format = view.Format,
            TrackingNumber = texts.Get(view.TrackingNumber),
            Code = texts.Get(view.Code),
            Message = texts.Get(view.Message),
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
            Events = _events,
            Shipments = _shipments,
            Problems = _problems ?? (IReadOnlyList<Problem>)[],
            Diagnostics = _diagnostics ?? (IReadOnlyList<Diagnostic>)[],
        };
    }

    private readonly string? TimeText(in EventView view)
    {
        var date = view.TimeText;
        var time = view.TimeOfDayText;
        if (time.IsEmpty) return texts.Get(date);
        Span<byte> both = stackalloc byte[128];
        if (date.Length + time.Length >= both.Length) return Encoding.UTF8.GetString(date) + " " + Encoding.UTF8.GetString(time);
        date.CopyTo(both);
        both[date.Length] = (byte)' ';
        time.CopyTo(both[(date.Length + 1)..]);
        return texts.Get(both[..(date.Length + 1 + time.Length)]);
    }

    private readonly Place? PlaceOf(in EventView view)
    {
        var city = view.City;
        var state = view.State;
        var postalCode = view.PostalCode;
        var country = view.Country;
        var text = view.Place;
        var facility = view.Facility;
        var latitude = Degrees(view.Latitude, 90);
        var longitude = Degrees(view.Longitude, 180);
        if (city.IsEmpty && state.IsEmpty && postalCode.IsEmpty && country.IsEmpty && text.IsEmpty && facility.IsEmpty && latitude is null) return null;
        return new()
        {
            City = texts.Get(city),
            State = texts.Get(state),
            PostalCode = texts.Get(postalCode),
            Country = CountryOf(country, texts),
            Text = texts.Get(text),
            Facility = texts.Get(facility),
            Latitude = longitude is null ? null : latitude,
            Longitude = latitude is null ? null : longitude,
        };
    }

    internal static string? CountryOf(ReadOnlySpan<byte> country, TextPool texts) => Countries.Find(country) ?? texts.Get(country);

    private static double? Degrees(ReadOnlySpan<byte> text, double limit) =>
        Utf8Parser.TryParse(text, out double degrees, out var used) && used == text.Length && Math.Abs(degrees) <= limit ? degrees : null;

    private void Diagnose(in EventView view, int number, string? trackingNumber)
    {
        var format = view.Context.Format;
        if (view.Match == MatchKind.Unmapped)
        {
            var field = view.Code.IsEmpty ? format.Fields.Label : format.Raw.Code;
            Diagnose(DiagnosticKind.UnmappedCode, number, view.Code.IsEmpty ? view.Label : view.Code, view.OffsetOf(field));
        }
        if (trackingNumber is null) Diagnose(DiagnosticKind.MissingTrackingNumber, number, default, -1);
        var time = view.ScanTime;
        if (time.Reading == Reading.Missing) Diagnose(DiagnosticKind.MissingTime, number, default, -1);
        else if (time.Reading == Reading.Unreadable) Diagnose(DiagnosticKind.UnreadableTime, number, view.TimeText, view.OffsetOf(time.Plan!.Local.Text));
        else if (time.Reading == Reading.DayOnly) Diagnose(DiagnosticKind.UnreadableTimeOfDay, number, view.TimeOfDayText, view.OffsetOf(time.Plan!.Local.TimeOfDay));
        if (view.ContradictsUtc) Diagnose(DiagnosticKind.ContradictingUtc, number, view.TimeText, view.OffsetOf(time.Plan!.Local.Text));
    }

    private void Diagnose(DiagnosticKind kind, int number, ReadOnlySpan<byte> text, long byteOffset) =>
        (_diagnostics ??= []).Add(new(kind, number, texts.Get(text), byteOffset));

    /// <summary>Puts the events of the shipment that has ended in order; the payload's own order decides between equals.</summary>
    private void SortShipment()
    {
        var count = _events.Count - _shipmentStart;
        if (count > 1)
        {
            if (EventOrder.Sort(_events, _shipmentStart, count) is { } moved) Renumber(moved, _shipmentStart);
            TrackingEvent.NumberWithinDays(CollectionsMarshal.AsSpan(_events)[_shipmentStart..]);
        }
        _shipmentStart = _events.Count;
    }

    private readonly void Renumber(int[] moved, int start)
    {
        if (_diagnostics is null) return;
        for (var i = 0; i < _diagnostics.Count; i++)
        {
            var diagnostic = _diagnostics[i];
            if (diagnostic.Event >= start) _diagnostics[i] = diagnostic with { Event = start + moved[diagnostic.Event - start] };
        }
    }
}
