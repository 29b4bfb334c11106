namespace PostPurchase.Normalization.Tests.Support;

/// <summary>A block of bytes again and again, made as it is read: long input that takes no memory.</summary>
internal sealed class RepeatingStream(byte[] block, long times) : Stream
{
    private readonly long _length = block.Length * times;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && _position < _length)
        {
            var at = (int)(_position % block.Length);
            var length = Math.Min(block.Length - at, buffer.Length - written);
            block.AsSpan(at, length).CopyTo(buffer[written..]);
            written += length;
            _position += length;
        }
        return written;
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
}
