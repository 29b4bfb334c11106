using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

internal sealed partial class TimePattern
{
    // Recurses only where there is a choice: an optional part, or a number of one or two digits in front of further digits.
    private bool TryMatch(ReadOnlySpan<byte> text, int at, int index, ref TimeParts read, ref TimePlaces places, Seen seen)
    {
        var ops = _ops;
        for (; (uint)index < (uint)ops.Length; index++)
        {
            var op = ops[index];
            int length;
            switch (op.Code)
            {
                case OpCode.Literal:
                    if ((uint)at >= (uint)text.Length || text[at] != op.Argument)
                    {
                        places.DependOnValues |= MayBecome(text, at, op.Argument);
                        return false;
                    }
                    length = 1;
                    break;
                case OpCode.Blank:
                    length = Blanks.Skip(text, at) - at;
                    break;
                case OpCode.Year4:
                    var century = TwoDigits(text, at);
                    var year = TwoDigits(text, at + 2);
                    length = (century | year) < 0 ? 0 : 4;
                    read.Year = (short)((century * 100) + year);
                    places.Set(TimePart.Year, at, length);
                    break;
                case OpCode.Year2:
                    year = TwoDigits(text, at);
                    length = year < 0 ? 0 : 2;
                    read.Year = YearOf(year);
                    places.Set(TimePart.Year, at, length);
                    break;
                case OpCode.MonthName:
                    var nameEnd = SkipLetters(text, at);
                    var month = nameEnd - at < 3 ? 0 : MonthNames.Find(text[at..nameEnd]);
                    read.Month = (byte)month;
                    length = month == 0 ? 0 : SkipDot(text, nameEnd, index) - at;
                    places.Set(TimePart.MonthName, at, nameEnd - at);
                    break;
                case OpCode.Weekday:
                    var weekdayEnd = SkipWeekday(text, at);
                    length = weekdayEnd - at < 2 ? 0 : SkipDot(text, weekdayEnd, index) - at;
                    places.Set(TimePart.Weekday, at, weekdayEnd - at);
                    break;
                case OpCode.Month2 or OpCode.Day2 or OpCode.Hour2 or OpCode.HalfDayHour2 or OpCode.Minute2 or OpCode.Second2:
                    length = TryTake(op.Code, TwoDigits(text, at), at, 2, ref read, ref places, ref seen) ? 2 : 0;
                    break;
                case OpCode.Month1 or OpCode.Day1 or OpCode.Hour1 or OpCode.HalfDayHour1 or OpCode.Minute1 or OpCode.Second1:
                    if (op.Argument != 0 && TryTwoDigits(text, at, index, ref read, ref places, seen))
                        return true;
                    var value = op.Argument != 0 ? -1 : TwoDigits(text, at);
                    length = value < 0 ? 1 : 2;
                    if (!TryTake(op.Code, value < 0 ? OneDigit(text, at) : value, at, length, ref read, ref places, ref seen))
                        length = 0;
                    break;
                case OpCode.Fraction:
                    length = ReadFraction(text, at, out read.Nanoseconds);
                    seen |= Seen.Fraction;
                    places.Set(TimePart.Fraction, at, length);
                    break;
                case OpCode.AmPm:
                    length = ReadAmPm(text, at, index, ref seen);
                    places.Set(TimePart.Mark, at, length);
                    break;
                case OpCode.Offset:
                    length = OffsetText.ReadAt(text, at, out var seconds, out var wasZ);
                    read.SetOffset(seconds, wasZ);
                    places.Set(TimePart.Offset, at, length);
                    break;
                case OpCode.Abbreviation:
                    length = ReadAbbreviation(text, at, ref read);
                    places.Set(TimePart.Abbreviation, at, length);
                    break;
                case OpCode.Optional:
                    if (TryWith(text, at, index + 1, ref read, ref places, seen))
                        return true;
                    index = op.Argument;
                    continue;
                default:
                    continue;
            }

            if (length == 0)
            {
                places.DependOnValues |= at < text.Length && op.Code is OpCode.MonthName or OpCode.AmPm or OpCode.Offset or OpCode.Abbreviation;
                return false;
            }
            at += length;
        }

        if (at != text.Length)
            return false;
        var isPossible = TryFinish(ref read, seen);
        places.DependOnValues |= !isPossible;
        places.IsHalfDay = Has(seen, Seen.HalfDayHour);
        return isPossible;
    }

