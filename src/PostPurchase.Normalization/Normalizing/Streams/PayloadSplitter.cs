using System.Buffers;
using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Normalizing.Streams;

/// <summary>Cuts a stream into payloads, holding no more than one payload and a read-ahead in memory.</summary>
internal sealed class PayloadSplitter(Stream stream, PayloadFraming framing, int maxPayloadBytes) : IDisposable
{
    private const int ReadAhead = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadAhead);
    private int _start;
    private int _end;
    private long _offset;
    private bool _isComplete;
    private PayloadFraming _framing = framing;

    /// <summary>The payloads in order. Each is valid until the next is asked for.</summary>
    public async IAsyncEnumerable<StreamedPayload> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_framing == PayloadFraming.Auto) _framing = await DetectAsync(cancellationToken).ConfigureAwait(false);
        var boundary = new JsonBoundary();
        var scanned = 0;
        if (_framing == PayloadFraming.Array) await EnterArrayAsync(cancellationToken).ConfigureAwait(false);

        while (true)
        {
            var length = Next(ref boundary, ref scanned);
            if (length < 0)
            {
                if (_isComplete) break;
                if (_end - _start > maxPayloadBytes)
                {
                    yield return Take(_end - _start, isTooLarge: true);
                    yield break;
                }
                await FillAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            if (length > 0 && !IsBlank(length)) yield return Take(length, length > maxPayloadBytes);
            else Skip(length);
            if (EndsArray()) _framing = PayloadFraming.Whole;
            else Skip(SeparatorLength());
            boundary = default;
            scanned = 0;
        }

        if (_end > _start && !IsBlank(_end - _start)) yield return Take(_end - _start, isTooLarge: false);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Length of the next payload where it is whole in the buffer; negative where more has to be read.</summary>
    private int Next(ref JsonBoundary boundary, ref int scanned)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        switch (_framing)
        {
            case PayloadFraming.Whole:
                return -1;
            case PayloadFraming.Lines:
                var line = rest[scanned..].IndexOf((byte)'\n');
                if (line >= 0) return scanned + line;
                scanned = rest.Length;
                return -1;
            default:
                var found = boundary.Find(rest[scanned..]);
                if (found >= 0) return scanned + found;
                scanned = rest.Length;
                return -1;
        }
    }

    /// <summary>Steps over the bracket that ends the array; what follows it, which should be nothing, is read as one payload more.</summary>
    private bool EndsArray()
    {
        if (_framing != PayloadFraming.Array || _start == _end || _buffer[_start] != ']') return false;
        Skip(1);
        return true;
    }

    private int SeparatorLength() => _start < _end && _buffer[_start] is (byte)'\n' or (byte)',' ? 1 : 0;

    private bool IsBlank(int length) => _buffer.AsSpan(_start, length).IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private StreamedPayload Take(int length, bool isTooLarge)
    {
        var payload = new StreamedPayload(_offset, _buffer.AsMemory(_start, length), isTooLarge);
        Skip(length);
        return payload;
    }

    private void Skip(int length)
    {
        _start += length;
        _offset += length;
    }

    private async ValueTask<PayloadFraming> DetectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var first = rest.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
            if (first >= 0)
            {
                if (rest[first] == '[') return PayloadFraming.Array;
                if (rest[first] != '{') return PayloadFraming.Whole;
                var boundary = new JsonBoundary();
                var end = boundary.Find(rest[first..]);
                if (end >= 0)
                {
                    var after = rest[(first + end)..].IndexOfAnyExcept(" \t\r\n"u8);
                    if (after >= 0 || _isComplete)
                    {
                        var isOneLine = !rest.Slice(first, end).Contains((byte)'\n');
                        return after >= 0 && isOneLine ? PayloadFraming.Lines : PayloadFraming.Whole;
                    }
                }
            }
            if (_isComplete || rest.Length > maxPayloadBytes) return PayloadFraming.Whole;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask EnterArrayAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var bracket = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'[');
            if (bracket >= 0)
            {
                Skip(bracket + 1);
                return;
            }
            if (_isComplete) return;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        _isComplete = read == 0;
    }
}

/// <summary>A payload cut from a stream.</summary>
/// <param name="Offset">Offset of its first byte in the stream.</param>
/// <param name="Bytes">The bytes; valid until the next payload is asked for.</param>
/// <param name="IsTooLarge">Whether it is longer than allowed; then the bytes are only its beginning.</param>
internal readonly record struct StreamedPayload(long Offset, ReadOnlyMemory<byte> Bytes, bool IsTooLarge);

/// <summary>Finds where a JSON value in an array ends: at a comma or bracket outside it, or after its last brace. Keeps its place between blocks.</summary>
internal struct JsonBoundary
{
    private static readonly SearchValues<byte> Structural = SearchValues.Create("\"{}[],"u8);

    private int _depth;
    private bool _inString;
    private bool _isEscaped;

    /// <summary>Length up to and including the value's end; negative where it lies further on.</summary>
    public int Find(ReadOnlySpan<byte> block)
    {
        var at = 0;
        while (at < block.Length)
        {
            if (_inString)
            {
                if (_isEscaped)
                {
                    _isEscaped = false;
                    at++;
                    continue;
                }
                var end = block[at..].IndexOfAny((byte)'"', (byte)'\\');
                if (end < 0) return -1;
                at += end + 1;
                if (block[at - 1] == '\\') _isEscaped = true;
                else _inString = false;
                continue;
            }

            var next = block[at..].IndexOfAny(Structural);
            if (next < 0) return -1;
            at += next;
            switch (block[at])
            {
                case (byte)'"':
                    _inString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)',' when _depth == 0:
                    return at;
                case (byte)'}' or (byte)']':
                    if (_depth == 0) return at;
                    if (--_depth == 0) return at + 1;
                    break;
            }
            at++;
        }
        return -1;
    }
}
