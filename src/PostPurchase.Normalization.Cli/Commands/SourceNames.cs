using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary>The carrier and format that a caller names.</summary>
internal static class SourceNames
{
    /// <summary>Whether there are such; <see langword="false"/> after telling which is not known.</summary>
    public static bool AreKnown(MapLibrary library, Normalizer normalizer, string? carrier, string? format)
    {
        if (carrier is not null && library.FindId(carrier) is null)
        {
            Console.Error.WriteLine($"No carrier is known as '{carrier}'; 'postpurchase carriers' lists them.");
            return false;
        }
        if (format is not null && !normalizer.HasFormat(format))
        {
            Console.Error.WriteLine($"No map declares a format '{format}'; 'postpurchase carriers' lists them.");
            return false;
        }
        return true;
    }
}
