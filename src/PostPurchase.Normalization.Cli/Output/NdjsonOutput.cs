using System.Buffers;
using System.Text.Json;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>An event a line on standard output.</summary>
internal sealed class NdjsonOutput : IEventOutput
{
    private const int FlushAt = 64 * 1024;

    private readonly Stream _stream = Console.OpenStandardOutput();
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt * 2);
    private readonly Utf8JsonWriter _writer;

    public NdjsonOutput() => _writer = EventLines.CreateWriter(_buffer);

    public void Write(string file, NormalizationResult result)
    {
        foreach (var (one, facts) in EventLines.EventsOf(result))
        {
            EventLines.Write(_writer, one, facts, file);
            EndLine();
        }
        foreach (var problem in result.Problems)
        {
            EventLines.Write(_writer, problem, file);
            EndLine();
        }
    }

    public void Finish() => Flush();

    public void Dispose()
    {
        Flush();
        _writer.Dispose();
        _stream.Dispose();
    }

    private void EndLine()
    {
        _writer.Flush();
        _writer.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount > FlushAt) Flush();
    }

    private void Flush()
    {
        _stream.Write(_buffer.WrittenSpan);
        _stream.Flush();
        _buffer.ResetWrittenCount();
    }
}
