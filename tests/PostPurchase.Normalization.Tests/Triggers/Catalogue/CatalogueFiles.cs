using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;

namespace PostPurchase.Normalization.Tests.Triggers.Catalogue;

/// <summary>The files of the catalogue as they are in the source.</summary>
internal static class CatalogueFiles
{
    public static readonly string Folder = Repository.PathOf("src", "PostPurchase.Normalization", "Triggers", "Catalogue");

    public static IEnumerable<string> RuleFiles => Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal);

    /// <summary>The rules, group by group.</summary>
    public static IReadOnlyList<TriggerRule> Rules => [.. RuleFiles.SelectMany(Read).OrderBy(rule => rule.Group)];

    private static IReadOnlyList<TriggerRule> Read(string path)
    {
        using var file = File.OpenRead(path);
        return RuleFile.Read(file, Path.GetFileName(path));
    }
}
