using NodaTime;

namespace PostPurchase.Normalization.Events;

/// <summary>Times as they stand in JSON: ISO 8601 in UTF-8, written into and read from spans without allocation.</summary>
/// <remarks>
/// Seconds are always written, a fraction only when it is not zero and without trailing zeros. Years 0 to 9999.
/// Readers take exactly what is written here, nothing looser.
/// </remarks>
internal static class IsoText
{
    /// <summary>Bytes that suffice for any of the texts, and for a local time with its offset.</summary>
    public const int MaxLength = 48;

    private const int DateLength = 10;
    private const int SecondsLength = 19;

    /// <summary>Writes <c>2024-11-22</c> and gives its length in bytes.</summary>
    public static int Write(LocalDate date, Span<byte> utf8)
    {
        WriteDigits(utf8, date.Year / 100);
        WriteDigits(utf8[2..], date.Year % 100);
        utf8[4] = (byte)'-';
        WriteDigits(utf8[5..], date.Month);
        utf8[7] = (byte)'-';
        WriteDigits(utf8[8..], date.Day);
        return DateLength;
    }

    /// <summary>Writes <c>2024-11-22T13:58:00</c> and gives its length in bytes.</summary>
    public static int Write(LocalDateTime local, Span<byte> utf8)
    {
        Write(local.Date, utf8);
        utf8[10] = (byte)'T';
        WriteDigits(utf8[11..], local.Hour);
        utf8[13] = (byte)':';
        WriteDigits(utf8[14..], local.Minute);
        utf8[16] = (byte)':';
        WriteDigits(utf8[17..], local.Second);
        return SecondsLength + WriteFraction(local.NanosecondOfSecond, utf8[SecondsLength..]);
    }

    /// <summary>Writes <c>-05:00</c>, with seconds only where they are not zero, and gives its length in bytes.</summary>
    public static int Write(Offset offset, Span<byte> utf8)
    {
        var seconds = Math.Abs(offset.Seconds);
        utf8[0] = offset.Seconds < 0 ? (byte)'-' : (byte)'+';
        WriteDigits(utf8[1..], seconds / 3600);
        utf8[3] = (byte)':';
        WriteDigits(utf8[4..], seconds / 60 % 60);
        if (seconds % 60 == 0)
            return 6;
        utf8[6] = (byte)':';
        WriteDigits(utf8[7..], seconds % 60);
        return 9;
    }

    /// <summary>Writes <c>2024-11-22T18:58:00Z</c> and gives its length in bytes.</summary>
    public static int Write(Instant instant, Span<byte> utf8)
    {
        var length = Write(instant.InUtc().LocalDateTime, utf8);
        utf8[length] = (byte)'Z';
        return length + 1;
    }

    /// <summary>Reads a day.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out LocalDate date)
    {
        date = default;
        if (utf8.Length != DateLength || utf8[4] != '-' || utf8[7] != '-')
            return false;
        var (century, year, month, day) = (TwoDigits(utf8), TwoDigits(utf8[2..]), TwoDigits(utf8[5..]), TwoDigits(utf8[8..]));
        if ((century | year | month | day) < 0)
            return false;
        year += century * 100;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > CalendarSystem.Iso.GetDaysInMonth(year, month))
            return false;
        date = new LocalDate(year, month, day);
        return true;
    }

    /// <summary>Reads a local time.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out LocalDateTime local)
    {
        local = default;
        if (utf8.Length < SecondsLength || utf8[10] != 'T' || utf8[13] != ':' || utf8[16] != ':' || !TryRead(utf8[..DateLength], out LocalDate date))
            return false;
        var (hour, minute, second) = (TwoDigits(utf8[11..]), TwoDigits(utf8[14..]), TwoDigits(utf8[17..]));
        if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59 || !TryReadFraction(utf8[SecondsLength..], out var nanoseconds))
            return false;
        local = date + LocalTime.FromHourMinuteSecondNanosecond(hour, minute, second, nanoseconds);
        return true;
    }

    /// <summary>Reads an offset of at most 18 hours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out Offset offset)
    {
        offset = default;
        if (utf8.Length is not (6 or 9) || utf8[0] is not ((byte)'+' or (byte)'-') || utf8[3] != ':')
            return false;
        var (hours, minutes) = (TwoDigits(utf8[1..]), TwoDigits(utf8[4..]));
        var seconds = utf8.Length == 6 ? 0 : utf8[6] == ':' ? TwoDigits(utf8[7..]) : -1;
        if ((hours | minutes | seconds) < 0 || minutes > 59 || seconds > 59)
            return false;
        var total = (hours * 3600) + (minutes * 60) + seconds;
        if (total > 18 * 3600)
            return false;
        offset = Offset.FromSeconds(utf8[0] == '-' ? -total : total);
        return true;
    }

    /// <summary>Reads a moment in UTC.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out Instant instant)
    {
        instant = default;
        if (utf8.IsEmpty || utf8[^1] != 'Z' || !TryRead(utf8[..^1], out LocalDateTime local))
            return false;
        instant = local.InUtc().ToInstant();
        return true;
    }

    private static int WriteFraction(int nanoseconds, Span<byte> utf8)
    {
        if (nanoseconds == 0)
            return 0;

        utf8[0] = (byte)'.';
        var length = 1;
        for (var rest = nanoseconds; rest != 0; rest = rest % 100_000_000 * 10)
            utf8[length++] = (byte)('0' + (rest / 100_000_000));
        return length;
    }

    private static bool TryReadFraction(ReadOnlySpan<byte> utf8, out int nanoseconds)
    {
        nanoseconds = 0;
        if (utf8.IsEmpty)
            return true;
        if (utf8.Length is < 2 or > 10 || utf8[0] != '.')
            return false;
        for (var index = 1; index < 10; index++)
        {
            var digit = index < utf8.Length ? utf8[index] - '0' : 0;
            if (digit is < 0 or > 9)
                return false;
            nanoseconds = (nanoseconds * 10) + digit;
        }

        return true;
    }

    private static void WriteDigits(Span<byte> utf8, int value)
    {
        utf8[1] = (byte)('0' + (value % 10));
        utf8[0] = (byte)('0' + (value / 10));
    }

    private static int TwoDigits(ReadOnlySpan<byte> utf8)
    {
        var (tens, ones) = (utf8[0] - '0', utf8[1] - '0');
        return tens is < 0 or > 9 || ones is < 0 or > 9 ? -1 : (tens * 10) + ones;
    }
}
