using NodaTime;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;

namespace PostPurchase.Normalization.Linting;

/// <summary>Checks the cause of a rule: against itself, and against those conditions that the cause decides.</summary>
internal sealed class CauseLinter(TriggerRule rule, RuleReferences references, TellRuleFault fault)
{
    /// <summary>Phases in which a shipment has always ended; one that was cancelled may be an order only.</summary>
    private static readonly Milestone[] Ends = [Milestone.Delivered, Milestone.Returned, Milestone.Failed];

    private static readonly Milestone[] EndsOrCancelled = [.. Ends, Milestone.Cancelled];

    private TriggerConditions Asked => rule.Conditions;

    public void Run()
    {
        switch (rule.Cause)
        {
            case ScanCause cause:
                Scan(cause);
                break;
            case PhaseCause cause:
                Phase(cause);
                break;
            case ProblemCause cause:
                Problem(cause);
                break;
            case EstimateCause cause:
                Estimate(cause);
                break;
            case DeadlineCause cause:
                Deadline(cause);
                break;
            case RepeatCause cause:
                Repeat(cause);
                break;
            case SequenceCause cause:
                Sequence(cause);
                break;
            case PieceCause cause:
                Piece(cause);
                break;
        }
    }

    private void Scan(ScanCause cause)
    {
        Known("on.scan", cause.Types);
        Known("on.except", cause.Except);
        if (cause.IsFirst)
        {
            const string Whatever = "the first scan of all counts, whatever it is";
            if (cause.Types.Count > 0) NoEffect("on.scan", $"{Whatever}: its types make no difference");
            if (cause.Except.Count > 0) NoEffect("on.except", $"{Whatever}: \"except\" makes no difference");
            if (cause.Flags != ScanFlags.None) NoEffect("on.flags", $"{Whatever}: \"flags\" make no difference");
            return;
        }
        Left("on.scan", cause.Types, "on.except", "except", cause.Except);
        foreach (var except in cause.Except.Where(except => cause.Types.Count > 0 && !references.Below(except).Any(type => RuleReferences.IsAny(type, cause.Types))))
            NoEffect(RuleLines.ItemOf("on.except", except.Code), $"'{except}' is none of the types of \"scan\": to leave it out makes no difference");
        LeastSeverity(references.Types.Where(cause.IsOf));
    }

    private void Phase(PhaseCause cause)
    {
        if (cause.Phases.Count == 0) Never("on.phase", "it names no phase that the shipment enters");
        else if (cause.From.Count > 0 && !cause.Phases.Any(to => cause.From.Any(from => from != to))) Never("on.from", "no phase is entered from itself");
        else if (cause.Phases.All(Asked.NotReached.Contains)) Never("if.notReached", "it has reached the phase that it enters");
        if (rule.FiresLate || Asked.Phases.Count == 0 || cause.Phases.Intersect(Asked.Phases).Any()) return;
        const string Why = "when it enters the phase of \"on\" it is in that phase, and in none of these; \"from\" asks for the phase before";
        if (Asked.HasPieces == false || cause.Phases.All(EndsOrCancelled.Contains)) Never("if.phases", Why);
        else if (Asked.HasPieces is null) fault("if.phases", RuleFaultKind.BadMember, $"it fires only where pieces are apart, and should say \"pieces\": true if that is meant: {Why}");
    }

    private void Problem(ProblemCause cause)
    {
        Known("on.problem", cause.Types);
        foreach (var pitfall in cause.Pitfalls.Where(pitfall => !references.IsPitfall(pitfall)))
            fault(RuleLines.ItemOf("on.pitfalls", pitfall), RuleFaultKind.UnknownReference, $"there is no kind of trouble '{pitfall}'");
        if (Troubles("on.problem", cause.Types) || (cause.Pitfalls.Count > 0 && !cause.Pitfalls.Any(references.IsPitfall))) return;
        var isAny = references.Troubles(cause.Types).Any(cause.IsOf);
        if (!isAny) Never(cause.Conditions.Count > 0 ? "on.conditions" : "on.pitfalls", $"no problem is of these {string.Join(" and ", Words(cause))}");
        else if (!cause.IsCleared && !rule.FiresLate) OpenProblem();
    }

    private static IEnumerable<string> Words(ProblemCause cause)
    {
        if (cause.Types.Count > 0) yield return "types";
        if (cause.Conditions.Count > 0) yield return "conditions";
        if (cause.Pitfalls.Count > 0) yield return "pitfalls";
    }

