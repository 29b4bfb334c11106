using System.Text.Json;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>The yardstick of what is JSON: the framework's reader with its default options.</summary>
internal static class FrameworkJson
{
    public static bool Takes(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
