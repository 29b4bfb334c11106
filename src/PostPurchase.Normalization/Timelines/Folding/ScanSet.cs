using System.Buffers;
using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>The scans of a shipment in their order, each with its reports and what is odd about it. Lives for one fold, in rented memory.</summary>
internal sealed class ScanSet : IDisposable
{
    private const ScanFlags AfterAnEnd = ScanFlags.AfterDelivery | ScanFlags.AfterEnd;

    private const long ClockTolerance = 15 * NodaConstants.TicksPerMinute;
    private const long UnknownOffset = 26 * NodaConstants.TicksPerHour;
    private static readonly long Year2000 = Instant.FromUtc(2000, 1, 1, 0, 0).ToUnixTimeTicks();

    private readonly Placed[] _reports;
    private readonly int _reportCount;
    private readonly Scan[] _scans;

    public ScanSet(ReadOnlySpan<Sighting> sightings, IReadOnlySet<string> declaredPieces, ReadOnlySpan<SourceCoverage> coverages)
    {
        _reportCount = sightings.Length;
        _reports = ArrayPool<Placed>.Shared.Rent(_reportCount);
        _scans = ArrayPool<Scan>.Shared.Rent(_reportCount);
        var reports = _reports.AsSpan(0, _reportCount);
        ScanOrder.Sort(sightings, reports);
        IsOfOneNumber = true;
        foreach (ref var report in reports)
        {
            var (told, first) = (report.Sighting.Event, reports[0].Sighting.Event);
            report.Piece = PieceOf(told, declaredPieces);
            IsOfOneNumber &= told.PartnerNumber is null && told.Carrier == first.Carrier && told.TrackingNumber == first.TrackingNumber;
        }
        ScanMatch.Match(reports);
        for (var i = 0; i < reports.Length; i++)
        {
            if (reports[i].First == i) Gather(ref _scans[Count++], i, coverages);
        }
    }

    public int Count { get; }

    /// <summary>Whether all reports are of one carrier's one number, and none names a partner's.</summary>
    public bool IsOfOneNumber { get; }

    private Span<Scan> Scans => _scans.AsSpan(0, Count);

    public void Dispose()
    {
        Scans.Clear();
        _reports.AsSpan(0, _reportCount).Clear();
        ArrayPool<Scan>.Shared.Return(_scans);
        ArrayPool<Placed>.Shared.Return(_reports);
    }

    public TrackingEvent Event(int scan) => _scans[scan].Told;

    public EventTime Time(int scan) => _scans[scan].Time;

    public ReportsOfScan Reports(int scan) => new(_reports, _scans[scan].FirstReport);

    /// <summary>Numbers of the pieces that scans tell apart.</summary>
    public string[] PieceNumbers()
    {
        SortedSet<string>? numbers = null;
        foreach (ref readonly var scan in Scans)
        {
            if (scan.Piece is { } piece) (numbers ??= new(StringComparer.Ordinal)).Add(piece);
        }
        return numbers is null ? [] : [.. numbers];
    }

    /// <summary>The scans of each of several pieces, those of the whole shipment among them, in their order.</summary>
    public int[][] ByPiece(string[] numbers)
    {
        var own = numbers.ToDictionary(number => number, _ => new List<int>(), StringComparer.Ordinal);
        var shared = new List<int>();
        for (var i = 0; i < Count; i++) (_scans[i].Piece is { } piece ? own[piece] : shared).Add(i);
        return Array.ConvertAll(numbers, number =>
        {
            int[] both = [.. own[number], .. shared];
            Array.Sort(both);
            return both;
        });
    }

    public bool Counts(int scan) => (_scans[scan].Flags & ShipmentScan.CountsForNothing) == ScanFlags.None;

    /// <summary>A scan of the whole shipment is odd only where it is odd for every piece.</summary>
    public void Flag(int scan, ScanFlags flags)
    {
        ref var one = ref _scans[scan];
        one.WayFlags = one.IsFollowed ? one.WayFlags & flags : flags;
        one.IsFollowed = true;
    }

    public void Retract(int scan) => _scans[scan].Flags |= ScanFlags.Retracted;

    /// <summary>Before the parcels are followed once more.</summary>
    public void ForgetFlags()
    {
        for (var i = 0; i < Count; i++) (_scans[i].WayFlags, _scans[i].IsFollowed) = (ScanFlags.None, false);
    }

