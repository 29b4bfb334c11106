using System.Text;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>The payloads under <c>carrier-maps/*/examples</c>, and short ways to read some.</summary>
internal static class Payloads
{
    public static IEnumerable<string> ExampleFiles() => Directory
        .EnumerateFiles(Repository.PathOf("carrier-maps"), "*.payload.*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal);

    public static byte[] Example(string carrier, string name) =>
        File.ReadAllBytes(Directory.EnumerateFiles(Repository.PathOf("carrier-maps", carrier, "examples"), name + ".payload.*").Single());

    public static NormalizationResult Normalize(string payload, string? carrier = null, string? format = null) =>
        Normalizer.BuiltIn.Normalize(Encoding.UTF8.GetBytes(payload), carrier, format);
}
