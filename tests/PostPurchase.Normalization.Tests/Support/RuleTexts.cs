using System.Collections;
using System.Globalization;
using System.Reflection;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>All that rules say, as text: lists in records are equal only where they are the same.</summary>
internal static class RuleTexts
{
    public static string Of(IReadOnlyList<TriggerRule> rules) => Told(rules);

    private static string Told(object? value) => value switch
    {
        null => "-",
        string text => text,
        EventType type => type.Code,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Told))}]",
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        _ when value.GetType().Namespace == typeof(TriggerRule).Namespace =>
            $"{value.GetType().Name} {{ {string.Join(", ", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => $"{property.Name}: {Told(property.GetValue(value))}"))} }}\n",
        _ => value.ToString()!,
    };
}
