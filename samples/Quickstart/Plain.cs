#region readme
using PostPurchase.Normalization.Normalizing;
#endregion

namespace Quickstart;

internal static class Plain
{
    public static void Print(string file)
    {
        #region readme
        var result = Normalizer.BuiltIn.Normalize(File.ReadAllBytes(file));
        foreach (var one in result.Events)
        {
            Console.WriteLine($"{one.Carrier} {one.TrackingNumber}: {one.Time} {one.Type} ({one.Raw.Label})");
        }
        foreach (var problem in result.Problems)
        {
            Console.WriteLine($"{problem.Carrier} {problem.TrackingNumber}: {problem.Kind}, {problem.Message}");
        }
        #endregion
    }
}
