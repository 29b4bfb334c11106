using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace PostPurchase.Normalization.Benchmarks.Gating;

/// <summary>Holds cases against the baseline, or writes a new one.</summary>
/// <remarks>
/// A case that looks like a loss is measured again, at once and once more when all others are done: noise passes, a true loss fails every time.
/// A gain is told, so that the baseline gets updated, and is no failure.
/// </remarks>
/// <param name="cases">What to measure.</param>
/// <param name="baselineFile">The figures.</param>
/// <param name="output">Receives a table in Markdown, errors below it.</param>
/// <param name="options">How to measure; <see langword="null"/> for the defaults.</param>
internal sealed class Gate(IReadOnlyList<GateCase> cases, string baselineFile, TextWriter output, MeterOptions? options = null)
{
    private readonly MeterOptions _options = options ?? new();
    private readonly Meter _meter = new(options ?? new());
    private readonly IReadOnlyList<GateCase> _measured = [.. cases.Where(one => one.Cores <= Environment.ProcessorCount)];

    /// <summary>Measures all cases and prints what came of them.</summary>
    /// <returns>0 where nothing is lost, 1 for a loss or a baseline that does not fit the cases.</returns>
    public int Run()
    {
        if (Read() is not { } baseline) return 1;
        var clock = Stopwatch.StartNew();
        _meter.WarmUp(_measured);
        Print($"| case | yardstick | ratio | baseline | limit | ns each | bytes a call | baseline | verdict |");
        Print($"| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        var judgements = new List<Judgement>();
        var doubtful = new List<Judgement>();
        foreach (var one in _measured)
        {
            var judgement = Judge(one, baseline);
            if (judgement.IsLoss) doubtful.Add(judgement);
            else Add(judgements, judgement);
        }
        foreach (var before in doubtful) Add(judgements, Retried(before));

        Print($"");
        foreach (var one in cases.Except(_measured)) Print($"Not measured: {one.Key} needs {one.Cores} cores.\n");
        foreach (var loss in judgements.Where(judgement => judgement.IsLoss)) PrintLoss(loss);
        var gains = judgements.Count(judgement => judgement.IsGain);
        if (gains > 0) Print($"{gains} of {_measured.Count} cases gained: `gate --update` keeps it.\n");
        var losses = judgements.Count(judgement => judgement.IsLoss);
        Print($"{_measured.Count} cases, {losses} lost, in {clock.Elapsed.TotalSeconds:0} s.\n");
        return losses == 0 ? 0 : 1;
    }

    /// <summary>Measures all cases several times and writes the medians as the new baseline; tolerances that it states are kept.</summary>
    public Baseline Update()
    {
        var old = File.Exists(baselineFile) ? Baseline.Read(baselineFile) : new("", Baseline.DefaultTolerance, []);
        _meter.WarmUp(_measured);
        var measured = _measured.ToDictionary(one => one.Key, _ => new List<Measurement>());
        for (var pass = 0; pass < _options.Passes; pass++)
        {
            foreach (var one in _measured) measured[one.Key].Add(_meter.Measure(one));
        }
        var figures = cases.Select(one =>
        {
            var recorded = old.Cases.FirstOrDefault(figures => figures.Key == one.Key);
            if (!_measured.Contains(one)) return recorded ?? throw new InvalidOperationException($"{one.Key} needs {one.Cores} cores.");
            var all = measured[one.Key];
            var best = all.Aggregate((first, second) => first.Better(second));
            var median = all.Select(measurement => measurement.Ratio).Order().ElementAt(all.Count / 2);
            return new BaselineCase(one.Name, one.Yardstick, Math.Round(median, 3), best.Bytes, best.YardstickBytes, recorded?.Tolerance);
        });
        var baseline = new Baseline(Machine(), old.Tolerance, [.. figures]);
        baseline.Write(baselineFile);
        Print($"{cases.Count} cases written to {baselineFile}");
        return baseline;
    }

    private Baseline? Read()
    {
        Baseline baseline;
        try
        {
            baseline = Baseline.Read(baselineFile);
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            Print($"error: {baselineFile} cannot be read: {exception.Message}");
            return null;
        }
        var faults = baseline.Faults(cases).ToList();
        foreach (var fault in faults) Print($"error: {Path.GetFileName(baselineFile)}: {fault}");
        return faults.Count == 0 ? baseline : null;
    }

    private Judgement Judge(GateCase one, Baseline baseline)
    {
        var recorded = baseline.Cases.First(figures => figures.Key == one.Key);
        var judgement = new Judgement(one, recorded, baseline.ToleranceOf(recorded), _meter.Measure(one));
        if (judgement.IsFaster) judgement = judgement with { Measured = judgement.Measured.Slower(_meter.Measure(one)) };
        return Retried(judgement);
    }

    private Judgement Retried(Judgement judgement)
    {
        for (var attempt = 1; attempt < _options.Attempts && judgement.IsLoss; attempt++) judgement = judgement with { Measured = judgement.Measured.Better(_meter.Measure(judgement.Case)) };
        return judgement;
    }

    private void Add(List<Judgement> judgements, Judgement added)
    {
        judgements.Add(added);
        var (one, measured, recorded) = (added.Case, added.Measured, added.Recorded);
        Print($"| {one.Name} | {one.Yardstick} | {measured.Ratio:0.00} | {recorded.Ratio:0.00} | {added.MostRatio:0.00} | {measured.Nanoseconds:0.0} | {measured.Bytes} | {recorded.Bytes} | {added.Verdict} |");
    }

    private void PrintLoss(Judgement loss)
    {
        if (loss.IsSlower) Print($"error: {loss.Case.Key} takes {loss.Measured.Ratio:0.00} times its yardstick in the best of many attempts, {loss.MostRatio:0.00} is the most\n");
        if (loss.AllocatesMore) Print($"error: {loss.Case.Key} allocates {loss.Measured.Bytes} bytes a call, {loss.Recorded.Bytes} is the most\n");
    }

    private static string Machine()
    {
        var vectors = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()} with {vectors}-bit vectors, {Environment.ProcessorCount} cores");
    }

    private void Print(FormattableString line) => output.WriteLine(FormattableString.Invariant(line));
}
