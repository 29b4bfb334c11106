using System.Diagnostics;

namespace PostPurchase.Normalization.Benchmarks.Gating;

/// <summary>Measures a case: many short windows of work and yardstick in turns, so that a busy machine burdens both alike.</summary>
/// <remarks>
/// A window is short enough to end mostly before the system takes the core away, and a low quantile of all windows counts: other
/// work only adds time, and the very best window may have met a moment that the other side never met.
/// </remarks>
internal sealed class Meter(MeterOptions options)
{
    private const double Quantile = 0.1;
    private const int CallsPerCount = 32;
    private const int Counts = 5;

    /// <summary>Runs both sides of all cases until their code is compiled for good.</summary>
    /// <remarks>The runtime puts that off while new code keeps being called, so each pass ends with a rest.</remarks>
    public void WarmUp(IReadOnlyList<GateCase> cases)
    {
        for (var pass = 0; pass < options.WarmUpPasses; pass++)
        {
            foreach (var one in cases)
            {
                Repeat(one.Candidate, options.WarmUp);
                Repeat(one.YardstickWork, options.WarmUp);
            }
            Thread.Sleep(options.Rest);
        }
    }

    public Measurement Measure(GateCase one)
    {
        var candidate = new Windows(one.Candidate, options.Window);
        var yardstick = new Windows(one.YardstickWork, options.Window);
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < options.LeastRounds || clock.Elapsed < options.Time; round++)
        {
            var (first, second) = round % 2 == 0 ? (candidate, yardstick) : (yardstick, candidate);
            first.Run();
            second.Run();
        }
        var (time, unit) = (candidate.Low(Quantile), yardstick.Low(Quantile));
        return new(time / unit, time / one.Operations, one.CountsBytes ? BytesPerCall(one.Candidate) : null, one.CountsBytes ? BytesPerCall(one.YardstickWork) : null);
    }

    /// <summary>The least of several counts, as a buffer that the collector took away is rented anew now and then; one object in a count is seen.</summary>
    private static long BytesPerCall(Action work)
    {
        var least = long.MaxValue;
        for (var count = 0; count < Counts; count++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var call = 0; call < CallsPerCount; call++) work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return (least + CallsPerCount - 1) / CallsPerCount;
    }

    private static void Repeat(Action work, TimeSpan time)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;) work();
    }

    private sealed class Windows(Action work, TimeSpan length)
    {
        private readonly int _calls = CallsIn(work, length);
        private readonly List<double> _times = [];

        public void Run()
        {
            var start = Stopwatch.GetTimestamp();
            for (var call = 0; call < _calls; call++) work();
            _times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / _calls);
        }

        /// <summary>Nanoseconds a call.</summary>
        public double Low(double quantile)
        {
            _times.Sort();
            return _times[(int)(_times.Count * quantile)];
        }

        private static int CallsIn(Action work, TimeSpan length)
        {
            var best = TimeSpan.MaxValue;
            for (var run = 0; run < 5; run++)
            {
                var start = Stopwatch.GetTimestamp();
                work();
                var elapsed = Stopwatch.GetElapsedTime(start);
                if (elapsed < best) best = elapsed;
            }
            return Math.Max(1, (int)(length / best));
        }
    }
}

/// <summary>How long and how often to measure.</summary>
internal sealed record MeterOptions
{
    /// <summary>Of each side of a case in each pass, before anything is measured; default 50 ms.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often all cases are warmed up; default 3.</summary>
    public int WarmUpPasses { get; init; } = 3;

    /// <summary>After each pass of warming up; default 400 ms.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>One uninterrupted piece of measuring; default 0.2 ms.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(0.2);

    /// <summary>All windows of a case; default 300 ms.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Windows of each side at the least; default 20.</summary>
    public int LeastRounds { get; init; } = 20;

    /// <summary>How often a case that looks like a loss is measured before it is one; default 6.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>How often each case is measured for a new baseline, which takes the median; default 3.</summary>
    public int Passes { get; init; } = 3;
}
