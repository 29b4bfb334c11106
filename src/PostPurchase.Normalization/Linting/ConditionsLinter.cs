using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;

namespace PostPurchase.Normalization.Linting;

/// <summary>Checks conditions: what they name, and whether all of them can hold at once.</summary>
internal sealed class ConditionsLinter(TriggerConditions asked, RuleReferences references, TellRuleFault fault)
{
    public void Run()
    {
        foreach (var carrier in asked.Carriers) Reference("if.carriers", carrier, references.FaultOfCarrier(carrier));
        foreach (var country in asked.Countries) Reference("if.countries", country, RuleReferences.FaultOfCountry(country));
        foreach (var country in asked.Destinations) Reference("if.destinations", country, RuleReferences.FaultOfCountry(country));
        Phases();
        Problems();
        if (asked.MostAttempts < 0) Never("if.mostAttempts", "there are never less attempts than none");
        else if (asked.LeastAttempts > asked.MostAttempts) Never("if.leastAttempts", $"it asks for {asked.LeastAttempts} attempts at least and {asked.MostAttempts} at most");
        foreach (var test in asked.Attributes) Attribute(test);
    }

    private void Reference(string path, string word, string? message)
    {
        if (message is not null) fault(RuleLines.ItemOf(path, word), RuleFaultKind.UnknownReference, message);
    }

    private void Phases()
    {
        if (asked.Reached.Count > 0 && asked.Reached.All(asked.NotReached.Contains)) Never("if.notReached", "what it has reached it has not \"notReached\"");
        if (asked.Phases.Count > 0 && asked.Phases.All(phase => phase != Milestone.None && asked.NotReached.Contains(phase))) Never("if.notReached", "it has reached the phase that it is in");
    }

    private void Problems()
    {
        foreach (var type in asked.Problems.Where(type => !type.IsKnown)) fault("if.problems", RuleFaultKind.UnknownType, $"there is no event type '{type}'");
        if (asked.Problems.Count == 0) return;
        var troubles = references.Troubles(asked.Problems).ToList();
        foreach (var type in asked.Problems.Where(type => type.IsKnown && !troubles.Exists(trouble => trouble.Is(type))))
            fault(RuleLines.ItemOf("if.problems", type.Code), troubles.Count == 0 ? RuleFaultKind.NeverFires : RuleFaultKind.NoEffect, $"'{type}' is no problem, nor is any finer type");
        // How things stand is what the gravest of the open problems says.
        if (troubles.Count > 0 && asked.Conditions.Count > 0 && asked.Conditions.Max() < troubles.Min(type => type.Condition)) Never("if.conditions", "with such a problem open things stand worse");
    }

    private void Attribute(AttributeTest test)
    {
        var path = $"if.attributes.{test.Name}";
        var kinds = new[] { test.AsksForNumber, test.OneOf.Count > 0, test.Is is not null }.Count(isAsked => isAsked);
        if (test.Name.Length == 0) fault("if.attributes", RuleFaultKind.MissingMember, "a test has no attribute's name");
        if (test.IsAbsent && kinds > 0) fault(path, RuleFaultKind.NoEffect, $"where '{test.Name}' is absent no other test of it is asked");
        else if (kinds > 1) Never(path, $"'{test.Name}' is a number, a text or a truth value, and never two of them");
        else if (test.AtLeast > test.AtMost || test.AtLeast >= test.LessThan || test.MoreThan >= test.AtMost || test.MoreThan >= test.LessThan) Never(path, $"no number passes the tests of '{test.Name}'");
    }

    private void Never(string path, string message) => fault(path, RuleFaultKind.NeverFires, $"it never fires: {message}");
}
