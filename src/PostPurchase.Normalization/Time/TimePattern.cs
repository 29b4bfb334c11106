using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>A date or time pattern of a carrier map, compiled once; reads UTF-8 without allocation.</summary>
/// <remarks>
/// The whole text must match apart from blanks at the ends. What is read must be possible (no month 13, no 30 February) and lie in
/// the years <see cref="TimeParts.FirstYear"/> to <see cref="TimeParts.LastYear"/>; otherwise the text counts as unreadable.
/// A text is followed letter by letter of the pattern until one written like it was read; such texts are then read at once
/// (<see cref="TimeLayouts"/>), with the same result. Thread-safe.
/// </remarks>
internal sealed partial class TimePattern
{
    /// <summary>Longer texts are no times.</summary>
    private const int MaxTextLength = 96;

    private readonly Form _form;
    private readonly Op[] _ops;

    /// <summary>What every text that fits ends with; mostly nothing.</summary>
    private readonly byte[] _tail;

    private readonly TimeLayouts _layouts = new();

    private TimePattern(string text, Form form, Op[] ops)
    {
        Text = text;
        _form = form;
        _ops = ops;
        _tail = [.. ops.Reverse().TakeWhile(op => op.Code == OpCode.Literal).Reverse().Select(op => (byte)op.Argument)];
        YieldsDate = ops.Length == 0 || Array.Exists(ops, op => op.Code is OpCode.Year4 or OpCode.Year2);
        YieldsTime = ops.Length == 0 || Array.Exists(ops, op => op.Code is OpCode.Minute1 or OpCode.Minute2);
    }

    private enum Form : byte
    {
        Letters,
        Iso,

        /// <summary>Nothing but a date or a clock time in one of the most frequent forms; read like letters where it is not one at first sight.</summary>
        DashedDate,
        PlainDate,
        ColonClock,
        PlainClock,
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
                compiled = new(pattern!, FormOf(pattern), ops);
                return true;
        }
    }

    /// <summary>Reads a text; on success what it holds is added to <paramref name="parts"/>, else they stay as they were.</summary>
    public bool TryRead(ReadOnlySpan<byte> utf8, ref TimeParts parts)
    {
        var text = Blanks.Trim(utf8);
        if (text.IsEmpty || text.Length > MaxTextLength)
            return false;
        return _form switch
        {
            Form.EpochSeconds => EpochReader.TryRead(text, isMilliseconds: false, ref parts),
            Form.EpochMilliseconds => EpochReader.TryRead(text, isMilliseconds: true, ref parts),
            Form.Iso when IsoTimeReader.TryReadUsual(text, ref parts) => true,
            Form.DashedDate when text.Length == 10 && FixedDigits.TryReadDate(text, out var year, out var month, out var day) => TrySetDate(year, month, day, ref parts),
            Form.PlainDate when text.Length == 8 && FixedDigits.TryReadPlainDate(text, out var year, out var month, out var day) => TrySetDate(year, month, day, ref parts),
            Form.ColonClock when text.Length == 8 && FixedDigits.TryReadClock(text, out var hour, out var minute, out var second) => SetClock(hour, minute, second, ref parts),
            Form.PlainClock when text.Length == 6 && FixedDigits.TryReadPlainClock(text, out var hour, out var minute, out var second) => SetClock(hour, minute, second, ref parts),
            _ => TryReadOther(text, ref parts),
        };
    }

    // Apart, so that what it takes does not weigh on the frame of the forms above.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadOther(ReadOnlySpan<byte> text, ref TimeParts parts) => (_tail.Length == 0 || text.EndsWith(_tail)) && (_layouts.TryRead(text, ref parts) || TryReadAnew(text, ref parts));

    private static Form FormOf(string? pattern) => pattern switch
    {
        "yyyy-MM-dd" => Form.DashedDate,
        "yyyyMMdd" => Form.PlainDate,
        "HH:mm:ss" => Form.ColonClock,
        "HHmmss" => Form.PlainClock,
        _ => Form.Letters,
    };

    private static bool TrySetDate(int year, int month, int day, ref TimeParts parts)
    {
        if (!Calendar.IsPossible(year, month, day))
            return false;
        parts.SetDate(year, month, day);
        return true;
    }

    private static bool SetClock(int hour, int minute, int second, ref TimeParts parts)
    {
        parts.SetClock(hour, minute, second, 0, TimePrecision.Second);
        return true;
    }

    /// <summary>Reads a text that is not written like one before, and learns from it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadAnew(ReadOnlySpan<byte> text, ref TimeParts parts)
    {
        TimeParts read = default;
        TimePlaces places = default;
        if (!(_form == Form.Iso ? IsoTimeReader.TryRead(text, ref read, ref places) : TryMatch(text, 0, 0, ref read, ref places, Seen.Nothing)))
            return false;
        parts.Add(in read);
        _layouts.Learn(text, read, places);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private readonly record struct Op(OpCode Code, ushort Argument = 0);
}
