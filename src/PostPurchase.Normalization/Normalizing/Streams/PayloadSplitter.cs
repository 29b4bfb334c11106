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
        if (_framing == PayloadFraming.Array && !await EnterArrayAsync(cancellationToken).ConfigureAwait(false)) _framing = PayloadFraming.Whole;
        var boundary = new JsonBoundary();
        var scanned = 0;
        var isDiscarding = false;

        while (true)
        {
            if (scanned == 0 && !isDiscarding && _framing != PayloadFraming.Whole) Skip(BlankLength());
            var length = Next(ref boundary, ref scanned);
            if (length < 0)
            {
                if (_isComplete) break;
                if (_end - _start > maxPayloadBytes)
                {
                    if (!isDiscarding) yield return new(_offset, default, StreamedFault.TooLarge);
                    if (_framing == PayloadFraming.Whole) yield break;
                    isDiscarding = true;
                    Skip(_end - _start);
                    scanned = 0;
                }
                await FillAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            if (length > 0 && !isDiscarding) yield return Take(length);
            else Skip(length);
            if (EndsArray()) _framing = PayloadFraming.Whole;
            else Skip(SeparatorLength());
            boundary = default;
            scanned = 0;
            isDiscarding = false;
        }

        if (isDiscarding) yield break;
        if (BlankLength() < _end - _start) yield return Take(_end - _start);
        else if (_framing == PayloadFraming.Array) yield return new(_offset, default, StreamedFault.Truncated);
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

    private int BlankLength() => _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var first ? first : _end - _start;

    private StreamedPayload Take(int length)
    {
        var payload = new StreamedPayload(_offset, _buffer.AsMemory(_start, length), length > maxPayloadBytes ? StreamedFault.TooLarge : StreamedFault.None);
        Skip(length);
        return payload;
    }

    private void Skip(int length)
    {
        _start += length;
        _offset += length;
    }

    /// <summary>Decides by no more than the longest payload's length, so that it makes no difference how much a read brings.</summary>
    private async ValueTask<PayloadFraming> DetectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var isFull = _end - _start >= maxPayloadBytes;
            var head = _buffer.AsSpan(_start, Math.Min(_end - _start, maxPayloadBytes));
            var first = head.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
            if (first >= 0)
            {
                if (head[first] == '[') return PayloadFraming.Array;
                if (head[first] != '{') return PayloadFraming.Whole;
                var boundary = new JsonBoundary();
                var end = boundary.Find(head[first..]);
                if (end >= 0 && head[(first + end)..].ContainsAnyExcept(" \t\r\n"u8)) return IsOneLine(head.Slice(first, end)) ? PayloadFraming.Lines : PayloadFraming.Whole;
                if (isFull) return IsOneLine(head[first..]) ? PayloadFraming.Lines : PayloadFraming.Whole;
            }
            if (isFull || _isComplete) return PayloadFraming.Whole;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsOneLine(ReadOnlySpan<byte> text) => !text.Contains((byte)'\n');

    /// <summary>Steps over the bracket that begins the array; <see langword="false"/> where the stream begins with something else.</summary>
    private async ValueTask<bool> EnterArrayAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var head = _buffer.AsSpan(_start, _end - _start);
            var first = head.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
            if (first >= 0)
            {
                if (head[first] != '[') return false;
                Skip(first + 1);
                return true;
            }
            if (_isComplete || head.Length > maxPayloadBytes) return false;
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
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
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
/// <param name="Fault">Why there is nothing to read; the bytes are then of no use.</param>
internal readonly record struct StreamedPayload(long Offset, ReadOnlyMemory<byte> Bytes, StreamedFault Fault);

internal enum StreamedFault
{
    None,

    /// <summary>Longer than allowed.</summary>
    TooLarge,

    /// <summary>The stream ends where an array would have gone on.</summary>
    Truncated,
}

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
                    // A brace that closes nothing is the end of a broken item; the bracket is the end of the array.
                    if (_depth == 0) return block[at] == ']' ? at : at + 1;
                    if (--_depth == 0) return at + 1;
                    break;
            }
            at++;
        }
        return -1;
    }
}