    /// <summary>Whether a byte that is no <paramref name="literal"/> might be one in another text of the same layout.</summary>
    private static bool MayBecome(ReadOnlySpan<byte> text, int at, int literal)
    {
        if (OneDigit(text, at) >= 0)
            return literal is >= '0' and <= '9';
        if (IsLetter(text, at))
            return literal is >= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= 0x80;
        return at < text.Length && text[at] is (byte)'+' or (byte)'-' && literal is '+' or '-';
    }

    private bool TryWith(ReadOnlySpan<byte> text, int at, int index, ref TimeParts read, ref TimePlaces places, Seen seen)
    {
        var attempt = read;
        var found = places;
        if (TryMatch(text, at, index, ref attempt, ref found, seen))
        {
            (read, places) = (attempt, found);
            return true;
        }

        places.Abandon(found);
        return false;
    }

    private bool TryTwoDigits(ReadOnlySpan<byte> text, int at, int index, ref TimeParts read, ref TimePlaces places, Seen seen)
    {
        var value = TwoDigits(text, at);
        if (value < 0)
            return false;
        var attempt = read;
        var found = places;
        var isPossible = TryTake(_ops[index].Code, value, at, 2, ref attempt, ref found, ref seen);
        found.DependOnValues = false;
        // Tried even where the number is impossible: if the rest does not fit either, it was not the number that decided.
        var fits = TryMatch(text, at + 2, index + 1, ref attempt, ref found, seen);
        if (isPossible && fits)
        {
            found.DependOnValues |= places.DependOnValues;
            (read, places) = (attempt, found);
            return true;
        }

        places.Abandon(found);
        places.DependOnValues |= fits;
        return false;
    }

    private static bool TryTake(OpCode code, int value, int at, int length, ref TimeParts read, ref TimePlaces places, ref Seen seen)
    {
        if (value < 0)
            return false;
        bool isPossible;
        switch (code)
        {
            case OpCode.Month1 or OpCode.Month2:
                read.Month = (byte)value;
                isPossible = value is >= 1 and <= 12;
                places.Set(TimePart.Month, at, length);
                break;
            case OpCode.Day1 or OpCode.Day2:
                read.Day = (byte)value;
                isPossible = value is >= 1 and <= 31;
                places.Set(TimePart.Day, at, length);
                break;
            case OpCode.Hour1 or OpCode.Hour2:
                read.Hour = (byte)value;
                seen |= Seen.Hour;
                isPossible = value <= 24;
                places.Set(TimePart.Hour, at, length);
                break;
            case OpCode.HalfDayHour1 or OpCode.HalfDayHour2:
                read.Hour = (byte)value;
                seen |= Seen.Hour | Seen.HalfDayHour;
                isPossible = value is >= 1 and <= 12;
                places.Set(TimePart.Hour, at, length);
                break;
            case OpCode.Minute1 or OpCode.Minute2:
                read.Minute = (byte)value;
                seen |= Seen.Minute;
                isPossible = value <= 59;
                places.Set(TimePart.Minute, at, length);
                break;
            default:
                read.Second = (byte)value;
                seen |= Seen.Second;
                isPossible = value <= 59;
                places.Set(TimePart.Second, at, length);
                break;
        }

        places.DependOnValues |= !isPossible;
        return isPossible;
    }

    private static bool TryFinish(ref TimeParts read, Seen seen)
    {
        if (read.Year != 0 || read.Month != 0 || read.Day != 0)
        {
            if (!Calendar.IsPossible(read.Year, read.Month, read.Day))
                return false;
            read.HasDate = true;
        }

        if (Has(seen, Seen.Hour) != Has(seen, Seen.Minute))
            return false;
        if (Has(seen, Seen.Hour))
        {
            if (Has(seen, Seen.HalfDayHour | Seen.Am | Seen.Pm) && !TryApplyHalfDay(ref read.Hour, seen))
                return false;
            if (read.Hour == 24)
            {
                if (read.Minute != 0 || read.Second != 0 || read.Nanoseconds != 0)
                    return false;
                read.Hour = 0;
                read.IsNextDay = true;
            }

            read.HasTime = true;
            read.ClockPrecision = Has(seen, Seen.Fraction) ? TimePrecision.Fraction : Has(seen, Seen.Second) ? TimePrecision.Second : TimePrecision.Minute;
        }

        return read.HasDate || read.HasTime;
    }

    // A 24-hour clock with a mark behind it ("14:30 PM") is read as long as the two do not contradict each other.
    private static bool TryApplyHalfDay(ref byte hour, Seen seen)
    {
        if (!Has(seen, Seen.Am | Seen.Pm))
            return false;
        var applied = HalfDayHour(hour, Has(seen, Seen.Pm));
        hour = (byte)applied;
        return applied >= 0;
    }

