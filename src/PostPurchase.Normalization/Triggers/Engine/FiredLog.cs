using System.Collections.Immutable;
using NodaTime;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>What has fired for a shipment: rule, cause and when. Immutable, so that a decision that is not saved leaves no trace.</summary>
internal sealed class FiredLog
{
    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Instant>> _byRule;

    private FiredLog(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, Instant>> byRule) => _byRule = byRule;

    public static FiredLog Empty { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, Instant>>(StringComparer.Ordinal));

    public static FiredLog Of(IEnumerable<(string Rule, string Cause, Instant At)> entries) =>
        entries.Aggregate(Empty, static (log, entry) => log.With(entry.Rule, entry.Cause, entry.At));

    public bool IsEmpty => _byRule.IsEmpty;

    public IEnumerable<(string Rule, string Cause, Instant At)> Entries => _byRule.SelectMany(rule => rule.Value.Select(cause => (rule.Key, cause.Key, cause.Value)));

    public bool Has(string rule) => _byRule.ContainsKey(rule);

    public bool Has(string rule, string cause) => _byRule.TryGetValue(rule, out var causes) && causes.ContainsKey(cause);

    public Instant? LastOf(string rule) => _byRule.TryGetValue(rule, out var causes) ? causes.Values.Max() : null;

    public FiredLog With(string rule, string cause, Instant at)
    {
        var causes = _byRule.GetValueOrDefault(rule) ?? ImmutableSortedDictionary.Create<string, Instant>(StringComparer.Ordinal);
        return causes.ContainsKey(cause) ? this : new(_byRule.SetItem(rule, causes.Add(cause, at)));
    }
}
