using System.Runtime.InteropServices;
using NodaTime;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Finds what may fire: the causes in a shipment that are new since it was looked at last, or all.</summary>
/// <remarks>A thread keeps one for the next decision; one that begins while another is under way has its own.</remarks>
internal sealed class OccasionFinder : IDisposable
{
    /// <summary>One that has held more is not kept.</summary>
    private const int MostKept = 1000;

    [ThreadStatic]
    private static OccasionFinder? _idle;

    private readonly List<Candidate> _found = new(8);
    private int[] _newest = [];
    private ShipmentTrigger[] _places = [];
    private RuleIndex _index = null!;
    private FiredLog _fired = FiredLog.Empty;
    private IRuleObserver? _observer;
    private Setting? _setting;
    private long _nextDue;

    private OccasionFinder()
    {
    }

    public Situation Situation { get; } = new();

    /// <summary>What the decision adds to what has fired.</summary>
    public NewMarks Added { get; } = new();

    /// <summary>Whether somebody wants to hear why rules do not fire.</summary>
    public bool Explains => _observer is not null;

    public Shipment Shipment => Situation.Shipment;

    public ReadOnlySpan<Candidate> Found => CollectionsMarshal.AsSpan(_found);

    /// <summary>What all that is found has in common.</summary>
    public Setting Setting => _setting ??= new(Situation.Key, Shipment, Situation.Attributes, Situation.Now, Shipment.FailedAttempts);

    /// <summary>The index from which on scans are new, or are seen otherwise than before.</summary>
    public int Start { get; private set; }

    /// <summary>When the next wait is over; <see langword="null"/> where nothing is waited for.</summary>
    public Instant? NextDue => _nextDue == long.MaxValue ? null : Instant.FromUnixTimeTicks(_nextDue);

    /// <param name="index">The rules.</param>
    /// <param name="fired">What has fired, for these rules.</param>
    /// <param name="observer">Hears why rules do not fire.</param>
    public static OccasionFinder Of(RuleIndex index, FiredLog fired, IRuleObserver? observer)
    {
        var finder = _idle ?? new();
        _idle = null;
        (finder._index, finder._fired, finder._observer, finder._nextDue, finder.Start) = (index, fired, observer, long.MaxValue, 0);
        finder.Added.Enter(index.Prepared.Length);
        return finder;
    }

    public void Dispose()
    {
        var isSmall = Math.Max(_found.Capacity, Situation.History.Length) <= MostKept;
        Situation.Leave();
        _places.AsSpan(0, Math.Min(_places.Length, _found.Count)).Clear();
        _found.Clear();
        Added.Clear();
        (_index, _fired, _observer, _setting) = (null!, FiredLog.Empty, null, null);
        if (isSmall) _idle = this;
    }

    public void Find(string shipmentKey, Shipment? before, Shipment shipment, ShipmentAttributes attributes, Instant now, BusinessCalendar calendar)
    {
        Situation.Enter(shipmentKey, before, shipment, attributes, now, calendar);
        Start = Situation.Known();
        if (Start < Situation.History.Length || before is null)
        {
            _index.Scans.Find(this);
            _index.Phases.Find(this);
            _index.Problems.Find(this);
            _index.Repeats.Find(this);
            _index.Sequences.Find(this);
            _index.Pieces.Find(this);
        }
        _index.Estimates.Find(this);
        _index.Waits.Find(this);
    }

    /// <summary>Looks again at all of the shipment for some rules, whatever was found for them.</summary>
    public void FindAgain(HashSet<int> rules)
    {
        _found.RemoveAll(one => rules.Contains(one.Rule.Ordinal));
        using var again = Of(_index, _fired, null);
        again.Find(Situation.Key, null, Situation.Shipment, Situation.Attributes, Situation.Now, Situation.Calendar);
        _found.AddRange(again._found.Where(one => rules.Contains(one.Rule.Ordinal)));
    }

    /// <summary>Room for a trigger of each that was found.</summary>
    public Span<ShipmentTrigger> Places()
    {
        if (_places.Length < _found.Count) _places = new ShipmentTrigger[_found.Capacity];
        return _places.AsSpan(0, _found.Count);
    }

    /// <summary>Notes of each rule that pauses where the newest of what was found for it stands.</summary>
    public void NoteNewest()
    {
        if (_newest.Length < _index.Prepared.Length) _newest = new int[_index.Prepared.Length];
        for (var i = 0; i < _found.Count; i++)
        {
            var rule = _found[i].Rule;
            if (rule.Pauses) _newest[rule.Ordinal] = i;
        }
    }

    /// <summary>Whether what was found at a place is the newest for its rule, which pauses.</summary>
    public bool IsNewest(int place) => _newest[_found[place].Rule.Ordinal] == place;

    public void Reject(PreparedRule rule, RuleVerdict verdict, ShipmentScan? scan) => _observer?.Reject(rule.Rule, verdict, scan);

    /// <summary>A cause that is a scan and nothing else.</summary>
    public void Add(PreparedRule rule, ShipmentScan scan)
    {
        if (IsTooLate(rule, scan)) Reject(rule, RuleVerdict.LeftBehind, scan);
        else if (Applies(rule, scan)) Put(rule, scan, new() { Since = scan.Time });
    }

