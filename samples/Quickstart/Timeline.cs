#region readme
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Timelines;
#endregion

namespace Quickstart;

internal static class Timeline
{
    public static void Print(string folder)
    {
        #region readme
        var timelines = new ShipmentTimelines();   // any order, any repeats, any number of sources
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            foreach (var report in Normalizer.BuiltIn.Normalize(File.ReadAllBytes(file)).Reports) timelines.Add(report);
        }
        foreach (var shipment in timelines.Shipments)
        {
            Console.WriteLine($"{shipment.Carrier} {shipment.TrackingNumber}: {shipment.Status} since {shipment.Since}");
            foreach (var other in shipment.OtherNumbers) Console.WriteLine($"  also {other.Carrier} {other.Number}");
            foreach (var scan in shipment.History) Console.WriteLine($"  {scan.Time} {scan.Event.Carrier} {scan.Type} {scan.Flags}");
        }
        #endregion
    }
}
