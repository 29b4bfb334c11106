using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Finds what may fire: the causes in a shipment that are new since it was looked at last, or all.</summary>
internal sealed class OccasionFinder(RuleIndex index, FiredLog fired, Situation situation, IRuleObserver? observer)
{
    private readonly List<Occasion> _found = [];
    private readonly Shipment _shipment = situation.Shipment;
    private readonly int _end = EndOf(situation.Shipment);

    public IReadOnlyList<Occasion> Found => _found;

    /// <summary>When the next wait is over; <see langword="null"/> where nothing is waited for.</summary>
    public Instant? NextDue { get; private set; }

    public void Find(Shipment? before)
    {
        var start = CommonLength(before, _shipment);
        if (start < _shipment.History.Count || before is null)
        {
            FindScans(start);
            FindPhases(start);
            FindProblems(start, before);
            FindRepeats(start, before);
            FindSequences(start);
            FindPieces();
        }
        FindEstimates(before);
        FindDeadlines();
    }

    /// <summary>How much of the history is as it was.</summary>
    private static int CommonLength(Shipment? before, Shipment after)
    {
        if (before is null) return 0;
        var length = Math.Min(before.History.Count, after.History.Count);
        for (var i = 0; i < length; i++)
        {
            var (one, other) = (before.History[i], after.History[i]);
            if (!ReferenceEquals(one.Event, other.Event) || one.Flags != other.Flags) return i;
        }
        return length;
    }

    private void FindScans(int start)
    {
        for (var i = start; i < _shipment.History.Count; i++)
        {
            var scan = _shipment.History[i];
            foreach (var rule in index.ForScan(scan.Type)) Offer(rule, scan, isHeeded: !scan.IsMoveless);
            if (scan.Flags == ScanFlags.None) continue;
            foreach (var rule in index.Flagged)
            {
                var cause = (ScanCause)rule.Cause;
                if ((scan.Flags & cause.Flags) != ScanFlags.None && RuleIndex.Matches(cause, scan.Type)) Offer(rule, scan, isHeeded: true);
            }
        }
        if (start > 0 || _shipment.History.Count == 0) return;
        foreach (var rule in index.First) Offer(rule, _shipment.History[0], isHeeded: true);
    }

    private void Offer(TriggerRule rule, ShipmentScan scan, bool isHeeded)
    {
        if (!isHeeded) observer?.Reject(rule, RuleVerdict.Flagged, scan);
        else if (!rule.FiresLate && IsLeftBehind(scan)) observer?.Reject(rule, RuleVerdict.LeftBehind, scan);
        else Add(rule, scan, new() { Since = scan.Time });
    }

    /// <summary>Whether the shipment has ended since.</summary>
    private bool IsLeftBehind(ShipmentScan scan) => scan.Index < _end;

    /// <summary>Index of the scan that ended the shipment; -1 while it goes on.</summary>
    private static int EndOf(Shipment shipment)
    {
        var end = -1;
        if (!shipment.IsEnded) return end;
        foreach (var phase in shipment.Phases) end = Math.Max(end, phase.Scan.Index);
        return end;
    }

    private void FindPhases(int start)
    {
        var phases = _shipment.Phases;
        for (var i = 0; i < phases.Count; i++)
        {
            var phase = phases[i];
            if (phase.Scan.Index < start) continue;
            var isOver = i + 1 < phases.Count && phases[i + 1].Piece == phase.Piece;
            var until = isOver ? phases[i + 1].Scan.Index : _shipment.History.Count;
            var isEnd = phase.To is Milestone.Delivered or Milestone.Returned or Milestone.Failed or Milestone.Cancelled;
            if (isEnd && phase.Piece is not null && (!_shipment.IsEnded || _shipment.Milestone != phase.To)) continue;
            foreach (var rule in index.ForPhase(phase.To))
            {
                if (((PhaseCause)rule.Cause).From is { Count: > 0 } from && !from.Contains(phase.From)) continue;
                if (isOver && !rule.FiresLate) observer?.Reject(rule, RuleVerdict.LeftBehind, phase.Scan);
                else Add(rule, phase.Scan, new() { Since = phase.Scan.Time, Phase = phase, Piece = phase.Piece, Until = until });
            }
        }
    }

