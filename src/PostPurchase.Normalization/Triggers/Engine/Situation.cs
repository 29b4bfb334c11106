using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A shipment, what its host knows of it, and what time it is: all that rules may ask. Lives for one decision.</summary>
internal sealed class Situation
{
    private string?[]? _keys;
    private readonly TypeMask _types;
    private (DeliveryEstimate? Estimate, string Key) _estimate;

    public Situation(string key, Shipment? before, Shipment shipment, ShipmentAttributes attributes, Instant now, BusinessCalendar calendar)
    {
        Key = key;
        Before = before;
        Shipment = shipment;
        Attributes = attributes;
        Now = now;
        NowTicks = now.ToUnixTimeTicks();
        Calendar = calendar;
        End = EndOf(shipment);
        ClockTicks = Moments.LastOnEarthTicks;
        var isClockKnown = false;
        for (var i = shipment.History.Count - 1; i >= 0; i--)
        {
            var scan = shipment.History[i];
            if (!isClockKnown && scan.Time.HasOffset) (ClockTicks, isClockKnown) = (scan.Time.OffsetSeconds * NodaConstants.TicksPerSecond, true);
            if (!scan.Counts) continue;
            LastScan ??= scan;
            _types.Add(scan.Type);
        }
    }

    public string Key { get; }

    /// <summary>The shipment as it was looked at last; <see langword="null"/> where all of it is new.</summary>
    public Shipment? Before { get; }

    public Shipment Shipment { get; }

    public ShipmentAttributes Attributes { get; }

    public Instant Now { get; }

    public long NowTicks { get; }

    public BusinessCalendar Calendar { get; }

    /// <summary>Index of the scan that ended the shipment; -1 while it goes on.</summary>
    public int End { get; }

    /// <summary>The newest scan that the carrier stands by.</summary>
    public ShipmentScan? LastScan { get; }

    /// <summary>Where the shipment's clock stands: the last offset that a scan told, the latest on earth where none did.</summary>
    public long ClockTicks { get; }

    /// <summary>The types of all scans that the carrier stands by.</summary>
    public ref readonly TypeMask Types => ref _types;

    /// <summary>Whether the shipment has ended since.</summary>
    public bool IsLeftBehind(ShipmentScan scan) => scan.Index < End;

    /// <summary>Whether it has been in one of these phases.</summary>
    public bool HasReached(EnumSet<Milestone> phases)
    {
        for (var i = 0; i < Shipment.Phases.Count; i++)
        {
            if (phases.Has(Shipment.Phases[i].To)) return true;
        }
        return false;
    }

    /// <summary>By what a scan is known again: the report that speaks for it.</summary>
    public string KeyOf(ShipmentScan scan) => (_keys ??= new string?[Shipment.History.Count])[scan.Index] ??= CauseKey.Of(scan.Event, scan.Piece);

    public string KeyOf(DeliveryEstimate estimate)
    {
        if (!ReferenceEquals(_estimate.Estimate, estimate)) _estimate = (estimate, CauseKey.Of(estimate));
        return _estimate.Key;
    }

    /// <summary>The scan that put the shipment, or the piece that lags behind, in its phase.</summary>
    public ShipmentScan? PhaseScan()
    {
        for (var i = Shipment.Phases.Count - 1; i >= 0; i--)
        {
            var phase = Shipment.Phases[i];
            if (phase.To == Shipment.Milestone && phase.Scan.Time.Equals(Shipment.Since)) return phase.Scan;
        }
        return null;
    }

    /// <summary>The same as though all of the shipment were new.</summary>
    public Situation WithoutBefore() => new(Key, null, Shipment, Attributes, Now, Calendar);

    /// <summary>How much of the history is as it was before.</summary>
    public int Known()
    {
        if (Before is null) return 0;
        var length = Math.Min(Before.History.Count, Shipment.History.Count);
        for (var i = 0; i < length; i++)
        {
            var (one, other) = (Before.History[i], Shipment.History[i]);
            if (!ReferenceEquals(one.Event, other.Event) || one.Flags != other.Flags) return i;
        }
        return length;
    }

    private static int EndOf(Shipment shipment)
    {
        var end = -1;
        if (!shipment.IsEnded) return end;
        for (var i = 0; i < shipment.Phases.Count; i++) end = Math.Max(end, shipment.Phases[i].Scan.Index);
        return end;
    }
}
