using System.Text.Json;
using PostPurchase.Normalization.Benchmarks;
using PostPurchase.Normalization.Benchmarks.Gating;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Benchmarking;

/// <summary>The gate sees what it is there for: a slow-down and an allocation are planted in work that else holds.</summary>
[CollectionDefinition(nameof(GateTests), DisableParallelization = true)]
[Collection(nameof(GateTests))]
public sealed class GateTests : IDisposable
{
    private const string Name = "a payload, 12 scans";
    private const string Yardstick = "half of the work";

    private static readonly byte[] Payload = SamplePayloads.Of(SamplePayloads.SizedFormat);
    private static readonly MeterOptions Options = new() { WarmUpPasses = 2, Rest = TimeSpan.FromMilliseconds(150), Time = TimeSpan.FromMilliseconds(150) };
    private static object? _kept;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    [Fact]
    public void Work_as_fast_as_the_baseline_says_is_held()
    {
        Assert.Equal(0, Run(Honest));
        Assert.Contains($"| {Name} | {Yardstick} |", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("| held |", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("error", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_has_become_slower_by_six_tenths_is_a_loss()
    {
        Assert.Equal(1, Run(() => Read(16)));
        Assert.Contains("| SLOWER |", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"error: {Name} / {Yardstick} takes", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_object_a_call_is_a_loss()
    {
        Assert.Equal(1, Run(() =>
        {
            Read(10);
            _kept = new();
        }));
        Assert.NotNull(_kept);
        Assert.Contains("| 24 | 0 | MORE BYTES |", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"error: {Name} / {Yardstick} allocates 24 bytes a call, 0 is the most", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_in_every_thirtieth_call_is_a_loss_too()
    {
        var calls = 0;
        Assert.Equal(1, Run(() =>
        {
            Read(10);
            if (++calls % 30 == 0) _kept = new();
        }));
        Assert.Contains("| MORE BYTES |", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gain_is_told_and_is_no_failure()
    {
        Assert.Equal(0, Run(() => Read(5)));
        Assert.Contains("| faster |", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 of 1 cases gained", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_bytes_than_the_baseline_are_told_and_are_no_failure()
    {
        Assert.Equal(0, Run(Honest, new BaselineCase(Name, Yardstick, 2, Bytes: 24)));
        Assert.Contains("| fewer bytes |", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_has_its_own_tolerance_where_the_baseline_says_so() =>
        Assert.Equal(0, Run(() => Read(16), new BaselineCase(Name, Yardstick, 2, Bytes: 0, Tolerance: 2)));

    [Fact]
    public void A_case_for_more_cores_than_there_are_is_told_and_not_measured()
    {
        var one = Case(() => throw new InvalidOperationException("not on this machine")) with { Cores = Environment.ProcessorCount + 1 };
        Assert.Equal(0, new Gate([one], Write(new BaselineCase(Name, Yardstick, 2, 0)), _output, Options).Run());
        Assert.Contains($"Not measured: {Name} / {Yardstick}", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_keeps_what_is_measured_and_the_tolerances_that_are_stated()
    {
        var file = Write(new BaselineCase(Name, Yardstick, 9, 99, Tolerance: 0.7), new BaselineCase("gone", Yardstick, 1, 0));

        var written = new Gate([Case(Honest)], file, _output, Options).Update();

        var one = Assert.Single(Baseline.Read(file).Cases);
        Assert.Equal(written.Cases, [one]);
        Assert.InRange(one.Ratio, 1.5, 2.7);
        Assert.Equal((0L, 0L, 0.7), (one.Bytes, one.YardstickBytes, one.Tolerance));
        Assert.Equal(0, new Gate([Case(Honest)], file, _output, Options).Run());
    }

    [Fact]
    public void An_update_needs_no_baseline_before_it()
    {
        var file = Path.Combine(_folder.Path, "baseline.json");
        new Gate([Case(Honest)], file, _output, Options).Update();
        Assert.Equal((Name, Baseline.DefaultTolerance), (Assert.Single(Baseline.Read(file).Cases).Case, Baseline.Read(file).Tolerance));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    private static void Honest() => Read(10);

    /// <summary>The unit of work, so many times; the yardstick is five of them.</summary>
    private static void Read(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var reader = new Utf8JsonReader(Payload.AsSpan());
            while (reader.Read())
            {
            }
        }
    }

    private static GateCase Case(Action candidate) => new(Name, Yardstick, 12, candidate, () => Read(5));

    private int Run(Action candidate) => Run(candidate, new BaselineCase(Name, Yardstick, 2, 0));

    private int Run(Action candidate, BaselineCase recorded) => new Gate([Case(candidate)], Write(recorded), _output, Options).Run();

    private string Write(params BaselineCase[] recorded)
    {
        var file = Path.Combine(_folder.Path, "baseline.json");
        new Baseline("now", Baseline.DefaultTolerance, recorded).Write(file);
        return file;
    }
}
