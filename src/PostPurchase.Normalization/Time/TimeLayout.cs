using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>One way in which texts of a pattern are written: where their parts stand, and what stands between them. Immutable but for what follows it.</summary>
/// <remarks>
/// Texts are written the same way if they are as long, have digits at the same places and are the same else, but for names of months and
/// weekdays, for AM and PM and for the sign of an offset. The general reader takes them alike then, unless a number is out of its range: such a text is left to it.
/// </remarks>
internal sealed class TimeLayout
{
    private TimeLayout? _next;

    private readonly TextLanes _between;
    private readonly TextLanes _bits;
    private readonly TextLanes _letters;
    private readonly TextLanes _digits;
    private readonly TextLanes _rest;

    private readonly TimePrecision _clockPrecision;
    private readonly bool _hasDate;
    private readonly bool _hasShortYear;
    private readonly bool _hasTime;
    private readonly bool _isHalfDay;
    private readonly bool _hasMark;
    private readonly bool _hasWeekday;
    private readonly byte _markAt;
    private readonly byte _nameAt;
    private readonly byte _nameLength;
    private readonly bool _hasFraction;
    private readonly byte _ninthDigitAt;
    private readonly bool _hasOffsetDigits;
    private readonly byte _signAt;

    // What all texts of the layout say alike.
    private readonly bool _hasOffset;
    private readonly bool _offsetWasZ;
    private readonly int _offsetSeconds;
    private readonly ulong _abbreviation;

    public TimeLayout(ulong key, ReadOnlySpan<byte> text, in TimeParts parts, in TimePlaces places)
    {
        Key = key;
        (_hasDate, _hasTime, _isHalfDay, _clockPrecision) = (parts.HasDate, parts.HasTime, places.IsHalfDay, parts.ClockPrecision);
        (_hasOffset, _offsetWasZ, _offsetSeconds, _abbreviation) = (parts.HasOffset, parts.OffsetWasZ, parts.OffsetSeconds, parts.Abbreviation);
        _hasShortYear = places.Of(TimePart.Year).Length == 2;
        (_hasMark, _hasWeekday) = (places.Has(TimePart.Mark), places.Has(TimePart.Weekday));
        _markAt = (byte)places.Of(TimePart.Mark).At;
        (_nameAt, _nameLength) = Bytes(places.Of(TimePart.MonthName));
        _hasFraction = places.Has(TimePart.Fraction);
        if (places.Of(TimePart.Fraction) is { Length: > LayoutLanes.FractionDigits } fraction) _ninthDigitAt = (byte)(fraction.At + LayoutLanes.FractionDigits);

        var lanes = new LayoutLanes(text, places);
        (_between, _bits, _letters, _digits, _rest) = (TextLanes.Of(text), lanes.Bits, lanes.Letters, lanes.Digits, lanes.Rest);
        (_hasOffsetDigits, _signAt) = (lanes.HasOffset, (byte)lanes.SignAt);
        _offsetWasZ &= !_hasOffsetDigits;
    }

    /// <summary>How long the texts are and where their digits stand.</summary>
    public ulong Key { get; }

    /// <summary>The next one of the same slot.</summary>
    public ref TimeLayout? Next => ref _next;

    /// <summary>Whether a text of the same key is written like this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Fits(TextLanes text) => text.AreLike(_between, _bits) && (!_hasWeekday || text.AreLetters(_letters));

    /// <summary>Reads a text that fits; where it needs another look, nothing is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, TextLanes lanes, ref TimeParts parts)
    {
        var digits = lanes.Gather(_digits);
        var date = Pairs(digits.AsUInt64().ToScalar());
        var clock = Pairs(digits.AsUInt64().GetElement(1));
        var (hour, minute, second) = (Pair(clock, 0), Pair(clock, 2), Pair(clock, 4));
        if (hour > 23 || minute > 59 || second > 59) return false;
        var (year, month, day) = (_hasShortYear ? TimePattern.YearOf(Pair(date, 2)) : (Pair(date, 0) * 100) + Pair(date, 2), Pair(date, 4), Pair(date, 6));
        if (_nameLength != 0) month = MonthNames.FindKnown(text.Slice(_nameAt, _nameLength));
        if (_hasDate && !Calendar.IsPossible(year, month, day)) return false;
        if (_hasMark && !TryApplyMark(text[_markAt], ref hour)) return false;
        var (nanoseconds, offset) = (0, _offsetSeconds);
        if ((_hasFraction || _hasOffsetDigits) && !TryReadRest(text, lanes, ref nanoseconds, ref offset)) return false;

        if (_hasDate) parts.SetDate(year, month, day);
        if (_hasTime) parts.SetClock(hour, minute, second, nanoseconds, _clockPrecision);
        if (_hasOffset) parts.SetOffset(offset, _offsetWasZ);
        if (_abbreviation != 0) parts.Abbreviation = _abbreviation;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadRest(ReadOnlySpan<byte> text, TextLanes lanes, ref int nanoseconds, ref int offset)
    {
        var digits = lanes.Gather(_rest);
        if (_hasFraction)
        {
            nanoseconds = FixedDigits.Eight(digits.AsUInt64().ToScalar()) * 10;
            if (_ninthDigitAt != 0) nanoseconds += text[_ninthDigitAt] - '0';
        }
        if (!_hasOffsetDigits) return true;
        var pairs = Pairs(digits.AsUInt64().GetElement(1));
        var (hours, minutes) = (Pair(pairs, 0), Pair(pairs, 2));
        var total = (hours * 3600) + (minutes * 60);
        var sign = text[_signAt];
        offset = sign == '+' ? total : -total;
        // -00:00 says something of its own, and a sign that is neither may share its bits.
        return minutes <= 59 && (sign == '+' || (total != 0 && sign is (byte)'-' or >= 0x80)) && OffsetText.IsPossible(offset);
    }

    private bool TryApplyMark(byte mark, ref int hour)
    {
        if (_isHalfDay && hour is 0 or > 12) return false;
        var isPm = (mark | 0x20) == 'p';
        if (!isPm && (mark | 0x20) != 'a') return false;
        hour = TimePattern.HalfDayHour(hour, isPm);
        return hour >= 0;
    }

    /// <summary>Gives, in every second byte, the number that two digits make.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pairs(ulong digits) => (digits * 10) + (digits >> 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pair(ulong pairs, int at) => (byte)(pairs >> (8 * at));

    private static (byte At, byte Length) Bytes((int At, int Length) place) => ((byte)place.At, (byte)place.Length);
}