    private void FindProblems(int start, Shipment? before)
    {
        for (var i = 0; i < _shipment.Problems.Count; i++)
        {
            var problem = _shipment.Problems[i];
            var isKnown = problem.Opened.Index < start && (problem.Cleared is null || problem.Cleared.Index < start)
                && before is not null && i < before.Problems.Count && before.Problems[i].Type == problem.Type;
            if (isKnown) continue;
            foreach (var rule in index.Problems)
            {
                var cause = (ProblemCause)rule.Cause;
                if (!Matches(cause, problem)) continue;
                if (cause.IsCleared)
                {
                    if (problem.Cleared is { } cleared) Add(rule, cleared, new() { Since = problem.Since, Problem = problem, Suffix = "/cleared", Until = UntilOf(problem) });
                    else observer?.Reject(rule, RuleVerdict.StillOpen, problem.Opened);
                }
                else if (!problem.IsOpen && !rule.FiresLate) observer?.Reject(rule, RuleVerdict.LeftBehind, problem.Opened);
                else Add(rule, problem.Opened, new() { Since = problem.Since, Problem = problem, Until = UntilOf(problem) });
            }
        }
    }

    private int UntilOf(ShipmentProblem problem) => problem.Cleared?.Index ?? _shipment.History.Count;

    private static bool Matches(ProblemCause cause, ShipmentProblem problem) =>
        (cause.Types.Count == 0 || RuleIndex.IsAny(problem.Type, cause.Types))
        && (cause.Conditions.Count == 0 || cause.Conditions.Contains(problem.Condition))
        && (cause.Pitfalls.Count == 0 || (problem.Type.Pitfall is { } pitfall && cause.Pitfalls.Contains(pitfall)));

    private void FindEstimates(Shipment? before)
    {
        var (now, then) = (_shipment.Estimates, before?.Estimates);
        if (index.Estimates.Length == 0 || ReferenceEquals(now, then)) return;
        foreach (var rule in index.Estimates)
        {
            var cause = (EstimateCause)rule.Cause;
            switch (cause.News)
            {
                case EstimateNews.First:
                    if (now.First is { } first && then?.First is null) Add(rule, null, new() { Estimate = first.Estimate, Since = first.Since });
                    break;
                case EstimateNews.DeliveredLate or EstimateNews.DeliveredEarly or EstimateNews.DeliveredOnTime:
                    if (now.Lateness is { } lateness && then?.Lateness is null && IsAsked(cause, lateness.Days))
                    {
                        Add(rule, null, new() { Estimate = now.Promise ?? now.First?.Estimate, Days = lateness.Days, Since = _shipment.Dates.Delivered });
                    }
                    break;
                default:
                    for (var i = then?.Changes.Count ?? 0; i < now.Changes.Count; i++) OfferChange(rule, cause, now, now.Changes[i], i == now.Changes.Count - 1);
                    break;
            }
        }
    }

    private void OfferChange(TriggerRule rule, EstimateCause cause, EstimateHistory estimates, EstimateChange change, bool isNewest)
    {
        var isAsked = cause.News switch
        {
            EstimateNews.Later => change.Days >= Math.Max(1, cause.LeastDays),
            EstimateNews.Earlier => -change.Days >= Math.Max(1, cause.LeastDays),
            EstimateNews.BeyondPromise => estimates.Promise is { } promise && LastDay(change.To.Estimate) > LastDay(promise) && LastDay(change.From.Estimate) <= LastDay(promise),
            _ => Math.Abs(change.Days) >= cause.LeastDays,
        };
        if (!isAsked) return;
        if (!rule.FiresLate && (!isNewest || _shipment.IsEnded)) observer?.Reject(rule, RuleVerdict.LeftBehind, null);
        else Add(rule, null, new() { Estimate = change.To.Estimate, PreviousEstimate = change.From.Estimate, Days = change.Days, Since = change.To.Since, Suffix = CauseKey.Of(change.To.Estimate) });
    }