    private void Estimate(EstimateCause cause)
    {
        if (cause.LeastDays < 0) fault("on.days", RuleFaultKind.BadMember, "\"days\" is less than none");
        else if (cause.LeastDays > 0 && cause.News is EstimateNews.First or EstimateNews.BeyondPromise or EstimateNews.DeliveredOnTime) NoEffect("on.days", $"\"{cause.News.ToText()}\" asks for no days");
        var isDelivered = cause.News is EstimateNews.DeliveredLate or EstimateNews.DeliveredEarly or EstimateNews.DeliveredOnTime;
        if (isDelivered && Asked.NotReached.Contains(Milestone.Delivered)) Never("if.notReached", "it has been delivered");
        if (!isDelivered && cause.News != EstimateNews.First && !rule.FiresLate && Asked.Phases.Count > 0 && Asked.Phases.All(Ends.Contains))
            Never("if.phases", "estimates that move after the end are left behind");
    }

    private void Deadline(DeadlineCause cause)
    {
        Known("on.types", cause.Types);
        Known("on.until", cause.Until);
        var hasDay = cause.After is DeadlineStart.Estimate or DeadlineStart.Promise or DeadlineStart.Attribute;
        if (cause.BusinessDays < 0) fault("on.businessDays", RuleFaultKind.BadMember, "\"businessDays\" is less than none");
        else if (!hasDay && cause.BusinessDays == 0 && (cause.Wait < Duration.Zero || (cause.Wait == Duration.Zero && cause.At is null)))
            NoEffect("on.wait", "it waits for nothing: \"wait\" or \"businessDays\" says how long");
        if (cause.Within <= Duration.Zero) fault("on.within", RuleFaultKind.BadMember, "\"within\" leaves no time in which it may fire");
        if (cause.Types.Count > 0 && cause.After is not (DeadlineStart.Scan or DeadlineStart.Problem)) NoEffect("on.types", "\"types\" belongs to \"after\": \"scan\" or \"problem\" and makes no difference here");
        if (cause.Until.Count > 0 && cause.After != DeadlineStart.Scan) NoEffect("on.until", "\"until\" belongs to \"after\": \"scan\" and makes no difference here");
        if (cause.Attribute is not null && cause.After != DeadlineStart.Attribute) NoEffect("on.attribute", "\"attribute\" belongs to \"after\": \"attribute\" and makes no difference here");
        switch (cause.After)
        {
            case DeadlineStart.Attribute:
                Attribute(cause);
                break;
            case DeadlineStart.Problem when !Troubles("on.types", cause.Types):
                OpenProblem();
                break;
            case DeadlineStart.Scan when cause.Types.Count == 0:
                fault("on.after", RuleFaultKind.MissingMember, "\"types\" is missing; after any scan is \"last_scan\"");
                break;
            case DeadlineStart.Scan:
                foreach (var until in cause.Until.Where(until => references.Below(until).All(type => RuleReferences.IsAny(type, cause.Types))))
                    NoEffect(RuleLines.ItemOf("on.until", until.Code), $"a scan of '{until}' begins the wait anew, and does not end it");
                LeastSeverity(references.Types.Where(type => RuleReferences.IsAny(type, cause.Types)));
                break;
        }
        WaitingPhases(cause.Phases);
    }

    private void Attribute(DeadlineCause cause)
    {
        if (string.IsNullOrEmpty(cause.Attribute)) fault("on.attribute", RuleFaultKind.MissingMember, "\"attribute\" is missing");
        foreach (var test in Asked.Attributes.Where(test => test.Name == cause.Attribute && (test.AsksForNumber || test.OneOf.Count > 0 || test.Is is not null || test.IsAbsent)))
            Never($"if.attributes.{test.Name}", $"'{test.Name}' is the moment that it waits for, which passes no such test");
    }

    private void WaitingPhases(IReadOnlyList<Milestone> phases)
    {
        if (phases.Count > 0 && phases.All(phase => phase != Milestone.None && Asked.NotReached.Contains(phase))) Never("if.notReached", "it has reached the phases in which it waits");
        if (Asked.Phases.Count == 0) return;
        if (phases.Count > 0 && !phases.Intersect(Asked.Phases).Any()) Never("if.phases", "it waits in none of these phases");
        if (phases.Count == 0 && Asked.Phases.All(Ends.Contains)) Never("if.phases", "an end ends the wait; \"phases\" of \"on\" may say otherwise");
    }

