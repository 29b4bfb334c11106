using System.Text;
using PostPurchase.Normalization.Adapters;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>Compares what walks found.</summary>
internal static class CapturesText
{
    public static bool AreSame(Captures one, Captures other)
    {
        if (one.InstanceCount != other.InstanceCount || one.ValueCount != other.ValueCount) return false;
        for (var i = 0; i < one.InstanceCount; i++)
        {
            if ((one[i].Scope, one[i].Parent, one[i].FirstSlot, one[i].IsClosed) != (other[i].Scope, other[i].Parent, other[i].FirstSlot, other[i].IsClosed)) return false;
        }
        for (var i = 0; i < one.ValueCount; i++)
        {
            var (here, there) = (one.ValueAt(i), other.ValueAt(i));
            // Where nothing is kept, it does not matter what stood there.
            if (here.Kind == ValueKind.None && there.Kind == ValueKind.None && here.Next == there.Next) continue;
            if ((here.Kind, here.Start, here.Length, here.Next) != (there.Kind, there.Start, there.Length, there.Next)) return false;
        }
        return true;
    }

    /// <summary>What was found, a line for each instance and value.</summary>
    public static string Of(Captures captures)
    {
        var text = new StringBuilder();
        for (var i = 0; i < captures.InstanceCount; i++) text.AppendLine($"{captures[i].Scope} in {captures[i].Parent} at {captures[i].FirstSlot}, closed: {captures[i].IsClosed}");
        for (var i = 0; i < captures.ValueCount; i++)
        {
            if (captures.ValueAt(i) is not { Kind: ValueKind.None, Next: 0 } and var value) text.AppendLine($"{i}: {value.Kind} {value.Start} {value.Length} {value.Next}");
        }
        return text.ToString();
    }
}