    private static bool IsAsked(EstimateCause cause, int days) => cause.News switch
    {
        EstimateNews.DeliveredLate => days >= Math.Max(1, cause.LeastDays),
        EstimateNews.DeliveredEarly => -days >= Math.Max(1, cause.LeastDays),
        _ => days == 0,
    };

    private static LocalDate LastDay(DeliveryEstimate estimate) => (estimate.Through.IsKnown ? estimate.Through : estimate.From).Date;

    private void FindRepeats(int start, Shipment? before)
    {
        foreach (var rule in index.Repeats)
        {
            var cause = (RepeatCause)rule.Cause;
            switch (cause.Of)
            {
                case RepeatKind.Attempts:
                    if (_shipment.FailedAttempts >= cause.Times && _shipment.FailedAttempts > (before?.FailedAttempts ?? 0)) AddCounted(rule, LastOf(Milestone.AttemptFailed), _shipment.FailedAttempts);
                    break;
                case RepeatKind.Slips:
                    if (_shipment.Estimates.Slips >= cause.Times && _shipment.Estimates.Slips > (before?.Estimates.Slips ?? 0)) AddCounted(rule, null, _shipment.Estimates.Slips);
                    break;
                default:
                    FindRepeatedScans(rule, cause, start);
                    break;
            }
        }
    }

    private ShipmentScan? LastOf(Milestone milestone)
    {
        for (var i = _shipment.History.Count - 1; i >= 0; i--)
        {
            if (_shipment.History[i].Type.Milestone == milestone && !_shipment.History[i].IsMoveless) return _shipment.History[i];
        }
        return null;
    }

    private void FindRepeatedScans(TriggerRule rule, RepeatCause cause, int start)
    {
        var times = 0;
        Dictionary<string, int>? visits = null;
        string? here = null;
        foreach (var scan in _shipment.History)
        {
            if (scan.IsMoveless) continue;
            int count;
            string? place = null;
            if (cause.Of == RepeatKind.Places)
            {
                if (scan.Event.Place?.City is not { } city || string.Equals(city, here, StringComparison.OrdinalIgnoreCase)) continue;
                visits ??= new(StringComparer.OrdinalIgnoreCase);
                here = city;
                place = city.ToUpperInvariant();
                count = visits[city] = visits.GetValueOrDefault(city) + 1;
            }
            else
            {
                var counts = cause.Of == RepeatKind.Returns ? _shipment.Phases.Any(phase => phase.To == Milestone.Returning && phase.Scan == scan) : RuleIndex.IsAny(scan.Type, cause.Types);
                if (!counts) continue;
                count = ++times;
            }
            if (count >= cause.Times && scan.Index >= start) AddCounted(rule, scan, count, place);
        }
    }

    private void AddCounted(TriggerRule rule, ShipmentScan? scan, int times, string? place = null)
    {
        var isLeftBehind = scan is null ? _shipment.IsEnded : IsLeftBehind(scan);
        if (isLeftBehind && !rule.FiresLate) observer?.Reject(rule, RuleVerdict.LeftBehind, scan);
        else Add(rule, scan, new() { Since = scan?.Time ?? default, Times = times, Counted = true, Suffix = place });
    }

    private void FindSequences(int start)
    {
        if (index.Sequences.Length == 0) return;
        for (var i = Math.Max(start, 1); i < _shipment.History.Count; i++)
        {
            var then = _shipment.History[i];
            if (!then.Counts) continue;
            foreach (var rule in index.Sequences)
            {
                var cause = (SequenceCause)rule.Cause;
                if (!RuleIndex.IsAny(then.Type, cause.Then) || FirstOf(cause, then) is not { } first) continue;
                if (!rule.FiresLate && IsLeftBehind(then)) observer?.Reject(rule, RuleVerdict.LeftBehind, then);
                else Add(rule, then, new() { Since = first.Time });
            }
        }
    }

