using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Keeps texts of scans side by side in blocks of bytes. Carriers mostly write times in one length, so that a block has just the room for them.</summary>
internal struct SentTexts
{
    /// <summary>Events that are kept alone keep no more of their neighbours' texts alive than this.</summary>
    private const int MostInBlock = 64;

    /// <summary>Longer texts are no times as carriers write them, and say nothing of those to come.</summary>
    private const int LongestExpected = 64;

    private byte[]? _block;
    private int _used;
    private int _expected;

    /// <summary>Tells how many texts are to come.</summary>
    public void Expect(int more) => _expected = more;

    /// <summary>Keeps a text, or two with a blank between.</summary>
    public SentText Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var isBoth = !first.IsEmpty && !second.IsEmpty;
        var length = first.Length + second.Length + (isBoth ? 1 : 0);
        var target = Room(length, out var text);
        first.CopyTo(target);
        if (isBoth) target[first.Length] = (byte)' ';
        second.CopyTo(target[(length - second.Length)..]);
        return text;
    }

    private Span<byte> Room(int length, out SentText text)
    {
        if (_block is null || _block.Length - _used < length)
        {
            _block = new byte[length * (length <= LongestExpected ? Math.Clamp(_expected, 1, MostInBlock) : 1)];
            _used = 0;
        }
        text = new(_block, _used, length);
        var room = _block.AsSpan(_used, length);
        _used += length;
        _expected--;
        return room;
    }
}
