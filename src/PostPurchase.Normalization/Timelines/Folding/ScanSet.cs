using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>The scans of a shipment in their order, each with its reports and what is odd about it.</summary>
internal sealed class ScanSet
{
    /// <summary>Flags of scans that the carrier no longer stands by.</summary>
    public const ScanFlags CountsForNothing = ScanFlags.Retracted | ScanFlags.Withdrawn;

    private const ScanFlags AfterAnEnd = ScanFlags.AfterDelivery | ScanFlags.AfterEnd;

    private const long ClockTolerance = 15 * NodaConstants.TicksPerMinute;
    private const long UnknownOffset = 26 * NodaConstants.TicksPerHour;
    private static readonly long Year2000 = Instant.FromUtc(2000, 1, 1, 0, 0).ToUnixTimeTicks();

    private readonly Scan[] _scans;

    private ScanSet(Scan[] scans) => _scans = scans;

    public int Count => _scans.Length;

    public static ScanSet Of(ReadOnlySpan<Sighting> sightings, SortedSet<string> declaredPieces, IReadOnlyList<SourceCoverage> coverages)
    {
        var order = ScanOrder.Sort(sightings);
        var pieces = new string?[order.Length];
        for (var i = 0; i < order.Length; i++) pieces[i] = PieceOf(order[i].Sighting.Event, declaredPieces);
        var first = ScanMatch.Match(order, pieces);

        var scans = new List<Scan>(order.Length);
        var scanOf = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            if (first[i] == i)
            {
                scanOf[i] = scans.Count;
                scans.Add(new(order[i], pieces[i]));
            }
            else
            {
                scans[scanOf[first[i]]].Add(order[i], pieces[i]);
            }
        }
        foreach (var scan in scans) scan.Close(coverages);
        return new([.. scans]);
    }

    public TrackingEvent Event(int scan) => _scans[scan].Told;

    public EventTime Time(int scan) => _scans[scan].Time;

    public IEnumerable<TrackingEvent> Reports(int scan) => _scans[scan].Reports ?? [_scans[scan].Told];

    /// <summary>Numbers of the pieces that scans tell apart.</summary>
    public IReadOnlyList<string> PieceNumbers()
    {
        SortedSet<string>? numbers = null;
        foreach (var scan in _scans)
        {
            if (scan.Piece is { } piece) (numbers ??= new(StringComparer.Ordinal)).Add(piece);
        }
        return numbers is null ? [] : [.. numbers];
    }

    public bool CountsFor(int scan, string? piece) =>
        (_scans[scan].Flags & CountsForNothing) == ScanFlags.None && (piece is null || _scans[scan].Piece is not { } own || own == piece);

    /// <summary>A scan of the whole shipment is odd only where it is odd for every piece.</summary>
    public void Flag(int scan, ScanFlags flags)
    {
        var one = _scans[scan];
        one.WayFlags = one.IsFollowed ? one.WayFlags & flags : flags;
        one.IsFollowed = true;
    }

    public void Retract(int scan) => _scans[scan].Flags |= ScanFlags.Retracted;

    /// <summary>Before a piece is followed once more.</summary>
    public void ForgetFlagsOf(string? piece)
    {
        foreach (var scan in _scans)
        {
            if (piece is null || scan.Piece == piece) (scan.WayFlags, scan.IsFollowed) = (ScanFlags.None, false);
        }
    }

    /// <summary>Handling that stands before the same carrier took the parcel over.</summary>
    public void FlagBeforePickup()
    {
        for (var i = _scans.Length - 1; i > 0; i--)
        {
            var (pickup, pickupTold) = (_scans[i], _scans[i].Told);
            if (!ScanMeaning.Of(pickupTold.Type).Has(ScanTraits.TakesOver) || (pickup.WayFlags | pickup.Flags) != ScanFlags.None) continue;
            for (var j = i - 1; j >= 0; j--)
            {
                var (scan, told) = (_scans[j], _scans[j].Told);
                var meaning = ScanMeaning.Of(told.Type);
                if (told.Carrier != pickupTold.Carrier || (scan.Piece ?? pickup.Piece) != (pickup.Piece ?? scan.Piece) || !meaning.Has(ScanTraits.IsPhysical) || scan.Moment == pickup.Moment) continue;
                // An earlier take-over explains the handling after it.
                if (meaning.Has(ScanTraits.TakesOver)) break;
                if (HasTakeOverBefore(j, told.Carrier)) continue;
                scan.Flags |= ScanFlags.BeforePickup | Doubt(scan, pickup);
            }
        }
    }

    private bool HasTakeOverBefore(int index, string carrier)
    {
        for (var i = 0; i < index; i++)
        {
            if (_scans[i].Told.Carrier == carrier && ScanMeaning.Of(_scans[i].Told.Type).Has(ScanTraits.TakesOver)) return true;
        }
        return false;
    }

    /// <summary>Scans received after a newer one.</summary>
    public void FlagLate()
    {
        var newer = long.MaxValue;
        for (var i = _scans.Length - 1; i >= 0; i--)
        {
            var scan = _scans[i];
            if (scan.FirstReceived == Sighting.Never) continue;
            if (newer < scan.FirstReceived) scan.Flags |= ScanFlags.Late;
            newer = Math.Min(newer, scan.FirstReceived);
        }
    }

    public void FlagClocks()
    {
        Scan? end = null;
        foreach (var scan in _scans)
        {
            var time = scan.Time;
            if (scan.Told.Type.IsEndExpected && (scan.Flags & CountsForNothing) == ScanFlags.None) end ??= scan;
            if (!time.IsKnown) continue;
            var isFuture = scan.FirstReceived != Sighting.Never && time.MomentTicks > scan.FirstReceived + (ScanMatch.IsTrusted(time) ? ClockTolerance : UnknownOffset);
            if (isFuture || time.MomentTicks < Year2000) scan.Flags |= ScanFlags.ClockSuspect;
            else if (scan.WayFlags.HasFlag(ScanFlags.ImpossibleOrder)) DoubtOrder(scan, FirstHandling(scan.Told.Carrier));
            else if ((scan.WayFlags & AfterAnEnd) != ScanFlags.None && end is not null) scan.Flags |= Doubt(scan, end);
        }
    }

    /// <summary>An order that another offset would explain is not impossible.</summary>
    private static void DoubtOrder(Scan scan, Scan? before)
    {
        if (before is null || Doubt(scan, before) == ScanFlags.None) return;
        scan.WayFlags &= ~ScanFlags.ImpossibleOrder;
        scan.Flags |= ScanFlags.ClockSuspect;
    }

    private Scan? FirstHandling(string carrier) => Array.Find(_scans, scan => scan.Told.Carrier == carrier && ScanMeaning.Of(scan.Told.Type).Has(ScanTraits.IsPhysical));

    public ShipmentScan[] ToHistory()
    {
        var history = new ShipmentScan[_scans.Length];
        for (var i = 0; i < history.Length; i++) history[i] = _scans[i].ToPublic(i);
        return history;
    }

    /// <summary>Whether another offset would put the two the other way round.</summary>
    private static ScanFlags Doubt(Scan one, Scan other)
    {
        if (!one.Time.IsKnown || !other.Time.IsKnown || Math.Abs(one.Moment - other.Moment) > UnknownOffset) return ScanFlags.None;
        var isDoubtful = one.Time.Basis == OffsetBasis.SentDoubtful || other.Time.Basis == OffsetBasis.SentDoubtful;
        var differ = !(ScanMatch.IsTrusted(one.Time) && ScanMatch.IsTrusted(other.Time)) && !ScanMatch.IsSameSource(one.Told, other.Told);
        var isOneUnknown = one.Time.HasOffset != other.Time.HasOffset;
        return isDoubtful || differ || isOneUnknown ? ScanFlags.ClockSuspect : ScanFlags.None;
    }

    private static string? PieceOf(TrackingEvent told, SortedSet<string> declared) =>
        told.Piece ?? (declared.Count > 1 && told.TrackingNumber is { } number && declared.Contains(number) ? number : null);

    private sealed class Scan(Placed first, string? piece)
    {
        private readonly Sighting _only = first.Sighting;
        private List<Sighting>? _sightings;

        public TrackingEvent Told { get; private set; } = first.Sighting.Event;

        public EventTime Time { get; private set; } = first.Sighting.Event.Time;

        public long Moment { get; } = first.Moment;

        public string? Piece { get; private set; } = piece;

        public long FirstReceived { get; private set; } = first.Sighting.FirstReceived;

        public ScanFlags Flags { get; set; }

        public ScanFlags WayFlags { get; set; }

        public bool IsFollowed { get; set; }

        public TrackingEvent[]? Reports { get; private set; }

        public void Add(Placed other, string? otherPiece)
        {
            (_sightings ??= [_only]).Add(other.Sighting);
            Piece ??= otherPiece;
            if (other.Sighting.FirstReceived != Sighting.Never) FirstReceived = FirstReceived == Sighting.Never ? other.Sighting.FirstReceived : Math.Min(FirstReceived, other.Sighting.FirstReceived);
        }

        /// <summary>Chooses who speaks for the scan, and tells whether anyone still stands by it.</summary>
        public void Close(IReadOnlyList<SourceCoverage> coverages)
        {
            if (coverages.Count > 0 && (_sightings ?? [_only]).TrueForAll(sighting => IsWithdrawn(sighting, coverages))) Flags |= ScanFlags.Withdrawn;
            if (_sightings is null) return;
            foreach (var sighting in _sightings)
            {
                if (ReportRank.Compare(sighting.Event, Told) > 0) Told = sighting.Event;
                if (ReportRank.Compare(sighting.Event.Time, Time) > 0) Time = sighting.Event.Time;
            }
            Reports = [.. _sightings.Select(sighting => sighting.Event)];
        }

        public ShipmentScan ToPublic(int index) => new(index, Told, Time, Piece, Flags | WayFlags, Reports);

        private static bool IsWithdrawn(Sighting sighting, IReadOnlyList<SourceCoverage> coverages)
        {
            foreach (var coverage in coverages)
            {
                if (coverage.IsOf(sighting.Event) && coverage.Leaves(sighting)) return true;
            }
            return false;
        }
    }
}
