using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines.Folding;
using PostPurchase.Normalization.Timelines.Json;

namespace PostPurchase.Normalization.Timelines;

/// <summary>Everything reported of one shipment; gives its state. Feed it in any order, any number of times, from several sources.</summary>
/// <remarks>
/// The reports are a set: adding one that is known changes nothing, and the order of adding makes no difference. The caller decides which reports
/// belong to one shipment; <see cref="ShipmentTimelines"/> does so by their numbers. Not safe for use by several threads at once; the snapshots are.
/// </remarks>
[JsonConverter(typeof(ShipmentTimelineJsonConverter))]
public sealed class ShipmentTimeline
{
    /// <summary>Up to so many reports are searched one by one, faster than by an index.</summary>
    private const int MostSearched = 64;

    private readonly List<Sighting> _sightings = [];
    private readonly FactLedger _facts = new();
    private readonly List<SourceCoverage> _coverages = new(1);
    private readonly BusinessCalendar _calendar;
    private Dictionary<TrackingEvent, int>? _index;
    private Shipment? _shipment;
    private bool _isStale = true;

    /// <summary>A timeline without reports.</summary>
    /// <param name="promise">What was promised when the goods were ordered.</param>
    /// <param name="calendar">Which days count as business days; Monday to Friday where it is not given.</param>
    public ShipmentTimeline(DeliveryEstimate? promise = null, BusinessCalendar? calendar = null)
    {
        Promise = promise;
        _calendar = calendar ?? BusinessCalendar.MondayToFriday;
    }

    /// <summary>What was promised when the goods were ordered.</summary>
    public DeliveryEstimate? Promise { get; }

    /// <summary>The state as of all that was added; computed when it is asked for.</summary>
    public Shipment Shipment
    {
        get
        {
            if (!_isStale && _shipment is not null) return _shipment;
            _shipment = ShipmentFold.Fold(CollectionsMarshal.AsSpan(_sightings), _facts, CollectionsMarshal.AsSpan(_coverages), Promise, _calendar, _shipment);
            _isStale = false;
            return _shipment;
        }
    }

    /// <summary>Number of different reports of scans; several may tell of one scan.</summary>
    public int Count => _sightings.Count;

    internal IReadOnlyList<Sighting> Sightings => _sightings;

    internal FactLedger Facts => _facts;

    internal IReadOnlyList<SourceCoverage> Coverages => _coverages;

    /// <summary>Adds an event.</summary>
    /// <param name="told">An event of this shipment.</param>
    /// <param name="receivedAt">When the host received it; without it scans are not told to be late.</param>
    /// <returns>Whether it was new.</returns>
    public bool Add(TrackingEvent told, Instant? receivedAt = null)
    {
        ArgumentNullException.ThrowIfNull(told);
        return Add(Sighting.Of(told, receivedAt));
    }

    /// <summary>Adds what one payload tells of the shipment: its events and its facts.</summary>
    /// <param name="report">The report.</param>
    /// <param name="receivedAt">
    /// When the host received it. With it, a report of several scans also tells which scans the carrier took back: those of the same source that an earlier
    /// report had and this one leaves out, though it has older and newer ones.
    /// </param>
    /// <returns>Whether any event or fact was new. What a report leaves out, or when it came, may change the state as well.</returns>
    public bool Add(ShipmentReport report, Instant? receivedAt = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var isNew = false;
        if (_sightings.Count == 0) MakeRoom(report.Events.Count);
        foreach (var told in report.Events) isNew |= Add(Sighting.Of(told, receivedAt));
        if (report.Events.Count > 0)
        {
            var asOf = receivedAt is { } at ? EventTime.AtInstant(at, Offset.Zero, TimePrecision.Second, OffsetBasis.Utc) : NewestOf(report.Events);
            isNew |= Changed(_facts.Add(report.Facts, report.Events[^1].Via ?? report.Events[^1].Carrier, asOf));
        }
        if (receivedAt is { } received)
        {
            foreach (var (coverage, events) in SourceCoverage.Of(report.Events, received))
            {
                if (events > 1) Add(coverage);
            }
        }
        return isNew;
    }

    /// <summary>Adds all that another timeline knows, where both turn out to be one shipment.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <returns>Whether any of it was new.</returns>
    public bool Add(ShipmentTimeline other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var isNew = false;
        foreach (var sighting in other._sightings) isNew |= Add(sighting);
        isNew |= Changed(_facts.Add(other._facts));
        foreach (var coverage in other._coverages) Add(coverage);
        return isNew;
    }

    /// <summary>A timeline of its own with the same reports and the same snapshot.</summary>
    internal ShipmentTimeline Copy()
    {
        var copy = With(Promise);
        (copy._shipment, copy._isStale) = (_shipment, _isStale);
        return copy;
    }

    /// <summary>A timeline of its own with the same reports, and another promise.</summary>
    internal ShipmentTimeline With(DeliveryEstimate? promise)
    {
        var copy = new ShipmentTimeline(promise, _calendar);
        copy._sightings.AddRange(_sightings);
        if (!_facts.IsEmpty) copy._facts.Add(_facts);
        copy._coverages.AddRange(_coverages);
        return copy;
    }

    internal bool Add(in Sighting sighting)
    {
        var index = IndexOf(sighting);
        if (index < 0)
        {
            MakeRoom(1);
            _index?.Add(sighting.Event, _sightings.Count);
            _sightings.Add(sighting);
            return Changed(isNew: true);
        }
        ref var known = ref CollectionsMarshal.AsSpan(_sightings)[index];
        var merged = known.With(sighting);
        if (merged.Equals(known)) return false;
        known = merged;
        Changed(isNew: true);
        return false;
    }

    private int IndexOf(in Sighting sighting)
    {
        var known = CollectionsMarshal.AsSpan(_sightings);
        if (known.Length > MostSearched)
        {
            if (_index is null)
            {
                _index = new(Canonical.Contents);
                for (var i = 0; i < known.Length; i++) _index.Add(known[i].Event, i);
            }
            return _index.GetValueOrDefault(sighting.Event, -1);
        }
        for (var i = known.Length - 1; i >= 0; i--)
        {
            if (known[i].IsSame(sighting)) return i;
        }
        return -1;
    }

    /// <summary>Timelines are kept in great numbers: their list grows by a quarter and not by as much again.</summary>
    private void MakeRoom(int more)
    {
        var (count, capacity) = (_sightings.Count, _sightings.Capacity);
        if (count + more > capacity) _sightings.Capacity = count + Math.Max(more, 4 + (count / 4));
    }

    internal void Add(SourceCoverage coverage)
    {
        foreach (ref var known in CollectionsMarshal.AsSpan(_coverages))
        {
            if (!known.IsOf(coverage.Carrier, coverage.Via, coverage.Format)) continue;
            var merged = known.With(coverage);
            if (merged != known) Changed(isNew: true);
            known = merged;
            return;
        }
        _coverages.Add(coverage);
        Changed(isNew: true);
    }

    private bool Changed(bool isNew)
    {
        _isStale |= isNew;
        return isNew;
    }

    private static EventTime NewestOf(IReadOnlyList<TrackingEvent> events)
    {
        var newest = events[0].Time;
        for (var i = 1; i < events.Count; i++)
        {
            if (Canonical.Compare(newest, events[i].Time) < 0) newest = events[i].Time;
        }
        return newest;
    }
}
