namespace PostPurchase.Normalization.Normalizing;

/// <summary>Several texts as one run of bytes, each behind its length, so that no two sets of parts look the same.</summary>
internal ref struct PartsKey(Span<byte> buffer)
{
    public const int MaxLength = 256;

    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>Whether no part said anything.</summary>
    public bool IsBlank { get; private set; } = true;

    /// <summary>Whether the parts did not fit; the bytes then stand for nothing.</summary>
    public bool IsTooLong { get; private set; }

    public readonly ReadOnlySpan<byte> Bytes => _buffer[.._length];

    public void Add(ReadOnlySpan<byte> part)
    {
        IsBlank &= part.IsEmpty;
        IsTooLong |= part.Length > byte.MaxValue || part.Length >= _buffer.Length - _length;
        if (IsTooLong) return;
        _buffer[_length++] = (byte)part.Length;
        part.CopyTo(_buffer[_length..]);
        _length += part.Length;
    }
}
