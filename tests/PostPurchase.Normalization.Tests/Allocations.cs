using Xunit;

namespace PostPurchase.Normalization.Tests;

internal static class Allocations
{
    /// <summary>Asserts that an action allocates nothing on this thread once it has run a few times.</summary>
    public static void AssertNone(Action action) => Assert.Equal(0L, Of(action));

    /// <summary>Bytes that an action allocates on this thread once it has run a few times.</summary>
    public static long Of(Action action)
    {
        for (var run = 0; run < 100; run++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
