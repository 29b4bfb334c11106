using Xunit;

namespace PostPurchase.Normalization.Tests;

internal static class Allocations
{
    /// <summary>Asserts that an action allocates nothing on this thread once it has run a few times.</summary>
    public static void AssertNone(Action action)
    {
        for (var run = 0; run < 100; run++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
