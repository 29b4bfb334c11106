using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;

namespace PostPurchase.Normalization.Linting;

/// <summary>Checks rules against each other and against those that are in force beside them: names, and who silences whom.</summary>
internal sealed class RuleSetLinter(IReadOnlyList<LocatedRule> rules, IReadOnlyList<TriggerRule> beside, bool isComplete, List<RuleFault> faults)
{
    private readonly Dictionary<string, TriggerRule> _all = rules.Select(rule => rule.Rule).OfType<TriggerRule>().Concat(beside)
        .GroupBy(rule => rule.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    public void Run()
    {
        Duplicates(rules, beside, faults);
        var names = rules.Select(rule => rule.Name).Concat(beside.Select(rule => rule.Name)).ToHashSet(StringComparer.Ordinal);
        var rings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var located in rules)
        {
            if (located.Rule is not { } rule) continue;
            foreach (var silenced in rule.Silences)
            {
                if (silenced == rule.Name) Fault(located, silenced, RuleFaultKind.NeverFires, "it never fires: it silences itself");
                else if (!names.Contains(silenced) && isComplete) Fault(located, silenced, RuleFaultKind.UnknownReference, $"it silences '{silenced}', which no trigger is called");
                else if (_all.TryGetValue(silenced, out var other) && other.IsOrderIndependent && !rule.IsOrderIndependent)
                    Fault(located, silenced, RuleFaultKind.BadMember, $"it silences '{silenced}', which is the same in any order only if this rule is too");
            }
            if (Ring(rule) is { } ring && rings.Add(string.Join(' ', ring.Order(StringComparer.Ordinal))))
                Fault(located, ring[1], RuleFaultKind.Cycle, $"rules silence each other, so that none fires where all would: {string.Join(" > ", [.. ring, rule.Name])}");
        }
    }

    /// <summary>Tells every name that more than one rule has.</summary>
    /// <param name="rules">The rules that are checked; the later one is at fault.</param>
    /// <param name="beside">Those in force beside them.</param>
    /// <param name="faults">Receives faults.</param>
    public static void Duplicates(IEnumerable<LocatedRule> rules, IEnumerable<TriggerRule> beside, List<RuleFault> faults)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in beside) seen[rule.Name] = "in force beside these";
        foreach (var rule in rules.Where(rule => rule.Name.Length > 0))
        {
            var line = rule.Lines.Of("name");
            if (!seen.TryAdd(rule.Name, rule.File.Length == 0 ? "before it" : $"in {rule.File}({line})"))
                faults.Add(new(rule.File, line, RuleFaultKind.Duplicate, $"{rule.Name}: another rule has that name, {seen[rule.Name]}"));
        }
    }

    /// <summary>The shortest way from a rule through those that it silences back to it.</summary>
    private List<string>? Ring(TriggerRule rule)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var next = new Queue<string>([rule.Name]);
        while (next.TryDequeue(out var name))
        {
            foreach (var silenced in _all.TryGetValue(name, out var one) ? one.Silences : [])
            {
                if (silenced == rule.Name && name != rule.Name)
                {
                    var ring = new List<string>();
                    for (var back = name; back != rule.Name; back = cameFrom[back]) ring.Insert(0, back);
                    return [rule.Name, .. ring];
                }
                if (silenced != rule.Name && silenced != name && cameFrom.TryAdd(silenced, name)) next.Enqueue(silenced);
            }
        }
        return null;
    }

    private void Fault(LocatedRule rule, string silenced, RuleFaultKind kind, string message) =>
        faults.Add(new(rule.File, rule.Lines.Of(RuleLines.ItemOf("silences", silenced)), kind, $"{rule.Name}: {message}"));
}