    /// <summary>Handling that stands before the same carrier took the parcel over.</summary>
    public void FlagBeforePickup()
    {
        Dictionary<string, int>? firstTakeOvers = null;
        for (var i = Count - 1; i > 0; i--)
        {
            ref readonly var pickup = ref _scans[i];
            if (!ScanMeaning.Of(pickup.Told.Type).Has(ScanTraits.TakesOver) || (pickup.WayFlags | pickup.Flags) != ScanFlags.None) continue;
            firstTakeOvers ??= FirstTakeOvers();
            for (var j = i - 1; j >= 0; j--)
            {
                ref var scan = ref _scans[j];
                var meaning = ScanMeaning.Of(scan.Told.Type);
                if (!meaning.Has(ScanTraits.IsPhysical) || scan.Moment == pickup.Moment || scan.Told.Carrier != pickup.Told.Carrier || (scan.Piece ?? pickup.Piece) != (pickup.Piece ?? scan.Piece)) continue;
                // An earlier take-over explains the handling after it.
                if (meaning.Has(ScanTraits.TakesOver)) break;
                if (firstTakeOvers[scan.Told.Carrier] > j) scan.Flags |= ScanFlags.BeforePickup | Doubt(scan, pickup);
            }
        }
    }

    /// <summary>The first scan by which each carrier took the parcel over.</summary>
    private Dictionary<string, int> FirstTakeOvers()
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            if (ScanMeaning.Of(_scans[i].Told.Type).Has(ScanTraits.TakesOver)) first.TryAdd(_scans[i].Told.Carrier, i);
        }
        return first;
    }

    /// <summary>Scans received after a newer one.</summary>
    public void FlagLate()
    {
        var newer = long.MaxValue;
        for (var i = Count - 1; i >= 0; i--)
        {
            ref var scan = ref _scans[i];
            if (scan.FirstReceived == Sighting.Never) continue;
            if (newer < scan.FirstReceived) scan.Flags |= ScanFlags.Late;
            newer = Math.Min(newer, scan.FirstReceived);
        }
    }

    public void FlagClocks()
    {
        var end = -1;
        for (var i = 0; i < Count; i++)
        {
            ref var scan = ref _scans[i];
            if (end < 0 && scan.Told.Type.IsEndExpected && Counts(i)) end = i;
            if (!scan.Time.IsKnown) continue;
            var moment = scan.Time.MomentTicks;
            var isFuture = scan.FirstReceived != Sighting.Never && moment > scan.FirstReceived + (ScanMatch.IsTrusted(scan.Time) ? ClockTolerance : UnknownOffset);
            if (isFuture || moment < Year2000) scan.Flags |= ScanFlags.ClockSuspect;
            else if ((scan.WayFlags & ScanFlags.ImpossibleOrder) != ScanFlags.None) DoubtOrder(ref scan);
            else if (end >= 0 && (scan.WayFlags & AfterAnEnd) != ScanFlags.None) scan.Flags |= Doubt(scan, _scans[end]);
        }
    }

    /// <summary>An order that another offset would explain is not impossible.</summary>
    private void DoubtOrder(ref Scan scan)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_scans[i].Told.Carrier != scan.Told.Carrier || !ScanMeaning.Of(_scans[i].Told.Type).Has(ScanTraits.IsPhysical)) continue;
            if (Doubt(scan, _scans[i]) == ScanFlags.None) return;
            scan.WayFlags &= ~ScanFlags.ImpossibleOrder;
            scan.Flags |= ScanFlags.ClockSuspect;
            return;
        }
    }

    /// <summary>The history; a scan that stands as it stood before is taken from there.</summary>
    public ShipmentScan[] ToHistory(ReadOnlySpan<ShipmentScan> before)
    {
        var history = new ShipmentScan[Count];
        var known = 0;
        for (var i = 0; i < history.Length; i++)
        {
            ref readonly var scan = ref _scans[i];
            var flags = scan.Flags | scan.WayFlags;
            // Where a scan came in between or went away, the next known one is this one or the one after it.
            if (known + 1 < before.Length && !ReferenceEquals(before[known].Event, scan.Told) && ReferenceEquals(before[known + 1].Event, scan.Told)) known++;
            var same = known < before.Length && ReferenceEquals(before[known].Event, scan.Told) ? before[known++] : null;
            history[i] = same is not null && same.Index == i && same.Piece == scan.Piece && same.Flags == flags && HasReportsOf(same, scan) ? same : new(i, scan.Told, scan.Time, scan.Piece, flags, ReportsOf(scan));
        }
        return history;
    }

    private bool HasReportsOf(ShipmentScan known, in Scan scan)
    {
        if (known.ReportCount != scan.ReportCount) return false;
        if (scan.ReportCount == 1) return true;
        var index = scan.FirstReport;
        foreach (var told in known.Reports)
        {
            if (!ReferenceEquals(told, _reports[index].Sighting.Event)) return false;
            index = _reports[index].Next;
        }
        return true;
    }

    private TrackingEvent[]? ReportsOf(in Scan scan)
    {
        if (scan.ReportCount == 1) return null;
        var reports = new TrackingEvent[scan.ReportCount];
        var index = scan.FirstReport;
        foreach (ref var told in reports.AsSpan())
        {
            told = _reports[index].Sighting.Event;
            index = _reports[index].Next;
        }
        return reports;
    }

    /// <summary>Whether another offset would put the two the other way round.</summary>
    private static ScanFlags Doubt(in Scan one, in Scan other)
    {
        if (!one.Time.IsKnown || !other.Time.IsKnown || Math.Abs(one.Moment - other.Moment) > UnknownOffset) return ScanFlags.None;
        var isDoubtful = one.Time.Basis == OffsetBasis.SentDoubtful || other.Time.Basis == OffsetBasis.SentDoubtful;
        var differ = !(ScanMatch.IsTrusted(one.Time) && ScanMatch.IsTrusted(other.Time)) && !ScanMatch.IsSameSource(one.Told, other.Told);
        var isOneUnknown = one.Time.HasOffset != other.Time.HasOffset;
        return isDoubtful || differ || isOneUnknown ? ScanFlags.ClockSuspect : ScanFlags.None;
    }

    private static string? PieceOf(TrackingEvent told, IReadOnlySet<string> declared) =>
        told.Piece ?? (declared.Count > 1 && told.TrackingNumber is { } number && declared.Contains(number) ? number : null);

    /// <summary>Chooses who speaks for a scan, and tells whether anyone still stands by it.</summary>
    private void Gather(ref Scan scan, int firstReport, ReadOnlySpan<SourceCoverage> coverages)
    {
        ref readonly var first = ref _reports[firstReport];
        var (speaker, time, isWithdrawn) = (first.Sighting.Event, first.Sighting.Event.Time, !coverages.IsEmpty);
        (scan.FirstReport, scan.Moment, scan.FirstReceived) = (firstReport, first.Moment, Sighting.Never);
        for (var i = firstReport; ; i = _reports[i].Next)
        {
            ref readonly var report = ref _reports[i];
            var told = report.Sighting.Event;
            scan.ReportCount++;
            scan.Piece ??= report.Piece;
            if (report.Sighting.FirstReceived != Sighting.Never) scan.FirstReceived = scan.FirstReceived == Sighting.Never ? report.Sighting.FirstReceived : Math.Min(scan.FirstReceived, report.Sighting.FirstReceived);
            if (i != firstReport && ReportRank.Compare(told, speaker) > 0) speaker = told;
            if (i != firstReport && ReportRank.Compare(told.Time, time) > 0) time = told.Time;
            isWithdrawn = isWithdrawn && IsWithdrawn(report.Sighting, coverages);
            if (report.Next == 0) break;
        }
        (scan.Told, scan.Time, scan.Flags) = (speaker, time, isWithdrawn ? ScanFlags.Withdrawn : ScanFlags.None);
    }

    private static bool IsWithdrawn(in Sighting sighting, ReadOnlySpan<SourceCoverage> coverages)
    {
        foreach (ref readonly var coverage in coverages)
        {
            if (coverage.IsOf(sighting.Event) && coverage.Leaves(sighting)) return true;
        }
        return false;
    }

    /// <summary>The reports of a scan, in their order.</summary>
    public struct ReportsOfScan(Placed[] reports, int first)
    {
        private int _next = first;

        public TrackingEvent Current { get; private set; } = null!;

        public readonly ReportsOfScan GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next < 0) return false;
            Current = reports[_next].Sighting.Event;
            _next = reports[_next].Next is 0 ? -1 : reports[_next].Next;
            return true;
        }
    }

    private struct Scan
    {
        public TrackingEvent Told;
        public EventTime Time;
        public string? Piece;
        public long Moment;
        public long FirstReceived;
        public int FirstReport;
        public int ReportCount;
        public ScanFlags Flags;
        public ScanFlags WayFlags;
        public bool IsFollowed;
    }
}
