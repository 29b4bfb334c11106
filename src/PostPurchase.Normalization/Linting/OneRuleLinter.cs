using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;

namespace PostPurchase.Normalization.Linting;

/// <summary>Checks one rule: its name, its cause, its conditions, and what it says besides.</summary>
internal sealed class OneRuleLinter(LocatedRule located, RuleReferences references, List<RuleFault> faults)
{
    /// <summary>To which kinds of cause the members of <c>on</c> belong that do not name a kind themselves.</summary>
    private static readonly Dictionary<string, string[]> Kinds = new(StringComparer.Ordinal)
    {
        ["except"] = ["scan"],
        ["flags"] = ["scan"],
        ["first"] = ["scan"],
        ["from"] = ["phase"],
        ["conditions"] = ["problem"],
        ["pitfalls"] = ["problem"],
        ["cleared"] = ["problem"],
        ["days"] = ["estimate"],
        ["types"] = ["after", "repeat"],
        ["until"] = ["after"],
        ["attribute"] = ["after"],
        ["phases"] = ["after"],
        ["wait"] = ["after"],
        ["businessDays"] = ["after"],
        ["at"] = ["after"],
        ["times"] = ["repeat"],
        ["firstTypes"] = ["then"],
        ["without"] = ["then"],
        ["within"] = ["after", "then"],
    };

    public void Run()
    {
        if (located.Name.Length > 0) Name(located.Name);
        if (located.Rule is not { } rule) return;
        StrayMembers();
        if (located.File.Length == 0 && string.IsNullOrWhiteSpace(rule.Fires)) Fault("fires", RuleFaultKind.MissingMember, "it does not say in a sentence when it fires");
        new CauseLinter(rule, references, Fault).Run();
        new ConditionsLinter(rule.Conditions, references, Fault).Run();
        if (!HasScan(rule.Cause)) WithoutScan(rule);
        if (rule.Cause is DeadlineCause { After: DeadlineStart.LastScan }) Match(rule, "the silence after a scan is silence, whatever the scan's type");
        Pauses(rule);
        if (rule.FiresLate && !MayBeLeftBehind(rule.Cause)) Fault("late", RuleFaultKind.NoEffect, "such a cause is never left behind, so that \"late\" makes no difference");
    }

    private void Pauses(TriggerRule rule)
    {
        var (isQuiet, isLimited) = (rule.Quiet > Duration.Zero, rule.MostPerDay > 0);
        const string Once = "it fires once for a shipment, so that";
        if (isQuiet && rule.OncePer == OncePer.Shipment) Fault("quiet", RuleFaultKind.NoEffect, $"{Once} \"quiet\" makes no difference");
        if (isLimited && rule.OncePer == OncePer.Shipment) Fault("mostPerDay", RuleFaultKind.NoEffect, $"{Once} \"mostPerDay\" makes no difference");
        if (rule.Meanwhile != Meanwhile.Dropped && !isQuiet && !isLimited) Fault("meanwhile", RuleFaultKind.NoEffect, "it never keeps silent, so that \"meanwhile\" makes no difference");
        if (isLimited && rule.Quiet > Duration.Zero && rule.Quiet * rule.MostPerDay >= Duration.FromDays(1))
            Fault("mostPerDay", RuleFaultKind.NoEffect, "\"quiet\" lets it fire no more often anyway, so that \"mostPerDay\" makes no difference");
        if (rule.IsOrderIndependent && (isQuiet || isLimited)) Fault("anyOrder", RuleFaultKind.BadMember, "what fires while it keeps silent depends on the order of arrival");
    }

    private void Name(string name)
    {
        if (!RuleMaker.IsName(name))
        {
            // The reader of files has told it.
            if (located.File.Length == 0) Fault("name", RuleFaultKind.BadMember, "a name is lower-case letters, digits and underscores, a host's own with a prefix and a colon before it");
            return;
        }
        var isOwn = name.Split(':') is [{ Length: > 0 }, { Length: > 0 }];
        if (!isOwn && !TriggerCatalogue.IsBuiltIn(name)) Fault("name", RuleFaultKind.BadMember, "a host's own name has a prefix and a colon before it, such as acme:customs_over_500");
    }

