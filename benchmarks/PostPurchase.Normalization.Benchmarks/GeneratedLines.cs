using System.Buffers.Text;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>NDJSON of any length, made as it is read: one payload a line, each with numbers and a town of its own, so that nothing can be kept for reuse.</summary>
/// <param name="length">Bytes at the least; the last line is whole.</param>
internal sealed class GeneratedLines(long length) : Stream
{
    private const string Number = "1Z8F41W60340011826";
    private const string Town = "Boise";
    private const int Digits = 10;

    private readonly byte[] _line = [.. SamplePayloads.Of(SamplePayloads.SizedFormat), (byte)'\n'];
    private readonly List<int> _numbers = [];
    private readonly List<int> _towns = [];
    private long _made;
    private int _at;

    /// <summary>Lines made so far.</summary>
    public int Lines { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _made; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == 0)
        {
            if (_made >= length) return 0;
            Make();
        }
        var count = Math.Min(buffer.Length, _line.Length - _at);
        _line.AsSpan(_at, count).CopyTo(buffer);
        _at = (_at + count) % _line.Length;
        _made += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Make()
    {
        if (Lines == 0)
        {
            Places(Number, _numbers);
            Places(Town, _towns);
        }
        foreach (var at in _numbers) Utf8Formatter.TryFormat(Lines, _line.AsSpan(at + Number.Length - Digits), out _, new('D', Digits));
        foreach (var at in _towns)
        {
            var rest = Lines;
            for (var letter = 1; letter < Town.Length; letter++)
            {
                _line[at + letter] = (byte)('a' + (rest % 26));
                rest /= 26;
            }
        }
        Lines++;
    }

    private void Places(string text, List<int> places)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        for (var at = 0; _line.AsSpan(at).IndexOf(bytes) is >= 0 and var next; at += next + bytes.Length) places.Add(at + next);
    }
}