    private ShipmentScan? FirstOf(SequenceCause cause, ShipmentScan then)
    {
        for (var i = then.Index - 1; i >= 0; i--)
        {
            var scan = _shipment.History[i];
            if (scan.Piece is not null && then.Piece is not null && scan.Piece != then.Piece) continue;
            if (RuleIndex.IsAny(scan.Type, cause.Without)) return null;
            if (!RuleIndex.IsAny(scan.Type, cause.First)) continue;
            return cause.Within is { } within && Moments.Between(scan.Time, then.Time) > within ? null : scan;
        }
        return null;
    }

    private void FindPieces()
    {
        if (_shipment.Pieces.Count < 2 && !_shipment.IsPartlyDelivered) return;
        var pieces = _shipment.Pieces;
        foreach (var rule in index.Pieces)
        {
            switch (((PieceCause)rule.Cause).News)
            {
                case PieceNews.PartlyDelivered when _shipment.IsPartlyDelivered:
                case PieceNews.AllDelivered when pieces.Count > 1 && pieces.All(piece => piece.Milestone == Milestone.Delivered):
                case PieceNews.AllShipped when pieces.Count > 1 && pieces.All(piece => piece.Dates.FirstScan.IsKnown):
                case PieceNews.EndedApart when _shipment.IsEnded && pieces.Any(piece => piece.Milestone != pieces[0].Milestone):
                    Add(rule, _shipment.History[^1], new() { Since = _shipment.Since });
                    break;
                case PieceNews.InTrouble:
                    foreach (var piece in pieces.Where(piece => piece.Condition > Condition.Delayed && pieces.Any(other => other.Condition == Condition.OnTrack)))
                    {
                        Add(rule, null, new() { Since = piece.Since, Piece = piece.Number, Suffix = $"{piece.Number}/{piece.Condition}" });
                    }
                    break;
            }
        }
    }

    private void FindDeadlines()
    {
        foreach (var rule in index.ForWait(_shipment.Milestone))
        {
            var cause = (DeadlineCause)rule.Cause;
            var wait = Wait.Of(cause, situation);
            if (wait is not { } begun)
            {
                observer?.Reject(rule, RuleVerdict.NoCause, null);
                continue;
            }
            if (begun.Due + cause.Within < situation.Now) observer?.Reject(rule, RuleVerdict.LeftBehind, begun.Scan);
            else if (begun.Due <= situation.Now)
            {
                var until = begun.Problem is { } problem ? UntilOf(problem) : cause.After == DeadlineStart.Phase ? _shipment.History.Count : 0;
                Add(rule, begun.Scan, new() { Since = begun.Since, Due = begun.Due, Problem = begun.Problem, Estimate = begun.Estimate, Suffix = begun.Suffix, Until = until });
            }
            else if (situation.Unmet(rule.Conditions, begun.Scan) is null && !IsSpent(rule))
            {
                observer?.Reject(rule, RuleVerdict.Waiting, begun.Scan);
                if (NextDue is null || begun.Due < NextDue) NextDue = begun.Due;
            }
        }
    }

    private bool IsSpent(TriggerRule rule) => rule.OncePer == OncePer.Shipment && fired.Has(rule.Name);

