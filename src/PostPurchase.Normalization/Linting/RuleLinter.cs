using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;

namespace PostPurchase.Normalization.Linting;

/// <summary>Finds what is wrong with rules before they are used: what cannot be read, and what can be read but cannot be meant.</summary>
public static class RuleLinter
{
    /// <summary>Checks files of rules, each by itself and all of them together.</summary>
    /// <param name="files">JSON files of rules.</param>
    /// <param name="options">What the rules may refer to; <see langword="null"/> for the defaults.</param>
    /// <returns>All faults, by file and line.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RuleLintReport LintFiles(IEnumerable<string> files, RuleLintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        var faults = new List<RuleFault>();
        var rules = new List<LocatedRule>();
        var count = 0;
        foreach (var file in files)
        {
            rules.AddRange(LocatedRules.Read(File.ReadAllBytes(file), Path.GetRelativePath(Directory.GetCurrentDirectory(), file), faults));
            count++;
        }
        return Report(count, rules, faults, options);
    }

    /// <summary>Checks every <c>.json</c> file below a folder.</summary>
    /// <param name="folder">A folder that holds files of rules only.</param>
    /// <param name="options">What the rules may refer to; <see langword="null"/> for the defaults.</param>
    /// <returns>All faults, by file and line.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static RuleLintReport LintFolder(string folder, RuleLintOptions? options = null) =>
        LintFiles(Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal), options);

    /// <summary>Checks rules that are made in code.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="options">What the rules may refer to; <see langword="null"/> for the defaults.</param>
    /// <returns>All faults, in the order of the rules; they have no file and no line, but begin with the rule's name.</returns>
    public static RuleLintReport Lint(IEnumerable<TriggerRule> rules, RuleLintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Report(0, [.. rules.Select(rule => new LocatedRule("", rule.Name, rule, RuleLines.None))], [], options);
    }

    private static RuleLintReport Report(int files, List<LocatedRule> rules, List<RuleFault> faults, RuleLintOptions? options)
    {
        options ??= new();
        var isComplete = !faults.Exists(fault => fault.Kind == RuleFaultKind.NotJson);
        var references = new RuleReferences(options);
        foreach (var rule in rules) new OneRuleLinter(rule, references, faults).Run();
        new RuleSetLinter(rules, options.Beside, isComplete, faults).Run();
        return new(files, rules.Count, [.. faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line)]);
    }
}

/// <summary>What rules may refer to when they are checked. Immutable.</summary>
public sealed record RuleLintOptions
{
    /// <summary>The rules that are in force beside those that are checked; the built-in ones by default.</summary>
    public IReadOnlyList<TriggerRule> Beside { get; init; } = TriggerCatalogue.Rules;

    /// <summary>The maps whose carriers there are; the built-in ones by default.</summary>
    public MapLibrary Maps { get; init; } = MapLibrary.BuiltIn;

    /// <summary>Ids of carriers that no map has: those of hand-written adapters, and those that aggregators name.</summary>
    public IReadOnlyList<string> Carriers { get; init; } = [];
}

/// <summary>What a linter found in rules.</summary>
/// <param name="Files">Number of files read.</param>
/// <param name="Rules">Number of rules checked.</param>
/// <param name="Faults">All faults, by file and line; empty where all is well.</param>
public sealed record RuleLintReport(int Files, int Rules, IReadOnlyList<RuleFault> Faults);
