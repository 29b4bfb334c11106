using PostPurchase.Normalization.Benchmarks;
using PostPurchase.Normalization.Normalizing.Streams;
using Xunit;

namespace PostPurchase.Normalization.Tests.Benchmarking;

/// <summary>Measures the process's heap, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(StreamMemoryTests), DisableParallelization = true)]
[Collection(nameof(StreamMemoryTests))]
public sealed class StreamMemoryTests : IDisposable
{
    private const long Short = 50 * StreamMemory.Megabyte;

    /// <summary>A test run's process holds what all tests before it left to the collector: only growth says something here.</summary>
    private const long Ample = long.MaxValue;

    private readonly StringWriter _output = new();

    [Fact]
    public void Memory_stays_flat_over_lines_that_are_all_different() =>
        Assert.True(new StreamMemory(_output, Ample).Run(Short, parallelism: 2) == 0, _output.ToString());

    [Fact]
    public void Results_that_are_kept_are_seen()
    {
        var kept = new List<StreamedResult>();
        Assert.Equal(1, new StreamMemory(_output, Ample, kept.Add).Run(Short, parallelism: 1));
        Assert.Contains("error: memory grows with the stream", _output.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(kept);
    }

    [Fact]
    public void More_memory_than_allowed_is_seen()
    {
        Assert.Equal(1, new StreamMemory(_output, StreamMemory.Megabyte).Run(Short, parallelism: 1));
        Assert.Contains("error: memory is above 1 MB", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_generated_lines_are_alike()
    {
        using var reader = new StreamReader(new GeneratedLines(StreamMemory.Megabyte));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 200);
        Assert.Equal(lines.Length, lines.Distinct().Count());
    }

    public void Dispose() => _output.Dispose();
}
