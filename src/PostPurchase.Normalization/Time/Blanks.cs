namespace PostPurchase.Normalization.Time;

/// <summary>White space as carriers send it: ASCII blanks, and the no-break spaces that some systems put before AM and PM.</summary>
internal static class Blanks
{
    /// <summary>Length in bytes of the blank that starts at <paramref name="at"/>, or zero.</summary>
    public static int LengthAt(ReadOnlySpan<byte> utf8, int at)
    {
        if ((uint)at >= (uint)utf8.Length)
            return 0;
        return utf8[at] switch
        {
            (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' => 1,
            0xC2 when at + 1 < utf8.Length && utf8[at + 1] == 0xA0 => 2,
            0xE2 when at + 2 < utf8.Length && utf8[at + 1] == 0x80 && utf8[at + 2] == 0xAF => 3,
            _ => 0,
        };
    }

    /// <summary>Position of the first byte from <paramref name="at"/> on that is no blank.</summary>
    public static int Skip(ReadOnlySpan<byte> utf8, int at)
    {
        for (int length; (length = LengthAt(utf8, at)) != 0;)
            at += length;
        return at;
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.IsEmpty && utf8[0] is > (byte)' ' and < 0x80 && utf8[^1] is > (byte)' ' and < 0x80)
            return utf8;

        var start = Skip(utf8, 0);
        var end = utf8.Length;
        while (end > start)
        {
            if (utf8[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                end--;
            else if (end - start >= 2 && utf8[end - 1] == 0xA0 && utf8[end - 2] == 0xC2)
                end -= 2;
            else if (end - start >= 3 && utf8[end - 1] == 0xAF && utf8[end - 2] == 0x80 && utf8[end - 3] == 0xE2)
                end -= 3;
            else
                break;
        }

        return utf8[start..end];
    }
}