    /// <summary>The hour of the day that a clock with AM or PM shows; negative where the two contradict each other.</summary>
    internal static int HalfDayHour(int hour, bool isPm)
    {
        if (hour > 12)
            return isPm && hour < 24 ? hour : -1;
        return (hour == 12 ? 0 : hour) + (isPm ? 12 : 0);
    }

    /// <summary>The year that its last two digits mean.</summary>
    internal static short YearOf(int twoDigits) => (short)(twoDigits < 80 ? 2000 + twoDigits : 1900 + twoDigits);

    private static bool Has(Seen seen, Seen any) => (seen & any) != Seen.Nothing;

    private static int TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        if ((uint)(at + 1) >= (uint)text.Length)
            return -1;
        var (tens, ones) = ((uint)(text[at] - '0'), (uint)(text[at + 1] - '0'));
        return tens > 9 || ones > 9 ? -1 : (int)((tens * 10) + ones);
    }

    private static int OneDigit(ReadOnlySpan<byte> text, int at) =>
        (uint)at < (uint)text.Length && text[at] is >= (byte)'0' and <= (byte)'9' ? text[at] - '0' : -1;

    /// <summary>Reads digits as a fraction of a second, cut behind the ninth; gives how many there are.</summary>
    internal static int ReadFraction(ReadOnlySpan<byte> text, int at, out int nanoseconds)
    {
        nanoseconds = 0;
        var end = at;
        var unit = 100_000_000;
        if (text.Length - at >= sizeof(ulong))
        {
            var count = FixedDigits.ReadFraction(text[at..], out var first);
            nanoseconds = first * 10;
            if (count < sizeof(ulong))
                return count;
            end = at + count;
            unit = 1;
        }
        for (int digit; (digit = OneDigit(text, end)) >= 0; end++)
        {
            nanoseconds += digit * unit;
            unit /= 10;
        }

        return end - at;
    }

    private static bool IsLetter(ReadOnlySpan<byte> text, int at) =>
        (uint)at < (uint)text.Length
        && (text[at] is >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z' || (text[at] >= 0x80 && Blanks.LengthAt(text, at) == 0));

    private static int SkipLetters(ReadOnlySpan<byte> text, int at)
    {
        while (IsLetter(text, at))
            at++;
        return at;
    }

    private static int SkipWeekday(ReadOnlySpan<byte> text, int at)
    {
        var end = SkipLetters(text, at);
        return end > at && (uint)end < (uint)text.Length && text[end] == '-' && IsLetter(text, end + 1) ? SkipLetters(text, end + 1) : end;
    }

    private int SkipDot(ReadOnlySpan<byte> text, int at, int index) =>
        (uint)at < (uint)text.Length && text[at] == '.' && !IsDot(index + 1) ? at + 1 : at;

    private bool IsDot(int index) => index < _ops.Length && _ops[index] is { Code: OpCode.Literal, Argument: '.' };

    private int ReadAmPm(ReadOnlySpan<byte> text, int at, int index, ref Seen seen)
    {
        if ((uint)at >= (uint)text.Length)
            return 0;
        var first = text[at] | 0x20;
        if (first is not ('a' or 'p'))
            return 0;

        var next = at + 1;
        if ((uint)next < (uint)text.Length && text[next] == '.')
            next = Blanks.Skip(text, next + 1);
        if ((uint)next >= (uint)text.Length || (text[next] | 0x20) != 'm')
            return 0;

        seen |= first == 'a' ? Seen.Am : Seen.Pm;
        return SkipDot(text, next + 1, index) - at;
    }

    private static int ReadAbbreviation(ReadOnlySpan<byte> text, int at, ref TimeParts read)
    {
        if ((uint)at >= (uint)text.Length)
            return 0;
        var rest = text[at..];
        if (OffsetText.IsUtcOrGmt(rest) && rest.Length > 3 && rest[3] is (byte)'+' or (byte)'-')
        {
            var length = OffsetText.ReadAt(text, at, out var seconds, out _);
            if (length <= 3)
                return 0;
            read.SetOffset(seconds, wasZ: false);
            return length;
        }

        var end = 0;
        while (end < rest.Length && rest[end] is >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z')
            end++;
        read.Abbreviation = ZoneAbbreviations.Pack(rest[..end]);
        return read.Abbreviation == 0 ? 0 : end;
    }

    [Flags]
    private enum Seen : byte
    {
        Nothing = 0,
        Hour = 1,
        HalfDayHour = 2,
        Minute = 4,
        Second = 8,
        Fraction = 16,
        Am = 32,
        Pm = 64,
    }
}
