using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>Reads ISO 8601 dates and date-times, as loosely as carriers write them.</summary>
/// <remarks>
/// Extended or basic form, <c>T</c> or blanks in between, seconds and fraction optional, an offset with or without a blank before it,
/// also behind a bare date, and behind that a zone in brackets, which is skipped. Not week dates, ordinal dates or bare hours.
/// </remarks>
internal static class IsoTimeReader
{
    private const int DateLength = 10;
    private const int UsualLength = 19;

    public static bool TryRead(ReadOnlySpan<byte> text, ref TimeParts read, ref TimePlaces places)
    {
        var at = ReadDate(text, ref read, ref places);
        if (at == 0)
            return false;
        if (at == text.Length)
            return true;

        var clockAt = text[at] is (byte)'T' or (byte)'t' ? at + 1 : Blanks.Skip(text, at);
        if (clockAt > at)
        {
            var clockEnd = ReadClock(text, clockAt, ref read, ref places);
            if (clockEnd != 0)
                at = clockEnd;
            else if (text[at] is (byte)'T' or (byte)'t')
                return false;
            places.DependOnValues = clockEnd == 0;
        }

        return ReadOffset(text, at, ref read, ref places) == text.Length;
    }

    /// <summary>
    /// Reads the form that nearly all have, <c>yyyy-MM-ddTHH:mm:ss</c> with or without a fraction and an offset behind it. Where it is another one,
    /// nothing is written and <see cref="TryRead"/> decides.
    /// </summary>
    public static bool TryReadUsual(ReadOnlySpan<byte> text, ref TimeParts read)
    {
        if (text.Length < UsualLength || text[DateLength] != 'T' || text[UsualLength - 3] != ':') return false;
        if (!FixedDigits.TryReadDate(text, out var year, out var month, out var day) || !FixedDigits.TryReadClock(text[(DateLength + 1)..], out var hour, out var minute, out var second)) return false;
        if (!Calendar.IsPossible(year, month, day)) return false;
        var (end, nanoseconds, precision) = (UsualLength, 0, TimePrecision.Second);
        if (text.Length > UsualLength && text[UsualLength] == '.')
        {
            var length = TimePattern.ReadFraction(text, UsualLength + 1, out nanoseconds);
            if (length == 0) return false;
            (end, precision) = (UsualLength + 1 + length, TimePrecision.Fraction);
        }
        if (text.Length > end)
        {
            if (OffsetText.ReadAt(text, end, out var offset, out var wasZ) != text.Length - end) return false;
            read.SetOffset(offset, wasZ);
        }
        read.SetDate(year, month, day);
        read.SetClock(hour, minute, second, nanoseconds, precision);
        return true;
    }

    private static int ReadDate(ReadOnlySpan<byte> text, ref TimeParts read, ref TimePlaces places)
    {
        var (century, years) = (Two(text, 0), Two(text, 2));
        var dash = text.Length > 4 && text[4] == '-' ? 1 : 0;
        var month = Two(text, 4 + dash);
        if (dash == 1 && (text.Length < 8 || text[7] != '-'))
            return 0;
        var day = Two(text, 6 + (2 * dash));
        if ((century | years | month | day) < 0)
            return 0;
        var year = (century * 100) + years;
        if (!Calendar.IsPossible(year, month, day))
            return 0;
        read.SetDate(year, month, day);
        places.Set(TimePart.Year, 0, 4);
        places.Set(TimePart.Month, 4 + dash, 2);
        places.Set(TimePart.Day, 6 + (2 * dash), 2);
        return 8 + (2 * dash);
    }

    private static int ReadClock(ReadOnlySpan<byte> text, int at, ref TimeParts read, ref TimePlaces places)
    {
        var hour = Two(text, at);
        var colon = at + 2 < text.Length && text[at + 2] == ':' ? 1 : 0;
        var minute = Two(text, at + 2 + colon);
        if ((hour | minute) < 0 || hour > 24 || minute > 59)
            return 0;

        places.Set(TimePart.Hour, at, 2);
        places.Set(TimePart.Minute, at + 2 + colon, 2);
        at += 4 + colon;
        var second = 0;
        var nanoseconds = 0;
        var precision = TimePrecision.Minute;
        var hasSeconds = at < text.Length && (colon == 1 ? text[at] == ':' : text[at] is >= (byte)'0' and <= (byte)'9');
        if (hasSeconds)
        {
            second = Two(text, at + colon);
            if (second is < 0 or > 59)
                return 0;
            places.Set(TimePart.Second, at + colon, 2);
            at += 2 + colon;
            precision = TimePrecision.Second;
            if (at < text.Length && text[at] is (byte)'.' or (byte)',')
            {
                var length = TimePattern.ReadFraction(text, at + 1, out nanoseconds);
                if (length == 0)
                    return 0;
                places.Set(TimePart.Fraction, at + 1, length);
                at += 1 + length;
                precision = TimePrecision.Fraction;
            }
        }

        if (hour == 24 && (minute != 0 || second != 0 || nanoseconds != 0))
            return 0;
        read.SetClock(hour % 24, minute, second, nanoseconds, precision);
        read.IsNextDay = hour == 24;
        return at;
    }

    private static int ReadOffset(ReadOnlySpan<byte> text, int at, ref TimeParts read, ref TimePlaces places)
    {
        at = Blanks.Skip(text, at);
        if (at == text.Length)
            return at;
        var length = OffsetText.ReadAt(text, at, out var seconds, out var wasZ);
        if (length == 0)
            return -1;
        read.SetOffset(seconds, wasZ);
        places.Set(TimePart.Offset, at, length);
        at += length;
        return at < text.Length && text[at] == '[' && text[^1] == ']' ? text.Length : at;
    }

    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        if ((uint)(at + 1) >= (uint)text.Length)
            return -1;
        var (tens, ones) = ((uint)(text[at] - '0'), (uint)(text[at + 1] - '0'));
        return tens > 9 || ones > 9 ? -1 : (int)((tens * 10) + ones);
    }
}
