using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Normalizing.Streams;

/// <summary>The stream door: payloads from files, bodies and pipes of any length, in bounded memory.</summary>
public static class NormalizerStreams
{
    private const int WaitingPerWorker = 8;

    /// <summary>Normalizes all payloads of a stream, in their order.</summary>
    /// <param name="normalizer">The normalizer.</param>
    /// <param name="stream">Read to its end from where it stands; left open.</param>
    /// <param name="framing">How payloads follow each other.</param>
    /// <param name="carrier">Id or alias of the carrier; <see langword="null"/> to detect for each payload.</param>
    /// <param name="format">Id of the format; <see langword="null"/> to detect for each payload.</param>
    /// <param name="parallelism">Payloads worked on at once, 1 to 64; results keep the stream's order. Default 1.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>One result a payload; memory holds a few payloads at a time.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is out of its range.</exception>
    public static async IAsyncEnumerable<StreamedResult> NormalizeAsync(
        this Normalizer normalizer,
        Stream stream,
        PayloadFraming framing = PayloadFraming.Auto,
        string? carrier = null,
        string? format = null,
        int parallelism = 1,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(normalizer);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parallelism, 64);

        using var splitter = new PayloadSplitter(stream, framing, normalizer.Options.MaxPayloadBytes);
        var waiting = new Queue<Task<StreamedResult>>();
        var index = 0L;
        await foreach (var payload in splitter.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var number = index++;
            if (parallelism == 1)
            {
                yield return new(number, payload.Offset, Read(normalizer, payload, carrier, format));
                continue;
            }
            waiting.Enqueue(payload.Fault == StreamedFault.None
                ? Work(normalizer, payload, number, carrier, format, cancellationToken)
                : Task.FromResult(new StreamedResult(number, payload.Offset, Read(normalizer, payload, carrier, format))));
            while (waiting.Count > parallelism * WaitingPerWorker) yield return await waiting.Dequeue().ConfigureAwait(false);
        }
        while (waiting.Count > 0) yield return await waiting.Dequeue().ConfigureAwait(false);
    }

    /// <summary>Normalizes all payloads of a pipe, in their order; see the overload for streams.</summary>
    /// <param name="normalizer">The normalizer.</param>
    /// <param name="reader">Read to its end; completed by the caller.</param>
    /// <param name="framing">How payloads follow each other.</param>
    /// <param name="carrier">Id or alias of the carrier; <see langword="null"/> to detect for each payload.</param>
    /// <param name="format">Id of the format; <see langword="null"/> to detect for each payload.</param>
    /// <param name="parallelism">Payloads worked on at once, 1 to 64.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static IAsyncEnumerable<StreamedResult> NormalizeAsync(
        this Normalizer normalizer,
        PipeReader reader,
        PayloadFraming framing = PayloadFraming.Auto,
        string? carrier = null,
        string? format = null,
        int parallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return normalizer.NormalizeAsync(reader.AsStream(leaveOpen: true), framing, carrier, format, parallelism, cancellationToken);
    }

    private static Task<StreamedResult> Work(Normalizer normalizer, StreamedPayload payload, long index, string? carrier, string? format, CancellationToken cancellationToken)
    {
        var length = payload.Bytes.Length;
        var copy = ArrayPool<byte>.Shared.Rent(length);
        payload.Bytes.CopyTo(copy);
        return Task.Run(
            () =>
            {
                var result = normalizer.Normalize(copy.AsSpan(0, length), carrier, format);
                ArrayPool<byte>.Shared.Return(copy);
                return new StreamedResult(index, payload.Offset, result);
            },
            cancellationToken);
    }

    private static NormalizationResult Read(Normalizer normalizer, in StreamedPayload payload, string? carrier, string? format) => payload.Fault switch
    {
        StreamedFault.TooLarge => Problem(new() { Kind = ProblemKind.TooLarge, Carrier = carrier, Format = format, Message = "the payload is longer than allowed", ByteOffset = normalizer.Options.MaxPayloadBytes }),
        StreamedFault.Truncated => Problem(new() { Kind = ProblemKind.Truncated, Carrier = carrier, Format = format, Message = "the array ends before it is complete", ByteOffset = 0 }),
        _ => normalizer.Normalize(payload.Bytes.Span, carrier, format),
    };

    private static NormalizationResult Problem(Problem problem) => new() { Carrier = problem.Carrier, Format = problem.Format, Problems = [problem] };
}
