using PostPurchase.Normalization.Triggers.Engine;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;

namespace PostPurchase.Normalization.Triggers.Catalogue;

/// <summary>The built-in triggers: their rules, as the files beside this source say them, and a record for each.</summary>
public static partial class TriggerCatalogue
{
    private static readonly Lazy<IReadOnlyList<TriggerRule>> BuiltIn = new(ReadRules);

    /// <summary>The rules, group by group.</summary>
    public static IReadOnlyList<TriggerRule> Rules => BuiltIn.Value;

    internal static ShipmentTrigger Create(Occasion occasion) => FactoryOf(occasion.Rule.Name)(occasion);

    internal static Func<Occasion, ShipmentTrigger> FactoryOf(string rule) => Factories.GetValueOrDefault(rule, static occasion => new HostTrigger { Occasion = occasion });

    internal static bool IsBuiltIn(string name) => Factories.ContainsKey(name);

    private static List<TriggerRule> ReadRules()
    {
        var assembly = typeof(TriggerCatalogue).Assembly;
        var rules = new List<TriggerRule>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("triggers/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            rules.AddRange(RuleFile.Read(stream, name));
        }
        return [.. rules.OrderBy(rule => rule.Group)];
    }
}
