using System.Text.Json;
using System.Xml;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>The yardsticks: the framework's readers over the same bytes, every token visited and nothing done with it.</summary>
internal static class BareReaders
{
    /// <summary>The reader that a format needs.</summary>
    public static Func<byte[], int> Of(string format) => SamplePayloads.IsXml(format) ? Xml : Json;

    public static int Json(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var tokens = 0;
        while (reader.Read()) tokens++;
        return tokens;
    }

    private static int Xml(byte[] utf8)
    {
        using var reader = XmlReader.Create(new MemoryStream(utf8));
        var tokens = 0;
        while (reader.Read()) tokens++;
        return tokens;
    }
}