    private void Add(TriggerRule rule, ShipmentScan? scan, Finding finding)
    {
        if (scan is not null && AsksForType(rule) && (scan.Event.Match < rule.LeastMatch || scan.Event.Confidence < rule.LeastConfidence))
        {
            observer?.Reject(rule, RuleVerdict.MatchTooWeak, scan);
            return;
        }
        if (situation.Unmet(rule.Conditions, scan) is { } unmet)
        {
            observer?.Reject(rule, RuleVerdict.ConditionUnmet, scan, unmet);
            return;
        }
        if (HasFired(rule, scan, finding, out var cause))
        {
            observer?.Reject(rule, RuleVerdict.Fired, scan);
            return;
        }
        _found.Add(new()
        {
            Id = TriggerId.Of(situation.Key, rule.Name, cause),
            Rule = rule,
            ShipmentKey = situation.Key,
            Shipment = _shipment,
            Attributes = situation.Attributes,
            CauseKey = cause,
            FiredAt = situation.Now,
            Scan = scan,
            Since = finding.Since,
            Due = finding.Due,
            Phase = finding.Phase,
            Problem = finding.Problem,
            Estimate = finding.Estimate,
            PreviousEstimate = finding.PreviousEstimate,
            Days = finding.Days,
            Times = Math.Max(1, finding.Times),
            Attempts = _shipment.FailedAttempts,
            Piece = finding.Piece ?? scan?.Piece,
        });
    }

    /// <summary>Silence after the newest scan is silence, whatever that scan said.</summary>
    private static bool AsksForType(TriggerRule rule) => rule.Cause is not DeadlineCause { After: DeadlineStart.LastScan };

    private bool HasFired(TriggerRule rule, ShipmentScan? scan, Finding finding, out string cause)
    {
        cause = CauseKey.Shipment;
        if (rule.OncePer == OncePer.Shipment) return fired.Has(rule.Name);
        if (rule.OncePer == OncePer.Piece)
        {
            cause = finding.Piece ?? scan?.Piece ?? CauseKey.Shipment;
            return fired.Has(rule.Name, cause);
        }
        if (rule.OncePer == OncePer.Type)
        {
            cause = scan?.Type.Code ?? CauseKey.Shipment;
            return fired.Has(rule.Name, cause);
        }
        if (finding.Counted) cause = $"#{finding.Times}{finding.Suffix}";
        else if (scan is null) cause = finding.Suffix ?? CauseKey.Shipment;
        else
        {
            var opened = finding.Problem?.Opened ?? scan;
            cause = CauseKey.Of(opened.Event, opened.Piece) + finding.Suffix;
            return CauseKey.AnyIn(fired, rule.Name, opened, finding.Suffix ?? "") || IsKnownByLaterScan(rule.Name, opened, finding);
        }
        return fired.Has(rule.Name, cause);
    }

    /// <summary>Whether it fired for a later scan of the same phase or problem, before the one was in with which that now begins.</summary>
    private bool IsKnownByLaterScan(string rule, ShipmentScan first, Finding finding)
    {
        if (finding.Until <= first.Index + 1 || !fired.Has(rule)) return false;
        for (var i = first.Index + 1; i < finding.Until; i++)
        {
            var scan = _shipment.History[i];
            var isOther = finding.Problem is null ? _shipment.Phases.Any(phase => phase.Scan == scan) : _shipment.Problems.Any(problem => problem.Opened == scan);
            if (!isOther && CauseKey.AnyIn(fired, rule, scan, finding.Suffix ?? "")) return true;
        }
        return false;
    }

    /// <summary>What one kind of cause knows of itself.</summary>
    private readonly struct Finding
    {
        public EventTime Since { get; init; }

        public Instant? Due { get; init; }

        public PhaseChange? Phase { get; init; }

        public ShipmentProblem? Problem { get; init; }

        public DeliveryEstimate? Estimate { get; init; }

        public DeliveryEstimate? PreviousEstimate { get; init; }

        public int Days { get; init; }

        public int Times { get; init; }

        public bool Counted { get; init; }

        public string? Piece { get; init; }

        /// <summary>Of a phase or a problem: the index before which its scans stand.</summary>
        public int Until { get; init; }

        /// <summary>What tells causes apart that share a scan.</summary>
        public string? Suffix { get; init; }
    }
}