    /// <summary>Members that the reader knows, but of a cause of another kind.</summary>
    private void StrayMembers()
    {
        var members = located.Lines.MembersOf("on").ToList();
        foreach (var stray in members.Where(member => Kinds.TryGetValue(member, out var kinds) && !kinds.Any(members.Contains)))
            Fault($"on.{stray}", RuleFaultKind.NoEffect, $"\"{stray}\" belongs to a cause of \"{string.Join("\" or \"", Kinds[stray])}\" and makes no difference here");
    }

    /// <summary>Whether there is a scan that is the cause, of which conditions may ask.</summary>
    private static bool HasScan(TriggerCause cause) => cause is not (EstimateCause or RepeatCause { Of: RepeatKind.Slips } or PieceCause { News: PieceNews.InTrouble }
        or DeadlineCause { After: DeadlineStart.Estimate or DeadlineStart.Promise or DeadlineStart.Attribute });

    /// <summary>Whether the engine asks if the shipment has moved on since.</summary>
    private static bool MayBeLeftBehind(TriggerCause cause) => cause is not (DeadlineCause or PieceCause or ProblemCause { IsCleared: true }
        or EstimateCause { News: EstimateNews.First or EstimateNews.DeliveredLate or EstimateNews.DeliveredEarly or EstimateNews.DeliveredOnTime });

    private void WithoutScan(TriggerRule rule)
    {
        var asked = rule.Conditions;
        const string Never = "this cause has no scan, so that the condition never holds";
        if (asked.LeastSeverity > Severity.Info) Fault("if.severity", RuleFaultKind.NoEffect, "this cause has no scan, so that \"severity\" makes no difference");
        if (asked.IsFinalAttempt == true) Fault("if.finalAttempt", RuleFaultKind.NeverFires, Never);
        if (asked.DeliveredTo.Count > 0 && !asked.DeliveredTo.Contains(DeliveredTo.Unknown)) Fault("if.deliveredTo", RuleFaultKind.NeverFires, Never);
        if (asked.DeliveredAt.Count > 0 && !asked.DeliveredAt.Contains(DeliveredAt.Unknown)) Fault("if.deliveredAt", RuleFaultKind.NeverFires, Never);
        if (asked.Proofs.Count > 0 && !asked.Proofs.Contains(ProofOfDelivery.Unknown)) Fault("if.proofs", RuleFaultKind.NeverFires, Never);
        if (asked.ActionBy.Count > 0 && !asked.ActionBy.Contains(Party.None)) Fault("if.actionBy", RuleFaultKind.NeverFires, Never);
        Match(rule, "this cause has no scan");
        if (rule.OncePer == OncePer.Type || (rule.OncePer == OncePer.Piece && rule.Cause is not PieceCause))
            Fault("once", RuleFaultKind.NoEffect, $"this cause has no scan: \"once\": \"{rule.OncePer.ToText()}\" is once for a shipment");
    }

    private void Match(TriggerRule rule, string why)
    {
        if (rule.LeastMatch != MatchKind.Phrase) Fault("match", RuleFaultKind.NoEffect, $"{why}: \"match\" makes no difference");
        if (rule.LeastConfidence != Confidence.Unknown) Fault("confidence", RuleFaultKind.NoEffect, $"{why}: \"confidence\" makes no difference");
    }

    /// <summary>What could not be read is told already.</summary>
    private void Fault(string path, RuleFaultKind kind, string message)
    {
        if (!located.Lines.IsFaulty(path)) faults.Add(new(located.File, located.Lines.Of(path), kind, located.Name.Length == 0 ? message : $"{located.Name}: {message}"));
    }
}
