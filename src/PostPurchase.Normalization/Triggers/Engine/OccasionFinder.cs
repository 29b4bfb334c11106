using NodaTime;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Finds what may fire: the causes in a shipment that are new since it was looked at last, or all. Lives for one decision.</summary>
internal sealed class OccasionFinder(RuleIndex index, FiredLog fired, Situation situation, IRuleObserver? observer)
{
    private readonly List<(PreparedRule Rule, Occasion Occasion)> _found = new(8);
    private Setting? _setting;
    private long _nextDue = long.MaxValue;

    public Situation Situation => situation;

    /// <summary>Whether somebody wants to hear why rules do not fire.</summary>
    public bool Explains => observer is not null;

    public Shipment Shipment => situation.Shipment;

    public List<(PreparedRule Rule, Occasion Occasion)> Found => _found;

    /// <summary>The index from which on scans are new, or are seen otherwise than before.</summary>
    public int Start { get; private set; }

    /// <summary>When the next wait is over; <see langword="null"/> where nothing is waited for.</summary>
    public Instant? NextDue => _nextDue == long.MaxValue ? null : Instant.FromUnixTimeTicks(_nextDue);

    public void Find()
    {
        Start = situation.Known();
        if (Start < Shipment.History.Count || situation.Before is null)
        {
            index.Scans.Find(this);
            index.Phases.Find(this);
            index.Problems.Find(this);
            index.Repeats.Find(this);
            index.Sequences.Find(this);
            index.Pieces.Find(this);
        }
        index.Estimates.Find(this);
        index.Waits.Find(this);
    }

    public void Reject(PreparedRule rule, RuleVerdict verdict, ShipmentScan? scan) => observer?.Reject(rule.Rule, verdict, scan);

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
        var wait = deadline.Begin(situation);
        Add(deadline.Rule, wait.Scan, new() { Since = wait.Start, Due = due, Problem = wait.Problem, Estimate = wait.Estimate, Suffix = wait.Suffix, Until = wait.Until });
    }

    /// <summary>A wait that is not over: the engine looks again when it is, unless the rule would not fire then either.</summary>
    public void Await(Deadline deadline, long due)
    {
        if (due >= _nextDue && observer is null) return;
        var (rule, scan) = (deadline.Rule, deadline.Begin(situation).Scan);
        if (rule.Unmet(situation, scan) is not null || (rule.OncePer == OncePer.Shipment && fired.Has(rule))) return;
        Reject(rule, RuleVerdict.Waiting, scan);
        _nextDue = Math.Min(_nextDue, due);
    }

    private bool IsTooLate(PreparedRule rule, ShipmentScan scan) => !rule.FiresLate && situation.IsLeftBehind(scan);

    private bool Applies(PreparedRule rule, ShipmentScan? scan)
    {
        var isSure = rule.IsSureEnough(scan);
        var unmet = isSure ? rule.Unmet(situation, scan) : null;
        if (isSure && unmet is null) return true;
        observer?.Reject(rule.Rule, isSure ? RuleVerdict.ConditionUnmet : RuleVerdict.MatchTooWeak, scan, unmet);
        return false;
    }

    private void Put(PreparedRule rule, ShipmentScan? scan, in Finding finding)
    {
        if (CauseOf(rule, scan, finding) is not { } cause)
        {
            Reject(rule, RuleVerdict.Fired, scan);
            return;
        }
        _found.Add((rule, new()
        {
            Setting = _setting ??= new(situation.Key, Shipment, situation.Attributes, situation.Now, Shipment.FailedAttempts),
            Rule = rule.Rule,
            CauseKey = cause,
            Scan = scan,
            Since = finding.Since,
            Phase = finding.Phase,
            Piece = finding.Piece ?? scan?.Piece,
            Details = finding.Details(),
        }));
    }

    /// <summary>The key of the cause; <see langword="null"/> where the rule has fired for it.</summary>
    private string? CauseOf(PreparedRule rule, ShipmentScan? scan, in Finding finding)
    {
        if (rule.OncePer == OncePer.Shipment) return fired.Has(rule) ? null : CauseKey.Shipment;
        var cause = rule.OncePer switch
        {
            OncePer.Piece => finding.Piece ?? scan?.Piece ?? CauseKey.Shipment,
            OncePer.Type => scan?.Type.Code ?? CauseKey.Shipment,
            _ when finding.Times > 0 => $"#{finding.Times}{finding.Suffix}",
            _ when scan is null => finding.Suffix ?? CauseKey.Shipment,
            _ => null,
        };
        if (cause is not null) return fired.Has(rule, cause) ? null : cause;
        var begun = finding.Problem?.Opened ?? scan!;
        if (fired.Has(rule) && (IsKnown(rule, begun, finding.Suffix) || IsKnownByLaterScan(rule, begun, finding))) return null;
        return finding.Suffix is { } suffix ? situation.KeyOf(begun) + suffix : situation.KeyOf(begun);
    }

    /// <summary>Whether another phase or problem began with a scan, or with one that has the same key.</summary>
    private bool BeginsAnother(ShipmentScan scan, bool ofProblem)
    {
        var key = situation.KeyOf(scan);
        return ofProblem ? Shipment.Problems.Any(problem => situation.KeyOf(problem.Opened) == key) : Shipment.Phases.Any(phase => situation.KeyOf(phase.Scan) == key);
    }

    /// <summary>Of several reports each has a key; the scan is known again by any of them.</summary>
    private bool IsKnown(PreparedRule rule, ShipmentScan scan, string? suffix)
    {
        if (scan.ReportCount == 1) return fired.Has(rule, situation.KeyOf(scan), suffix);
        foreach (var report in scan.Reports)
        {
            if (fired.Has(rule, CauseKey.Of(report, scan.Piece), suffix)) return true;
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
