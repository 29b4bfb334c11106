using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

internal sealed partial class TimePattern
{
    private bool TryMatch(ReadOnlySpan<byte> text, ref TimeParts read) => TryMatch(text, 0, 0, ref read, Seen.Nothing);

    // Recurses only where there is a choice: an optional part, or a number of one or two digits in front of further digits.
    private bool TryMatch(ReadOnlySpan<byte> text, int at, int index, ref TimeParts read, Seen seen)
    {
        var ops = _ops;
        for (; (uint)index < (uint)ops.Length; index++)
        {
            var op = ops[index];
            int value;
            switch (op.Code)
            {
                case OpCode.Literal:
                    if ((uint)at >= (uint)text.Length || text[at] != op.Argument)
                        return false;
                    at++;
                    break;
                case OpCode.Blank:
                    var end = Blanks.Skip(text, at);
                    if (end == at)
                        return false;
                    at = end;
                    break;
                case OpCode.FixedDate:
                    var dateLength = ReadFixedDate(text, at, op.Argument, out var year, out var month, out var day);
                    if (dateLength == 0)
                        return false;
                    (read.Year, read.Month, read.Day) = ((short)year, (byte)month, (byte)day);
                    at += dateLength;
                    index += op.Argument == 0 ? 2 : 4;
                    break;
                case OpCode.FixedClock:
                    var clockLength = ReadFixedClock(text, at, op.Argument, out var hour, out var minute, out var second);
                    if (clockLength == 0)
                        return false;
                    (read.Hour, read.Minute, read.Second) = ((byte)hour, (byte)minute, (byte)second);
                    seen |= Seen.Hour | Seen.Minute | Seen.Second;
                    at += clockLength;
                    index += op.Argument == 0 ? 2 : 4;
                    break;
                case OpCode.Year4:
                    var century = TwoDigits(text, at);
                    value = TwoDigits(text, at + 2);
                    if ((century | value) < 0)
                        return false;
                    read.Year = (short)((century * 100) + value);
                    at += 4;
                    break;
                case OpCode.Year2:
                    value = TwoDigits(text, at);
                    if (value < 0)
                        return false;
                    read.Year = (short)(value < 80 ? 2000 + value : 1900 + value);
                    at += 2;
                    break;
                case OpCode.MonthName:
                    var nameEnd = SkipLetters(text, at);
                    value = nameEnd - at < 3 ? 0 : MonthNames.Find(text[at..nameEnd]);
                    if (value == 0)
                        return false;
                    read.Month = (byte)value;
                    at = SkipDot(text, nameEnd, index);
                    break;
                case OpCode.Weekday:
                    var weekdayEnd = SkipWeekday(text, at);
                    if (weekdayEnd - at < 2)
                        return false;
                    at = SkipDot(text, weekdayEnd, index);
                    break;
                case OpCode.Month2:
                    value = TwoDigits(text, at);
                    if (value is < 1 or > 12)
                        return false;
                    read.Month = (byte)value;
                    at += 2;
                    break;
                case OpCode.Day2:
                    value = TwoDigits(text, at);
                    if (value is < 1 or > 31)
                        return false;
                    read.Day = (byte)value;
                    at += 2;
                    break;
                case OpCode.Hour2:
                    value = TwoDigits(text, at);
                    if (value is < 0 or > 24)
                        return false;
                    read.Hour = (byte)value;
                    seen |= Seen.Hour;
                    at += 2;
                    break;
                case OpCode.Minute2:
                    value = TwoDigits(text, at);
                    if (value is < 0 or > 59)
                        return false;
                    read.Minute = (byte)value;
                    seen |= Seen.Minute;
                    at += 2;
                    break;
                case OpCode.Second2:
                    value = TwoDigits(text, at);
                    if (value is < 0 or > 59)
                        return false;
                    read.Second = (byte)value;
                    seen |= Seen.Second;
                    at += 2;
                    break;
                case OpCode.HalfDayHour2:
                    value = TwoDigits(text, at);
                    if (value is < 1 or > 12)
                        return false;
                    read.Hour = (byte)value;
                    seen |= Seen.Hour | Seen.HalfDayHour;
                    at += 2;
                    break;
                case OpCode.Month1 or OpCode.Day1 or OpCode.Hour1 or OpCode.HalfDayHour1 or OpCode.Minute1 or OpCode.Second1:
                    if (op.Argument != 0 && TryTwoDigits(text, at, index, ref read, seen))
                        return true;
                    value = op.Argument != 0 ? -1 : TwoDigits(text, at);
                    var digits = value >= 0 ? 2 : 1;
                    if (digits == 1)
                        value = OneDigit(text, at);
                    if (value < 0 || !TryTake(op.Code, value, ref read, ref seen))
                        return false;
                    at += digits;
                    break;
                case OpCode.Fraction:
                    var fractionLength = ReadFraction(text, at, out read.Nanoseconds);
                    if (fractionLength == 0)
                        return false;
                    seen |= Seen.Fraction;
                    at += fractionLength;
                    break;
                case OpCode.AmPm:
                    var markLength = ReadAmPm(text, at, index, ref seen);
                    if (markLength == 0)
                        return false;
                    at += markLength;
                    break;
                case OpCode.Offset:
                    var offsetLength = OffsetText.ReadAt(text, at, out var seconds, out var wasZ);
                    if (offsetLength == 0)
                        return false;
                    read.SetOffset(seconds, wasZ);
                    at += offsetLength;
                    break;
                case OpCode.Abbreviation:
                    var abbreviationLength = ReadAbbreviation(text, at, ref read);
                    if (abbreviationLength == 0)
                        return false;
                    at += abbreviationLength;
                    break;
                case OpCode.Optional:
                    if (TryWith(text, at, index + 1, ref read, seen))
                        return true;
                    index = op.Argument;
                    break;
                default:
                    break;
            }
        }

        return at == text.Length && TryFinish(ref read, seen);
    }

