using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Time;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Linting;

/// <summary>What rules may name: event types, kinds of trouble, carriers, countries.</summary>
internal sealed class RuleReferences(RuleLintOptions options)
{
    private readonly HashSet<string> _carriers = options.Maps.CarrierIds.Concat(options.Carriers).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of the taxonomy and of the host.</summary>
    public IReadOnlyList<EventType> Types { get; } = [.. EventTypeRegistry.Known];

    /// <summary>Whether there is a kind of trouble.</summary>
    public bool IsPitfall(string word) => Types.Any(type => type.Pitfall == word);

    /// <summary>What is wrong with the id of a carrier; <see langword="null"/> where nothing is.</summary>
    public string? FaultOfCarrier(string id)
    {
        if (_carriers.Contains(id)) return null;
        return options.Maps.FindId(id) is { } known ? $"carrier '{id}' is another name of '{known}', which is what events say" : $"there is no carrier '{id}'";
    }

    /// <summary>What is wrong with the code of a country; <see langword="null"/> where nothing is.</summary>
    public static string? FaultOfCountry(string code)
    {
        var known = Countries.Find(code);
        if (known == code) return null;
        return known is null ? $"'{code}' is no ISO 3166-1 alpha-2 code" : $"'{code}' is no ISO 3166-1 alpha-2 code; {known} is";
    }

    /// <summary>Whether a type is one of some, or a finer one.</summary>
    public static bool IsAny(EventType type, IReadOnlyList<EventType> types) => types.Any(type.Is);

    /// <summary>The type and all finer ones.</summary>
    public IEnumerable<EventType> Below(EventType type) => Types.Where(one => one.Is(type));

    /// <summary>The types that open a problem, among some and those finer than they; of none all.</summary>
    public IEnumerable<EventType> Troubles(IReadOnlyList<EventType> types) =>
        Types.Where(type => type.Condition != Condition.OnTrack && (types.Count == 0 || IsAny(type, types)));
}

/// <summary>Takes a fault of a rule.</summary>
/// <param name="path">Where in the rule, as <see cref="Triggers.Rules.Reading.RuleLines"/> names parts.</param>
/// <param name="kind">What is wrong.</param>
/// <param name="message">The same in words.</param>
internal delegate void TellRuleFault(string path, RuleFaultKind kind, string message);