    private void Repeat(RepeatCause cause)
    {
        Known("on.types", cause.Types);
        if (cause.Times < 1) fault("on.times", RuleFaultKind.BadMember, "\"times\" is less than once");
        if (cause.Of != RepeatKind.Scans && cause.Types.Count > 0) NoEffect("on.types", "\"types\" belongs to \"repeat\": \"scans\" and makes no difference here");
        switch (cause.Of)
        {
            case RepeatKind.Scans when cause.Types.Count == 0:
                fault("on.types", RuleFaultKind.MissingMember, "\"types\" is missing: it says which scans count");
                break;
            case RepeatKind.Scans:
                LeastSeverity(references.Types.Where(type => RuleReferences.IsAny(type, cause.Types)));
                break;
            case RepeatKind.Attempts when Asked.MostAttempts < cause.Times:
                Never("if.mostAttempts", $"it asks for {cause.Times} attempts and for {Asked.MostAttempts} at most");
                break;
            case RepeatKind.Returns when Asked.NotReached.Contains(Milestone.Returning):
                Never("if.notReached", "it has been on its way back");
                break;
        }
    }

    private void Sequence(SequenceCause cause)
    {
        Known("on.firstTypes", cause.First);
        Known("on.then", cause.Then);
        Known("on.without", cause.Without);
        if (cause.First.Count == 0) fault("on.firstTypes", RuleFaultKind.MissingMember, "\"firstTypes\" is missing: it says what comes first");
        if (cause.Then.Count == 0) fault("on.then", RuleFaultKind.MissingMember, "\"then\" names no type");
        if (cause.Within <= Duration.Zero) fault("on.within", RuleFaultKind.BadMember, "\"within\" leaves no time between the two");
        Left("on.firstTypes", cause.First, "on.without", "without", cause.Without);
        if (cause.Then.Count > 0) LeastSeverity(references.Types.Where(type => RuleReferences.IsAny(type, cause.Then)));
    }

    private void Piece(PieceCause cause)
    {
        if (Asked.HasPieces == false && cause.News != PieceNews.PartlyDelivered) Never("if.pieces", "pieces come apart only where there are several");
        if (Asked.Phases.Count == 0) return;
        var contradicts = cause.News switch
        {
            PieceNews.AllDelivered => !Asked.Phases.Contains(Milestone.Delivered),
            PieceNews.EndedApart => !Asked.Phases.Any(EndsOrCancelled.Contains),
            PieceNews.PartlyDelivered => Asked.Phases.All(Ends.Contains),
            _ => false,
        };
        if (contradicts) Never("if.phases", $"of \"{cause.News.ToText()}\" the shipment is in none of these phases");
    }

    /// <summary>Types of code that nothing knows; of files the reader tells.</summary>
    private void Known(string path, IReadOnlyList<EventType> types)
    {
        foreach (var type in types.Where(type => !type.IsKnown)) fault(path, RuleFaultKind.UnknownType, $"there is no event type '{type}'");
    }

    /// <summary>Whether a type, and none that is finer, is trouble: the rule hears of no problem then.</summary>
    private bool Troubles(string path, IReadOnlyList<EventType> types)
    {
        var smooth = types.Where(type => type.IsKnown && !references.Troubles([type]).Any()).ToList();
        foreach (var type in smooth) fault(RuleLines.ItemOf(path, type.Code), smooth.Count == types.Count ? RuleFaultKind.NeverFires : RuleFaultKind.NoEffect, $"'{type}' is no problem, nor is any finer type");
        return smooth.Count > 0 && smooth.Count == types.Count;
    }

    private void OpenProblem()
    {
        if (Asked.Conditions.Count > 0 && Asked.Conditions.All(condition => condition == Condition.OnTrack)) Never("if.conditions", "while a problem is open it is not on track");
    }

    /// <summary>Types of which another list leaves nothing.</summary>
    private void Left(string path, IReadOnlyList<EventType> types, string otherPath, string other, IReadOnlyList<EventType> without)
    {
        if (without.Count == 0) return;
        var gone = types.Where(type => type.IsKnown && references.Below(type).All(one => RuleReferences.IsAny(one, without))).ToList();
        if (types.Count > 0 && gone.Count == types.Count) Never(otherPath, $"\"{other}\" leaves nothing of the types");
        else foreach (var type in gone) NoEffect(RuleLines.ItemOf(path, type.Code), $"\"{other}\" leaves nothing of '{type}'");
    }

    private void LeastSeverity(IEnumerable<EventType> types)
    {
        if (Asked.LeastSeverity > Severity.Info && types.All(type => type.Severity < Asked.LeastSeverity)) Never("if.severity", $"no scan of these types is {Asked.LeastSeverity.ToText()} or more");
    }

    private void Never(string path, string message) => fault(path, RuleFaultKind.NeverFires, $"it never fires: {message}");

    private void NoEffect(string path, string message) => fault(path, RuleFaultKind.NoEffect, message);
}