    private static int ReadFixedDate(ReadOnlySpan<byte> text, int at, int separator, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, 0);
        var width = separator == 0 ? 0 : 1;
        var length = 8 + (2 * width);
        if (text.Length - at < length)
            return 0;
        var date = text.Slice(at, length);
        if (width == 1 && (date[4] != separator || date[7] != separator))
            return 0;
        bool isRead;
        if (separator == 0)
            isRead = FixedDigits.TryReadPlainDate(date, out year, out month, out day);
        else if (separator == '-')
            isRead = FixedDigits.TryReadDate(date, out year, out month, out day);
        else
        {
            var (century, years) = (TwoDigits(date, 0), TwoDigits(date, 2));
            (year, month, day) = ((century * 100) + years, TwoDigits(date, 5), TwoDigits(date, 8));
            isRead = (century | years) >= 0;
        }
        if (!isRead || month is < 1 or > 12 || day is < 1 or > 31)
            return 0;
        return length;
    }

    private static int ReadFixedClock(ReadOnlySpan<byte> text, int at, int separator, out int hour, out int minute, out int second)
    {
        (hour, minute, second) = (0, 0, 0);
        var width = separator == 0 ? 0 : 1;
        var length = 6 + (2 * width);
        if (text.Length - at < length)
            return 0;
        var clock = text.Slice(at, length);
        if (width == 1 && (clock[2] != separator || clock[5] != separator))
            return 0;
        if (separator != ':' || !FixedDigits.TryReadClock(clock, out hour, out minute, out second))
            (hour, minute, second) = (TwoDigits(clock, 0), TwoDigits(clock, 2 + width), TwoDigits(clock, 4 + (2 * width)));
        if (hour is < 0 or > 24 || minute is < 0 or > 59 || second is < 0 or > 59)
            return 0;
        return length;
    }

    // Apart from TryMatch, so that the copies do not weigh on its frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryWith(ReadOnlySpan<byte> text, int at, int index, ref TimeParts read, Seen seen)
    {
        var attempt = read;
        if (!TryMatch(text, at, index, ref attempt, seen))
            return false;
        read = attempt;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTwoDigits(ReadOnlySpan<byte> text, int at, int index, ref TimeParts read, Seen seen)
    {
        var value = TwoDigits(text, at);
        var attempt = read;
        if (value < 0 || !TryTake(_ops[index].Code, value, ref attempt, ref seen) || !TryMatch(text, at + 2, index + 1, ref attempt, seen))
            return false;
        read = attempt;
        return true;
    }

    private static bool TryTake(OpCode code, int value, ref TimeParts read, ref Seen seen)
    {
        switch (code)
        {
            case OpCode.Month1:
                read.Month = (byte)value;
                return value is >= 1 and <= 12;
            case OpCode.Day1:
                read.Day = (byte)value;
                return value is >= 1 and <= 31;
            case OpCode.Hour1:
                read.Hour = (byte)value;
                seen |= Seen.Hour;
                return value <= 24;
            case OpCode.HalfDayHour1:
                read.Hour = (byte)value;
                seen |= Seen.Hour | Seen.HalfDayHour;
                return value is >= 1 and <= 12;
            case OpCode.Minute1:
                read.Minute = (byte)value;
                seen |= Seen.Minute;
                return value <= 59;
            default:
                read.Second = (byte)value;
                seen |= Seen.Second;
                return value <= 59;
        }
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
        var isPm = Has(seen, Seen.Pm);
        if (!isPm && !Has(seen, Seen.Am))
            return false;
        if (hour > 12)
            return isPm && hour < 24;
        hour = (byte)((hour % 12) + (isPm ? 12 : 0));
        return true;
    }

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
        var unit = 100_000_000;
        var end = at;
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
