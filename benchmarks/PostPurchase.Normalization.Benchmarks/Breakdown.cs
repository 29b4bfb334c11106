using System.Diagnostics;
using System.Globalization;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Where the time of the sink door goes: each step alone, as a multiple of the bare reader on the same bytes.</summary>
internal static class Breakdown
{
    private const int Rounds = 60;
    private const int CallsPerRound = 60;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.7);

    public static int Run()
    {
        var catalog = new FormatCatalog(MapLibrary.BuiltIn, NormalizerOptions.Default, []);
        Console.WriteLine("| format | bare reader, us | encoding | index | skip | walk, index included | classify | clock | facets and fields | whole door |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var format in SamplePayloads.Formats.Where(format => !SamplePayloads.IsXml(format)))
        {
            var steps = new Steps(catalog.Find(format)!, SamplePayloads.Of(format));
            var times = BestTimes([steps.Bare, steps.Prepare, steps.Index, steps.Skip, steps.Walk, steps.Classify, steps.Clock, steps.Read, steps.Door]);
            var shares = times.Skip(1).Select(time => string.Create(CultureInfo.InvariantCulture, $"{time / times[0]:0.00}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {format} | {times[0]:0.0} | {string.Join(" | ", shares)} |"));
        }
        return 0;
    }

    private static double[] BestTimes(Action[] steps)
    {
        foreach (var step in steps)
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;) step();
        }
        var best = steps.Select(_ => double.MaxValue).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < steps.Length; i++)
            {
                var clock = Stopwatch.StartNew();
                for (var call = 0; call < CallsPerRound; call++) steps[i]();
                best[i] = Math.Min(best[i], clock.Elapsed.TotalMicroseconds / CallsPerRound);
            }
        }
        return best;
    }

    private sealed class Steps
    {
        private readonly FormatContext _context;
        private readonly byte[] _payload;
        private readonly Captures _captures = new();
        private readonly Captures _walked = new();
        private readonly int[] _scans;
        private readonly Classification[] _classifications;
        private readonly ScanTime[] _times;
        private long _sum;

        public Steps(FormatContext context, byte[] payload)
        {
            _context = context;
            _payload = payload;
            context.Walk(payload, _captures);
            var scans = Enumerable.Range(0, _captures.InstanceCount).Where(i => _captures[i].Scope == context.Format.ScanScope).ToList();
            if (scans.Exists(i => !_captures[i].IsOtherwise)) scans.RemoveAll(i => _captures[i].IsOtherwise);
            _scans = [.. scans];
            _classifications = new Classification[_scans.Length];
            _times = new ScanTime[_scans.Length];
        }

        public void Bare() => _sum += BareReaders.Json(_payload);

        public void Prepare()
        {
            PayloadText.Prepare(_payload, out var utf8, out _, out _);
            _sum += utf8.Length;
        }

        public void Index() => _sum += _walked.Index.TryBuild(_payload) ? 1 : 0;

        public void Walk() => _sum += _context.Walk(_payload, _walked).ByteOffset;

        public void Skip() => _sum += Adapters.Json.JsonWalker.Walk(_payload, Nothing, _walked).ByteOffset + _walked.InstanceCount;

        private static readonly PlanNode Nothing = PlanNode.CreateRoot();

        public void Classify()
        {
            for (var i = 0; i < _scans.Length; i++) Classifier.Classify(_context, null, new(_captures, _payload, _scans[i]), out _classifications[i]);
        }

        public void Clock()
        {
            for (var i = 0; i < _scans.Length; i++) ScanClock.Read(_context.Format, new(_captures, _payload, _scans[i]), out _times[i]);
        }

        public void Read()
        {
            var sink = new TouchingSink();
            scoped EventView view = default;
            if (_scans.Length > 0) view.Begin(_context, _captures, _payload, _captures[_scans[0]].Parent, 0);
            for (var i = 0; i < _scans.Length; i++)
            {
                view.TurnTo(_scans[i]);
                view.Classification = ref _classifications[i];
                view.ScanTime = ref _times[i];
                sink.OnEvent(view);
            }
            _sum += sink.Sum;
        }

        public void Door()
        {
            var sink = new TouchingSink();
            Normalizer.BuiltIn.Normalize(_payload, ref sink, format: _context.Format.Id);
            _sum += sink.Sum;
        }
    }
}
