using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PostPurchase.Normalization.Time;

internal sealed partial class TimePattern
{
    private ref struct Compiler(string pattern)
    {
        /// <summary>Bounds the choices a hostile text can make the reader try.</summary>
        private const int MaxOptionalParts = 8;

        private readonly List<Op> _ops = [];
        private readonly Stack<int> _open = new();
        private int _optionalParts;
        private int _at;

        public bool Run([NotNullWhen(true)] out Op[]? ops, [NotNullWhen(false)] out string? error)
        {
            ops = null;
            error = pattern.Length == 0 ? "The time pattern is empty." : null;
            while (error is null && _at < pattern.Length)
                error = Next();
            error ??= Check();
            if (error is not null)
                return false;
            MarkChoices();
            ops = [.. _ops];
            return true;
        }

        private string? Next()
        {
            var letter = pattern[_at];
            switch (letter)
            {
                case '\'':
                    return Quoted();
                case '[':
                    return OpenOptional();
                case ']':
                    return CloseOptional();
                case ' ' or '\u00A0':
                    AddBlank();
                    _at++;
                    return null;
                case 'T' or not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z')):
                    var length = char.IsHighSurrogate(letter) && _at + 1 < pattern.Length ? 2 : 1;
                    AddLiteral(pattern.AsSpan(_at, length));
                    _at += length;
                    return null;
                default:
                    return Letters(letter);
            }
        }

        private string? Letters(char letter)
        {
            var start = _at;
            while (_at < pattern.Length && pattern[_at] == letter)
                _at++;
            var count = _at - start;
            OpCode? code = (letter, count) switch
            {
                ('y', 4) => OpCode.Year4,
                ('y', 2) => OpCode.Year2,
                ('M', 3) => OpCode.MonthName,
                ('M', 2) => OpCode.Month2,
                ('M', 1) => OpCode.Month1,
                ('d', 3) => OpCode.Weekday,
                ('d', 2) => OpCode.Day2,
                ('d', 1) => OpCode.Day1,
                ('H', 2) => OpCode.Hour2,
                ('H', 1) => OpCode.Hour1,
                ('h', 2) => OpCode.HalfDayHour2,
                ('h', 1) => OpCode.HalfDayHour1,
                ('m', 2) => OpCode.Minute2,
                ('m', 1) => OpCode.Minute1,
                ('s', 2) => OpCode.Second2,
                ('s', 1) => OpCode.Second1,
                ('f', _) => OpCode.Fraction,
                ('t', 2) => OpCode.AmPm,
                ('z', 3) => OpCode.Offset,
                ('z', 2) => OpCode.Abbreviation,
                _ => null,
            };
            if (code is { } known)
            {
                _ops.Add(new Op(known));
                return null;
            }

            return letter switch
            {
                'Z' => Error(start, "'Z' is no pattern letter; 'zzz' reads an offset, a quoted 'Z' the bare letter."),
                'a' => Error(start, "'a' is no pattern letter; 'tt' reads AM and PM."),
                'S' => Error(start, "'S' is no pattern letter; 'f' reads a fraction of a second."),
                'E' => Error(start, "'E' is no pattern letter; 'ddd' reads a weekday."),
                'y' or 'M' or 'd' or 'H' or 'h' or 'm' or 's' or 't' or 'z' => Error(start, $"'{new string(letter, count)}' is no pattern letter of that length."),
                _ => Error(start, $"'{letter}' is no pattern letter; letters that stand for themselves are quoted."),
            };
        }

        private string? Quoted()
        {
            var start = _at++;
            var isEmpty = true;
            while (_at < pattern.Length)
            {
                if (pattern[_at] == '\'')
                {
                    _at++;
                    var isDoubled = !isEmpty && _at < pattern.Length && pattern[_at] == '\'';
                    if (isEmpty || isDoubled)
                        AddLiteral("'");
                    if (!isDoubled)
                        return null;
                    _at++;
                    continue;
                }

                isEmpty = false;
                if (pattern[_at] == ' ')
                {
                    AddBlank();
                    _at++;
                    continue;
                }

                var length = char.IsHighSurrogate(pattern[_at]) && _at + 1 < pattern.Length ? 2 : 1;
                AddLiteral(pattern.AsSpan(_at, length));
                _at += length;
            }

            return Error(start, "The quote is not closed.");
        }

        private string? OpenOptional()
        {
            if (++_optionalParts > MaxOptionalParts)
                return Error(_at, $"A pattern has at most {MaxOptionalParts} optional parts.");
            _open.Push(_ops.Count);
            _ops.Add(new Op(OpCode.Optional));
            _at++;
            return null;
        }

        private string? CloseOptional()
        {
            if (!_open.TryPop(out var opened))
                return Error(_at, "']' closes nothing.");
            _ops[opened] = new Op(OpCode.Optional, (ushort)_ops.Count);
            _ops.Add(new Op(OpCode.OptionalEnd));
            _at++;
            return null;
        }

        private readonly void AddBlank()
        {
            // Two blanks in a row are one run.
            if (_ops.Count == 0 || _ops[^1].Code != OpCode.Blank)
                _ops.Add(new Op(OpCode.Blank));
        }

        private readonly void AddLiteral(ReadOnlySpan<char> character)
        {
            Span<byte> utf8 = stackalloc byte[8];
            foreach (var value in utf8[..Encoding.UTF8.GetBytes(character, utf8)])
                _ops.Add(new Op(OpCode.Literal, value));
        }

        private readonly string? Check()
        {
            if (_open.TryPeek(out _))
                return Error(pattern.LastIndexOf('['), "'[' is not closed.");

            var (year, month, day) = (Count(OpCode.Year4, OpCode.Year2), Count(OpCode.MonthName, OpCode.Month1, OpCode.Month2), Count(OpCode.Day1, OpCode.Day2));
            var (hour, minute, second) = (Count(OpCode.Hour1, OpCode.Hour2, OpCode.HalfDayHour1, OpCode.HalfDayHour2), Count(OpCode.Minute1, OpCode.Minute2), Count(OpCode.Second1, OpCode.Second2));
            var (fraction, mark) = (Count(OpCode.Fraction), Count(OpCode.AmPm));
            if (year > 1 || month > 1 || day > 1 || hour > 1 || minute > 1 || second > 1 || fraction > 1 || mark > 1 || Count(OpCode.Offset, OpCode.Abbreviation) > 1)
                return Error(0, "A part of the time stands twice.");
            if (year != month || month != day)
                return Error(0, "A date needs year, month and day.");
            if (hour != minute || second > minute || fraction > second)
                return Error(0, "A clock time needs hours and minutes; seconds need minutes, a fraction needs seconds.");
            if (Count(OpCode.HalfDayHour1, OpCode.HalfDayHour2) > mark)
                return Error(0, "Hours 1 to 12 ('h') need AM or PM ('tt'); 'H' reads hours 0 to 24.");
            if (mark > hour)
                return Error(0, "'tt' needs hours.");
            return year + hour == 0 ? Error(0, "The pattern reads neither a date nor a clock time.") : null;
        }

        private readonly int Count(params ReadOnlySpan<OpCode> codes)
        {
            var count = 0;
            foreach (var op in _ops)
                count += codes.Contains(op.Code) ? 1 : 0;
            return count;
        }

        // "Hmm" on "930": two digits are tried first, one digit where the rest then does not fit.
        private readonly void MarkChoices()
        {
            for (var index = 0; index + 1 < _ops.Count; index++)
            {
                if (IsOneOrTwoDigits(_ops[index].Code) && StartsWithDigit(_ops[index + 1]))
                    _ops[index] = _ops[index] with { Argument = 1 };
            }
        }

        private static bool IsOneOrTwoDigits(OpCode code) =>
            code is OpCode.Month1 or OpCode.Day1 or OpCode.Hour1 or OpCode.HalfDayHour1 or OpCode.Minute1 or OpCode.Second1;

        private static bool StartsWithDigit(Op op) =>
            op.Code is OpCode.Year4 or OpCode.Year2 or OpCode.Month2 or OpCode.Day2 or OpCode.Hour2 or OpCode.HalfDayHour2
                or OpCode.Minute2 or OpCode.Second2 or OpCode.Fraction or OpCode.Optional or OpCode.OptionalEnd
            || IsOneOrTwoDigits(op.Code);

        private readonly string Error(int position, string message) => $"Time pattern \"{pattern}\", position {position + 1}: {message}";
    }
}
