using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>A date or time pattern of a carrier map, compiled once; reads UTF-8 without allocation.</summary>
/// <remarks>
/// The whole text must match apart from blanks at the ends. What is read must be possible (no month 13, no 30 February) and lie in
/// the years <see cref="TimeParts.FirstYear"/> to <see cref="TimeParts.LastYear"/>; otherwise the text counts as unreadable.
/// Thread-safe.
/// </remarks>
internal sealed partial class TimePattern
{
    /// <summary>Longer texts are no times.</summary>
    private const int MaxTextLength = 96;

    private readonly Form _form;
    private readonly Op[] _ops;

    /// <summary>What every text that fits ends with; mostly nothing.</summary>
    private readonly byte[] _tail;

    /// <summary>The separator of a pattern that is nothing but a date or a clock time in fixed width; zero for none.</summary>
    private readonly ushort _separator;

    private TimePattern(string text, Form form, Op[] ops)
    {
        Text = text;
        _form = form;
        _ops = ops;
        _tail = [.. ops.Reverse().TakeWhile(op => op.Code == OpCode.Literal).Reverse().Select(op => (byte)op.Argument)];
        if (ops is [{ Code: OpCode.FixedDate or OpCode.FixedClock } only, ..] && ops.Length == (only.Argument == 0 ? 3 : 5))
        {
            _form = only.Code == OpCode.FixedDate ? Form.Date : Form.Clock;
            _separator = only.Argument;
        }
        YieldsDate = form != Form.Letters || Array.Exists(ops, op => op.Code is OpCode.Year4 or OpCode.Year2 or OpCode.FixedDate);
        YieldsTime = form != Form.Letters || Array.Exists(ops, op => op.Code is OpCode.Minute1 or OpCode.Minute2);
    }

    private enum Form : byte
    {
        Letters,
        Iso,

        /// <summary>Only a date in fixed width; read like letters where it is not one at first sight.</summary>
        Date,

        /// <summary>Only a clock time in fixed width, likewise.</summary>
        Clock,
        EpochSeconds,
        EpochMilliseconds,
    }

    private enum OpCode : byte
    {
        Literal,
        Blank,
        Year4,
        Year2,
        MonthName,
        Month2,
        Month1,
        Day2,
        Day1,
        Weekday,
        Hour2,
        Hour1,
        HalfDayHour2,
        HalfDayHour1,
        Minute2,
        Minute1,
        Second2,
        Second1,
        Fraction,
        AmPm,
        Offset,
        Abbreviation,
        Optional,
        OptionalEnd,

        /// <summary>Year, month and day in fixed width; the argument is the separator, zero for none.</summary>
        FixedDate,

        /// <summary>Hour, minute and second in fixed width; the argument is the separator, zero for none.</summary>
        FixedClock,
    }

    /// <summary>The pattern as written in the map.</summary>
    public string Text { get; }

    /// <summary>Whether a text that fits may hold a date.</summary>
    public bool YieldsDate { get; }

    /// <summary>Whether a text that fits may hold a clock time.</summary>
    public bool YieldsTime { get; }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FormatException">The pattern is not one; the message says what and where.</exception>
    public static TimePattern Compile(string pattern) =>
        TryCompile(pattern, out var compiled, out var error) ? compiled : throw new FormatException(error);

    /// <summary>Compiles a pattern, or says in plain words why it is none.</summary>
    public static bool TryCompile(string? pattern, [NotNullWhen(true)] out TimePattern? compiled, [NotNullWhen(false)] out string? error)
    {
        compiled = null;
        error = null;
        switch (pattern)
        {
            case "iso":
                compiled = new(pattern, Form.Iso, []);
                return true;
            case "epoch_s":
                compiled = new(pattern, Form.EpochSeconds, []);
                return true;
            case "epoch_ms":
                compiled = new(pattern, Form.EpochMilliseconds, []);
                return true;
            default:
                var compiler = new Compiler(pattern ?? string.Empty);
                if (!compiler.Run(out var ops, out error))
                    return false;
                compiled = new(pattern!, Form.Letters, ops);
                return true;
        }
    }

    /// <summary>Reads a text; on success what it holds is added to <paramref name="parts"/>, else they stay as they were.</summary>
    public bool TryRead(ReadOnlySpan<byte> utf8, ref TimeParts parts)
    {
        var text = Blanks.Trim(utf8);
        if (text.IsEmpty || text.Length > MaxTextLength)
            return false;
        var isUsual = _form switch
        {
            Form.Iso => IsoTimeReader.TryReadUsual(text, ref parts),
            Form.Date => TryReadDate(text, ref parts),
            Form.Clock => TryReadClock(text, ref parts),
            _ => false,
        };
        return isUsual || (text.EndsWith(_tail) && TryReadOther(text, ref parts));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadOther(ReadOnlySpan<byte> text, ref TimeParts parts)
    {
        if (parts.IsEmpty)
        {
            if (TryReadInto(text, ref parts))
                return true;
            parts = default;
            return false;
        }

        TimeParts read = default;
        var isRead = TryReadInto(text, ref read);
        if (isRead)
            parts.Add(in read);
        return isRead;
    }

    private bool TryReadInto(ReadOnlySpan<byte> text, ref TimeParts read) => _form switch
    {
        Form.Iso => IsoTimeReader.TryRead(text, ref read),
        Form.EpochSeconds => EpochReader.TryRead(text, isMilliseconds: false, ref read),
        Form.EpochMilliseconds => EpochReader.TryRead(text, isMilliseconds: true, ref read),
        _ => TryMatch(text, ref read),
    };

    /// <summary>Reads a text that is only a date; where it is not one at first sight, nothing is written.</summary>
    private bool TryReadDate(ReadOnlySpan<byte> text, ref TimeParts parts)
    {
        var length = ReadFixedDate(text, 0, _separator, out var year, out var month, out var day);
        if (length == 0 || length != text.Length || !Calendar.IsPossible(year, month, day))
            return false;
        (parts.Year, parts.Month, parts.Day, parts.HasDate) = ((short)year, (byte)month, (byte)day, true);
        return true;
    }

    /// <inheritdoc cref="TryReadDate"/>
    private bool TryReadClock(ReadOnlySpan<byte> text, ref TimeParts parts)
    {
        var length = ReadFixedClock(text, 0, _separator, out var hour, out var minute, out var second);
        if (length == 0 || length != text.Length || hour == 24)
            return false;
        (parts.Hour, parts.Minute, parts.Second, parts.Nanoseconds) = ((byte)hour, (byte)minute, (byte)second, 0);
        (parts.HasTime, parts.IsNextDay, parts.ClockPrecision) = (true, false, TimePrecision.Second);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private readonly record struct Op(OpCode Code, ushort Argument = 0);
}
