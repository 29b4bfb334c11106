using System.Buffers;
using System.IO.Pipelines;

namespace PostPurchase.Normalization.Cli.Input;

/// <summary>The lines of an input.</summary>
internal static class InputLines
{
    /// <summary>A longer first line is a payload.</summary>
    private const int LongestEventLine = 1024 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Whether the first line that is not blank is one that <c>normalize</c> writes; consumes nothing.</summary>
    public static async ValueTask<bool> AreEventsAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var (line, isWhole) = FirstLine(read.Buffer);
            if (isWhole || read.IsCompleted || read.Buffer.Length > LongestEventLine)
            {
                var isEvent = !line.IsEmpty && line.Length <= LongestEventLine && EventLine.TryRead(line.ToArray()) is not null;
                reader.AdvanceTo(read.Buffer.Start);
                return isEvent;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (ReadOnlySequence<byte> Line, bool IsWhole) FirstLine(ReadOnlySequence<byte> buffer)
    {
        var rest = new SequenceReader<byte>(buffer);
        rest.IsNext(ByteOrderMark, advancePast: true);
        rest.AdvancePastAny(" \t\r\n"u8);
        return rest.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n') ? (line, true) : (rest.UnreadSequence, false);
    }
}
