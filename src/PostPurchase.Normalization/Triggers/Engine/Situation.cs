using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A shipment, what its host knows of it, and what time it is: all that rules may ask.</summary>
internal sealed class Situation
{
    private string?[] _keys = [];
    private TypeMask _types;
    private (DeliveryEstimate? Estimate, string Key) _estimate;
    private ShipmentScan[] _history = [];

    public string Key { get; private set; } = "";

    /// <summary>The shipment as it was looked at last; <see langword="null"/> where all of it is new.</summary>
    public Shipment? Before { get; private set; }

    public Shipment Shipment { get; private set; } = null!;

    public ShipmentAttributes Attributes { get; private set; } = ShipmentAttributes.None;

    public Instant Now { get; private set; }

    public long NowTicks { get; private set; }

    public BusinessCalendar Calendar { get; private set; } = BusinessCalendar.MondayToFriday;

    /// <summary>The shipment's scans.</summary>
    public ReadOnlySpan<ShipmentScan> History => _history;

    /// <summary>Index of the scan that ended the shipment; -1 while it goes on.</summary>
    public int End { get; private set; }

    /// <summary>The newest scan that the carrier stands by.</summary>
    public ShipmentScan? LastScan { get; private set; }

    /// <summary>Where the shipment's clock stands: the last offset that a scan told, the latest on earth where none did.</summary>
    public long ClockTicks { get; private set; }

    /// <summary>The types of all scans that the carrier stands by.</summary>
    public ref readonly TypeMask Types => ref _types;

    /// <summary>Turns to a shipment.</summary>
    public void Enter(string key, Shipment? before, Shipment shipment, ShipmentAttributes attributes, Instant now, BusinessCalendar calendar)
    {
        (Key, Before, Shipment, Attributes, Now, NowTicks, Calendar) = (key, before, shipment, attributes, now, now.ToUnixTimeTicks(), calendar);
        _history = ScansOf(shipment);
        if (_keys.Length < _history.Length) _keys = new string?[_history.Length];
        End = EndOf(shipment);
        ClockTicks = Moments.LastOnEarthTicks;
        var isClockKnown = false;
        for (var i = _history.Length - 1; i >= 0; i--)
        {
            var scan = _history[i];
            if (!isClockKnown && scan.Time.HasOffset) (ClockTicks, isClockKnown) = (scan.Time.OffsetSeconds * NodaConstants.TicksPerSecond, true);
            if (!scan.Counts) continue;
            LastScan ??= scan;
            _types.Add(scan.Type);
        }
    }

    /// <summary>Holds on to nothing.</summary>
    public void Leave()
    {
        _keys.AsSpan(0, _history.Length).Clear();
        (Key, Before, Shipment, Attributes, LastScan, _history) = ("", null, null!, ShipmentAttributes.None, null, []);
        (_types, _estimate) = (default, default);
    }

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
    public string KeyOf(ShipmentScan scan) => _keys[scan.Index] ??= CauseKey.Of(scan.Event, scan.Piece);

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

    /// <summary>How much of the history is as it was before.</summary>
    public int Known()
    {
        if (Before is null) return 0;
        var before = ScansOf(Before);
        var length = Math.Min(before.Length, _history.Length);
        for (var i = 0; i < length; i++)
        {
            if (before[i] == _history[i]) continue;
            if (!ReferenceEquals(before[i].Event, _history[i].Event) || before[i].Flags != _history[i].Flags) return i;
        }
        return length;
    }

    private static ShipmentScan[] ScansOf(Shipment shipment) => shipment.History as ShipmentScan[] ?? [.. shipment.History];

    private static int EndOf(Shipment shipment)
    {
        var end = -1;
        if (!shipment.IsEnded) return end;
        for (var i = 0; i < shipment.Phases.Count; i++) end = Math.Max(end, shipment.Phases[i].Scan.Index);
        return end;
    }
}
