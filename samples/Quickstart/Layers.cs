#region readme
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
#endregion

namespace Quickstart;

internal static class Layers
{
    public static void Print(string folder, ReadOnlySpan<byte> payload)
    {
        #region readme
        var normalizer = new Normalizer(MapLibrary.BuiltIn.WithFolder(folder));
        var events = normalizer.Normalize(payload).Events;

        // Later, when files have changed: calls under way finish with the maps they began with, nobody waits.
        normalizer.Reload(MapLibrary.BuiltIn.WithFolder(folder));
        #endregion
        Console.WriteLine(events.First(one => one.Raw.Code == "48").Type);
    }
}
