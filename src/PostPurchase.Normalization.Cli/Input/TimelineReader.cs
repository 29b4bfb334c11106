using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using PostPurchase.Normalization.Cli.Commands;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Streams;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Input;

/// <summary>Puts payloads, and the event lines made of payloads, on timelines.</summary>
internal sealed class TimelineReader(Normalizer normalizer, string? carrier, string? format)
{
    private readonly List<string> _badLines = [];
    private readonly SortedDictionary<string, int> _problems = new(StringComparer.Ordinal);

    public ShipmentTimelines Timelines { get; } = new();

    /// <summary>Lines that are no events, each told by input and line.</summary>
    public IReadOnlyList<string> BadLines => _badLines;

    /// <summary>How often a payload or shipment had no events to give, by the reason.</summary>
    public IReadOnlyDictionary<string, int> Problems => _problems;

    /// <summary>Reads an input to its end.</summary>
    /// <returns>The number of its events.</returns>
    public async Task<int> ReadAsync(PipeReader pipe, InputFile input, CancellationToken cancellationToken) =>
        await InputLines.AreEventsAsync(pipe, cancellationToken).ConfigureAwait(false)
            ? await ReadEventsAsync(pipe, input, cancellationToken).ConfigureAwait(false)
            : await ReadPayloadsAsync(pipe, input, cancellationToken).ConfigureAwait(false);

    private async Task<int> ReadEventsAsync(PipeReader pipe, InputFile input, CancellationToken cancellationToken)
    {
        var (events, number) = (0, 0);
        using var lines = new StreamReader(pipe.AsStream(leaveOpen: true), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: -1, leaveOpen: true);
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (EventLine.TryRead(Encoding.UTF8.GetBytes(line)) is not { } read) _badLines.Add(string.Create(CultureInfo.InvariantCulture, $"{input.Name}({number}): no event that 'normalize --output ndjson' writes."));
            else if (read.Problem is { } problem) Count(problem);
            else
            {
                Timelines.Add(read.Report!, fallbackKey: read.File);
                events++;
            }
        }
        return events;
    }

    private async Task<int> ReadPayloadsAsync(PipeReader pipe, InputFile input, CancellationToken cancellationToken)
    {
        var (events, isEmpty) = (0, true);
        await foreach (var payload in normalizer.NormalizeAsync(pipe, input.Framing, carrier, format, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            isEmpty = false;
            events += payload.Result.Events.Count;
            Add(payload.Result, input);
        }
        if (isEmpty) Add(normalizer.Normalize([], carrier, format), input);
        return events;
    }

    private void Add(NormalizationResult result, InputFile input)
    {
        foreach (var report in result.Reports) Timelines.Add(report, fallbackKey: input.Name);
        foreach (var problem in result.Problems) Count(problem.Kind);
    }

    private void Count(ProblemKind problem) => _problems[problem.ToText()] = _problems.GetValueOrDefault(problem.ToText()) + 1;
}
