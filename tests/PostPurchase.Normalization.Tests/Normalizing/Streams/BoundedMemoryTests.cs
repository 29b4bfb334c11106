using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Streams;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing.Streams;

/// <summary>Measures the process's heap, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(BoundedMemoryTests), DisableParallelization = true)]
[Collection(nameof(BoundedMemoryTests))]
public sealed class BoundedMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Two_hundred_megabytes_of_lines_need_no_more_memory_than_a_few_of_them(int parallelism)
    {
        byte[] line = [.. Payloads.Example("ups", "0001-track-delivered-at-front-door").Where(value => value is not ((byte)'\n' or (byte)'\r')), (byte)'\n'];
        var times = 200 * Megabyte / line.Length;
        using var stream = new RepeatingStream(line, times);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        long count = 0, events = 0, highest = 0;
        await foreach (var result in Normalizer.BuiltIn.NormalizeAsync(stream, PayloadFraming.Lines, parallelism: parallelism, cancellationToken: TestContext.Current.CancellationToken))
        {
            events += result.Result.Events.Count;
            if (++count % (times / 20) == 0) highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(times, count);
        Assert.True(events >= times);
        Assert.True(highest < 64 * Megabyte, $"the heap grew by {highest / Megabyte} MB");
    }
}
