using System.Text;

namespace PostPurchase.Normalization.Events;

/// <summary>A text as sent that is seldom asked for: part of a block of UTF-8 that the scans of a shipment share, made a string when somebody reads it.</summary>
internal readonly struct SentText : IEquatable<SentText>
{
    private readonly object? _source;
    private readonly int _start;
    private readonly int _length;

    /// <summary>A text that is a string already; <see langword="null"/> for none.</summary>
    public SentText(string? text) => _source = text;

    /// <summary>A text in a block, which is not written to any more where the text stands.</summary>
    public SentText(byte[] block, int start, int length)
    {
        _source = block;
        _start = start;
        _length = length;
    }

    /// <summary>The text; <see langword="null"/> for none.</summary>
    public override string? ToString() => _source is byte[] block ? Encoding.UTF8.GetString(block, _start, _length) : (string?)_source;

    /// <inheritdoc/>
    public bool Equals(SentText other) =>
        _source is byte[] block && other._source is byte[] others
            ? block.AsSpan(_start, _length).SequenceEqual(others.AsSpan(other._start, other._length))
            : ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SentText other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString()?.GetHashCode(StringComparison.Ordinal) ?? 0;
}