    /// <summary>A cause that counts only as long as the shipment has not ended since, unless the rule fires late.</summary>
    public void AddUnlessLeftBehind(PreparedRule rule, ShipmentScan scan, in Finding finding)
    {
        if (IsTooLate(rule, scan)) Reject(rule, RuleVerdict.LeftBehind, scan);
        else Add(rule, scan, finding);
    }

    /// <summary>A cause: it is found where the rule's conditions hold and it has not fired for it.</summary>
    public void Add(PreparedRule rule, ShipmentScan? scan, in Finding finding)
    {
        if (Applies(rule, scan)) Put(rule, scan, finding);
    }

    /// <summary>A wait that is over.</summary>
    public void Add(Deadline deadline, long due)
    {
        var wait = deadline.Begin(Situation);
        Add(deadline.Rule, wait.Scan, new() { Since = wait.Start, Due = due, Problem = wait.Problem, Estimate = wait.Estimate, Suffix = wait.Suffix, Until = wait.Until });
    }

    /// <summary>A wait that is not over: the engine looks again when it is, unless the rule would not fire then either.</summary>
    public void Await(Deadline deadline, long due)
    {
        if (due >= _nextDue && _observer is null) return;
        var (rule, scan) = (deadline.Rule, deadline.Begin(Situation).Scan);
        if (rule.Unmet(Situation, scan) is not null || (rule.OncePer == OncePer.Shipment && _fired.Has(rule))) return;
        Reject(rule, RuleVerdict.Waiting, scan);
        _nextDue = Math.Min(_nextDue, due);
    }

    private bool IsTooLate(PreparedRule rule, ShipmentScan scan) => !rule.FiresLate && Situation.IsLeftBehind(scan);

    private bool Applies(PreparedRule rule, ShipmentScan? scan)
    {
        var isSure = rule.IsSureEnough(scan);
        var unmet = isSure ? rule.Unmet(Situation, scan) : null;
        if (isSure && unmet is null) return true;
        _observer?.Reject(rule.Rule, isSure ? RuleVerdict.ConditionUnmet : RuleVerdict.MatchTooWeak, scan, unmet);
        return false;
    }

    private void Put(PreparedRule rule, ShipmentScan? scan, in Finding finding)
    {
        if (CauseOf(rule, scan, finding) is not { } cause)
        {
            Reject(rule, RuleVerdict.Fired, scan);
            return;
        }
        _found.Add(new(rule, cause, scan, finding.Details(scan)));
    }

    /// <summary>The key of the cause; <see langword="null"/> where the rule has fired for it.</summary>
    private string? CauseOf(PreparedRule rule, ShipmentScan? scan, in Finding finding)
    {
        if (rule.OncePer == OncePer.Shipment) return _fired.Has(rule) ? null : CauseKey.Shipment;
        var cause = rule.OncePer switch
        {
            OncePer.Piece => finding.Piece ?? scan?.Piece ?? CauseKey.Shipment,
            OncePer.Type => scan?.Type.Code ?? CauseKey.Shipment,
            _ when finding.Times > 0 => $"#{finding.Times}{finding.Suffix}",
            _ when scan is null => finding.Suffix ?? CauseKey.Shipment,
            _ => null,
        };
        if (cause is not null) return _fired.Has(rule, cause) ? null : cause;
        var begun = finding.Problem?.Opened ?? scan!;
        if (_fired.Has(rule) && (IsKnown(rule, begun, finding.Suffix) || IsKnownByLaterScan(rule, begun, finding))) return null;
        return finding.Suffix is { } suffix ? Situation.KeyOf(begun) + suffix : Situation.KeyOf(begun);
    }

    /// <summary>Whether another phase or problem began with a scan, or with one that has the same key.</summary>
    private bool BeginsAnother(ShipmentScan scan, bool ofProblem)
    {
        var key = Situation.KeyOf(scan);
        return ofProblem ? Shipment.Problems.Any(problem => Situation.KeyOf(problem.Opened) == key) : Shipment.Phases.Any(phase => Situation.KeyOf(phase.Scan) == key);
    }

    /// <summary>Of several reports each has a key; the scan is known again by any of them.</summary>
    private bool IsKnown(PreparedRule rule, ShipmentScan scan, string? suffix)
    {
        if (scan.ReportCount == 1) return _fired.Has(rule, Situation.KeyOf(scan), suffix);
        foreach (var report in scan.Reports)
        {
            if (_fired.Has(rule, CauseKey.Of(report, scan.Piece), suffix)) return true;
        }
        return false;
    }

    /// <summary>Whether it fired for a later scan of the same phase or problem, before the one was in with which that now begins.</summary>
    private bool IsKnownByLaterScan(PreparedRule rule, ShipmentScan first, in Finding finding)
    {
        for (var i = first.Index + 1; i < finding.Until; i++)
        {
            var scan = Shipment.History[i];
            if (IsKnown(rule, scan, finding.Suffix) && !BeginsAnother(scan, ofProblem: finding.Problem is not null)) return true;
        }
        return false;
    }
}
