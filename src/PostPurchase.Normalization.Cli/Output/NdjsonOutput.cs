using System.Text.Encodings.Web;
using System.Text.Json;
using PostPurchase.Normalization.Events.Json;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Json;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>An event a line; a problem has <c>problem</c> in place of <c>type</c>.</summary>
internal sealed class NdjsonOutput : IEventOutput
{
    private const int FlushAt = 64 * 1024;

    private readonly Stream _stream = Console.OpenStandardOutput();
    private readonly MemoryStream _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public NdjsonOutput() => _writer = new(_buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public void Write(string file, NormalizationResult result)
    {
        foreach (var one in result.Events)
        {
            _writer.WriteStartObject();
            TrackingEventJsonConverter.WriteMembers(_writer, one, TrackingJsonContext.Default.Options);
            EndLine(file);
        }
        foreach (var problem in result.Problems) WriteProblem(file, problem);
        if (_buffer.Length > FlushAt) Flush();
    }

    public void Finish() => Flush();

    public void Dispose()
    {
        Flush();
        _writer.Dispose();
        _buffer.Dispose();
        _stream.Dispose();
    }

    private void WriteProblem(string file, Problem problem)
    {
        _writer.WriteStartObject();
        if (problem.Carrier is { } carrier) _writer.WriteString("carrier", carrier);
        if (problem.Format is { } format) _writer.WriteString("format", format);
        if (problem.TrackingNumber is { } number) _writer.WriteString("trackingNumber", number);
        _writer.WriteString("problem", problem.Kind.ToText());
        if (problem.Message is { } message) _writer.WriteString("message", message);
        if (problem.ByteOffset is { } offset) _writer.WriteNumber("byteOffset", offset);
        if (problem.Code is { } code)
        {
            _writer.WriteStartObject("raw");
            _writer.WriteString("code", code);
            _writer.WriteEndObject();
        }
        EndLine(file);
    }

    private void EndLine(string file)
    {
        _writer.WriteString("file", file);
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        _buffer.WriteByte((byte)'\n');
    }

    private void Flush()
    {
        _buffer.Position = 0;
        _buffer.CopyTo(_stream);
        _stream.Flush();
        _buffer.SetLength(0);
    }
}
