namespace PostPurchase.Normalization.Time;

/// <summary>Reads offsets from UTC as carriers write them.</summary>
/// <remarks>
/// <c>Z</c>, <c>UTC</c>, <c>GMT</c>, <c>GMT+8</c>, <c>+01:00</c>, <c>-04.00</c>, <c>+0530</c>, <c>+05</c>, <c>-5</c>, and <c>+5.5</c>
/// (one digit behind a dot is a decimal fraction). Only offsets that some place uses: -12:00 to +14:00 in quarters of an hour.
/// </remarks>
internal static class OffsetText
{
    /// <summary>Whether some place's clocks may stand that far from UTC.</summary>
    public static bool IsPossible(int seconds) => seconds is >= -12 * 3600 and <= 14 * 3600 && seconds % 900 == 0;

    /// <summary>Reads a text that is an offset and nothing else; blanks at the ends do not count.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out int seconds, out bool wasZ)
    {
        utf8 = Blanks.Trim(utf8);
        var length = ReadAt(utf8, 0, out seconds, out wasZ);
        return length > 0 && length == utf8.Length;
    }

    /// <summary>Reads the offset that starts at <paramref name="at"/>; gives its length in bytes, or zero.</summary>
    public static int ReadAt(ReadOnlySpan<byte> utf8, int at, out int seconds, out bool wasZ)
    {
        seconds = 0;
        wasZ = false;
        if ((uint)at >= (uint)utf8.Length)
            return 0;

        var text = utf8[at..];
        if ((text[0] | 0x20) == 'z')
        {
            wasZ = true;
            return 1;
        }

        if (text.Length == 6 && text[3] == ':' && text[0] is (byte)'+' or (byte)'-' && TryReadUsual(text, out seconds))
            return 6;

        var prefix = IsUtcOrGmt(text) ? 3 : 0;
        var signed = ReadSigned(text[prefix..], out seconds, out wasZ);
        return signed == 0 ? prefix : prefix + signed;
    }

    // +hh:mm, but for -00:00, which says something of its own.
    private static bool TryReadUsual(ReadOnlySpan<byte> text, out int seconds)
    {
        var (hourTens, hourOnes, minuteTens, minuteOnes) = ((uint)(text[1] - '0'), (uint)(text[2] - '0'), (uint)(text[4] - '0'), (uint)(text[5] - '0'));
        var total = (int)((((hourTens * 10) + hourOnes) * 3600) + (((minuteTens * 10) + minuteOnes) * 60));
        seconds = text[0] == '+' ? total : -total;
        return hourTens <= 1 && hourOnes <= 9 && minuteTens <= 5 && minuteOnes <= 9 && seconds != 0 && IsPossible(seconds);
    }

    public static bool IsUtcOrGmt(ReadOnlySpan<byte> text) =>
        text.Length >= 3
        && (((text[0] | 0x20) == 'u' && (text[1] | 0x20) == 't' && (text[2] | 0x20) == 'c')
            || ((text[0] | 0x20) == 'g' && (text[1] | 0x20) == 'm' && (text[2] | 0x20) == 't'));

    private static int ReadSigned(ReadOnlySpan<byte> text, out int seconds, out bool isUnknown)
    {
        seconds = 0;
        isUnknown = false;
        var signLength = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? 1 : text.StartsWith("\u2212"u8) ? 3 : 0;
        if (signLength == 0)
            return 0;

        var digits = text[signLength..];
        var count = CountDigits(digits, 0);
        if (count is 0 or 3 or > 4)
            return 0;

        var hours = digits[0] - '0';
        if (count is 2 or 4)
            hours = (hours * 10) + digits[1] - '0';
        var minutes = count == 4 ? ((digits[2] - '0') * 10) + digits[3] - '0' : 0;
        var length = count;
        if (count <= 2 && length < digits.Length && digits[length] is (byte)':' or (byte)'.')
        {
            var after = CountDigits(digits, length + 1);
            if (after == 2)
                minutes = ((digits[length + 1] - '0') * 10) + digits[length + 2] - '0';
            else if (after == 1 && digits[length] == '.')
                minutes = (digits[length + 1] - '0') * 6;
            else
                return 0;
            length += 1 + after;
        }

        var isNegative = text[0] != '+';
        var total = (hours * 3600) + (minutes * 60);
        if (minutes > 59 || !IsPossible(isNegative ? -total : total))
            return 0;

        seconds = isNegative ? -total : total;
        isUnknown = isNegative && total == 0;
        return signLength + length;
    }

    private static int CountDigits(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        return end - at;
    }
}
