using System.Reflection;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>The checkout that this was built in; the baseline and the tables made from it lie there.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string BaselineFile { get; } = Path.Combine(Root, "benchmarks", "baseline.json");
}
