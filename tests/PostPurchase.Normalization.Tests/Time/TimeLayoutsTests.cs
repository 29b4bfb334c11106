using System.Globalization;
using System.Text;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

/// <summary>A pattern that has learnt how texts are written reads each of them as one that knows nothing yet.</summary>
public class TimeLayoutsTests
{
    private const string RoundsVariable = "POSTPURCHASE_TIME_ROUNDS";
    private const int FewRounds = 400;

    private static readonly string[] Patterns =
    [
        "yyyy-MM-dd", "yyyyMMdd", "dd.MM.yyyy", "MM/dd/yyyy", "d.M.yyyy", "yy-M-d", "ddMMyy", "yyyyMd", "dMyyyy", "yyyy年M月d日",
        "HH:mm", "HHmm", "Hmm", "Hmmss", "HHmmss", "HH:mm:ss[.f]", "H:m:s", "h:mm tt", "h:mm[ ]tt", "hmmtt", "HH:mm[:ss] tt", "HH.mm.ss", "[HH:mm][:ss]", "HH:mm:ssf",
        "HH:mm[zzz]", "HH:mm:ss[zzz]", "HH:mm zz", "HH:mm[ zz]", "Hmm[zzz]",
        "yyyy-MM-dd'T00:00:00'", "yyyy-MM-dd'T00:00:00.000Z'", "yyyy-MM-dd'T02:00:00+02:00'", "yyyy-MM-dd'T'HH:mm:ss['Z']", "yyyy-MM-dd'T'HH:mm:ss'.'f['Z']", "yyyy-MM-dd'T00:00:00'['Z']",
        "yyyy-MM-dd HH:mm:ss zzz", "yyyy-MM-dd HH:mm:ss[.f][zzz]", "yyyy-MM-dd[ HH:mm[:ss]]", "yyyyMMdd':'HHmmss", "yyyyMMddHHmmss", "ddMMyyyyHHmm", "yyyyMMdd[HHmm[ss]]", "[HH:mm ]dd.MM.yyyy",
        "M/d/yyyy h:mm:ss tt", "MM/dd/yyyy hh:mm[:ss] tt", "d.M.yyyy[,] H:mm[:ss]", "d/M/yyyy Hmm", "yyyyMd Hmm[ss]", "[d.M.yyyy][ H:mm]",
        "MMM d, yyyy", "d MMM yyyy HH:mm", "dMMMyy", "ddMMMyyyy['at']HHmm", "dd' de 'MMM' de 'yyyy", "[ddd ]d MMM yyyy[ h:mm[:ss[.f]] tt][ zz]", "ddd, dd MMM yyyy HH:mm:ss zzz", "['m']MMM d, yyyy", "[tt ]MMM d yyyy HH:mm",
        "[zzz ]yyyy-MM-dd HH:mm", "['1']d.M.yyyy", "[.]['-']dMMM yyyy", "yyyyMMdd zz HHmm", "dd.MM.yyyy HH:mm['-']zzz", "yyyy-MM-dd HH:mm['+'][zzz]",
    ];

    private static readonly string[] Names = [.. MonthNames.Tables.SelectMany(table => table.Names.Split(' ', '|'))];
    private static readonly string[] Weekdays = ["Mon", "Tuesday", "MITTWOCH", "jeudi", "terça-feira", "sábado", "pátek", "вт", "Fr.", "x"];
    private static readonly string[] Offsets = ["Z", "z", "+01:00", "-05:00", "+0530", "-03", "+00:00", "-00:00", "GMT+8", "UTC", "+5.5", "-04.00", "+14:00", "+15:00", "\u22125:30", "+09:59"];
    private static readonly string[] Abbreviations = ["CET", "est", "GMT-5", "UTC+12", "A", "abcdefgh"];
    private static readonly string[] Marks = ["AM", "pm", "a.m.", "P. M.", "Am.", "xm"];

    public static TheoryData<string> AllPatterns => [.. Patterns];

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable(RoundsVariable), CultureInfo.InvariantCulture, out var rounds) ? rounds : FewRounds;

    [Theory, MemberData(nameof(AllPatterns))]
    public void Whatever_was_learnt_a_text_is_read_as_by_the_general_reader(string pattern)
    {
        var random = new Random(pattern.Sum(letter => letter));
        var learnt = TimePattern.Compile(pattern);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 64 == 0) learnt = TimePattern.Compile(pattern);
            var text = Write(pattern, random);
            AssertSame(learnt, TimePattern.Compile(pattern), text);
            for (var change = 0; change < 4; change++) AssertSame(learnt, TimePattern.Compile(pattern), Changed(text, random));
        }
    }

    [Fact]
    public void Iso_is_read_as_by_its_general_reader()
    {
        var random = new Random(7);
        var learnt = TimePattern.Compile("iso");
        for (var round = 0; round < Rounds * 10; round++)
        {
            if (round % 64 == 0) learnt = TimePattern.Compile("iso");
            var text = Write("yyyy" + (random.Next(5) == 0 ? "MMdd" : "-MM-dd") + (random.Next(3) == 0 ? "[ ][HH:mm[:ss[.f]]]" : "T[HH:mm[:ss[.f]]]") + "[ ][zzz]", random);
            if (random.Next(20) == 0) text = [.. text, .. "[Europe/Paris]"u8];
            foreach (var one in (byte[][])[text, Changed(text, random), Changed(text, random)])
            {
                TimeParts expected = default;
                TimePlaces places = default;
                TimeParts read = default;
                var trimmed = Blanks.Trim(one);
                var isRead = !trimmed.IsEmpty && IsoTimeReader.TryRead(trimmed, ref expected, ref places);
                Assert.True(learnt.TryRead(one, ref read) == isRead, Encoding.UTF8.GetString(one));
                if (isRead) Assert.Equal(Told(expected), Told(read));
            }
        }
    }

    [Theory]
    [InlineData("Hmmss", "12345", "93045", "09:30:45")]
    [InlineData("yyyy-MM-dd HH:mmzzz", "2024-11-22 13:58-00:00", "2024-11-22 13:58-05:00", "-18000 False")]
    [InlineData("d MMM yyyy", "3 nov 2024", "3 Mar 2024", "2024-3-3")]
    [InlineData("h:mm tt", "1:05 AM", "1:05 pM", "13:05:00")]
    [InlineData("ddd d.M.yyyy HH:mm", "Mon 4.3.2024 24:00", "Tue 5.3.2024 24:00", "True")]
    public void A_text_of_known_layout_keeps_what_is_its_own(string pattern, string first, string second, string expected)
    {
        var compiled = TimePattern.Compile(pattern);
        TimeParts parts = default;
        Assert.True(compiled.TryRead(Encoding.UTF8.GetBytes(first), ref parts));
        parts = default;
        Assert.True(compiled.TryRead(Encoding.UTF8.GetBytes(second), ref parts));
        Assert.Contains(expected, Told(parts), StringComparison.Ordinal);
    }

    [Fact]
    public void Known_layouts_are_read_without_allocation_whatever_the_name()
    {
        var compiled = TimePattern.Compile("ddd, d MMM yyyy[ h:mm tt][ zzz]");
        var texts = Names.Where(name => Encoding.UTF8.GetByteCount(name) >= 3).Take(40).Select(name => Encoding.UTF8.GetBytes($"Mon, 3 {name} 2025 3:15 pm")).ToArray();
        Allocations.AssertNone(() =>
        {
            foreach (var text in texts)
            {
                TimeParts parts = default;
                Assert.True(compiled.TryRead(text, ref parts));
            }
        });
    }

    private static void AssertSame(TimePattern learnt, TimePattern general, byte[] text)
    {
        TimeParts before = default;
        if (text.Length % 3 == 0)
        {
            (before.HasDate, before.Year, before.Month, before.Day) = (true, 2001, 2, 3);
            (before.HasTime, before.Hour, before.Nanoseconds, before.IsNextDay) = (true, 4, 5, true);
            before.SetOffset(3600, wasZ: true);
        }
        var (expected, read) = (before, before);
        var isExpected = general.TryRead(text, ref expected);
        var isRead = learnt.TryRead(text, ref read);
        Assert.True(isExpected == isRead && Told(expected) == Told(read), $"'{Encoding.UTF8.GetString(text)}' with '{general}' is {Told(read)} and not {Told(expected)}");
        Assert.True(isRead || Told(read) == Told(before), $"'{Encoding.UTF8.GetString(text)}' with '{general}' is not read but left something");
    }

    private static string Told(in TimeParts parts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(parts.HasDate ? $"{parts.Year}-{parts.Month}-{parts.Day}" : "")} {(parts.HasTime ? $"{parts.Hour:00}:{parts.Minute:00}:{parts.Second:00}.{parts.Nanoseconds} {parts.IsNextDay} {parts.ClockPrecision}" : "")} {(parts.HasOffset ? $"{parts.OffsetSeconds} {parts.OffsetWasZ}" : "")} {parts.Abbreviation} {parts.HasEpoch}");

    /// <summary>A text that mostly fits a pattern.</summary>
    private static byte[] Write(string pattern, Random random)
    {
        var text = new StringBuilder();
        for (var at = 0; at < pattern.Length;)
        {
            var letter = pattern[at];
            if (letter == '[' && random.Next(2) == 0)
            {
                for (var depth = 0; ;)
                {
                    depth += pattern[at] == '[' ? 1 : pattern[at] == ']' ? -1 : 0;
                    at++;
                    if (depth == 0) break;
                }
                continue;
            }
            var end = at + 1;
            while (end < pattern.Length && pattern[end] == letter && char.IsAsciiLetter(letter)) end++;
            if (letter == '\'')
            {
                end = pattern.IndexOf('\'', at + 1) + 1;
                text.Append(pattern, at + 1, end - at - 2);
            }
            else if (letter is not ('[' or ']')) text.Append(Part(letter, end - at, random));
            at = end;
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Part(char letter, int count, Random random) => (letter, count) switch
    {
        ('y', 4) => Digits(random.Next(20) == 0 ? random.Next(1, 9999) : random.Next(1980, 2100), 4),
        ('y', _) => Digits(random.Next(100), 2),
        ('M', 3) => InSomeCase(Names[random.Next(Names.Length)], random),
        ('M', _) => Digits(random.Next(1, 14), count),
        ('d', 3) => Weekdays[random.Next(Weekdays.Length)],
        ('d', _) => Digits(random.Next(1, 33), count),
        ('H', _) => Digits(random.Next(26), count),
        ('h', _) => Digits(random.Next(14), count),
        ('m' or 's', _) => Digits(random.Next(8) == 0 ? 0 : random.Next(63), count),
        ('f', _) => Digits(random.Next(), 10)[..random.Next(1, 11)],
        ('t', _) => Marks[random.Next(Marks.Length)],
        ('z', 3) => Offsets[random.Next(Offsets.Length)],
        ('z', _) => Abbreviations[random.Next(Abbreviations.Length)],
        (' ', _) => random.Next(10) == 0 ? "\u202F" : " ",
        _ => letter.ToString(),
    };

    private static string Digits(int number, int count) => number.ToString(CultureInfo.InvariantCulture).PadLeft(count, '0');

    private static string InSomeCase(string name, Random random) => random.Next(3) switch
    {
        0 => name,
        1 => name.ToUpperInvariant(),
        _ => char.ToUpperInvariant(name[0]) + name[1..],
    };

    /// <summary>The text with a few bytes changed, put in or left out; digits mostly become digits.</summary>
    private static byte[] Changed(byte[] text, Random random)
    {
        var bytes = text.ToList();
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(12))
            {
                case 0: bytes.RemoveAt(at); break;
                case 1: bytes.Insert(at, bytes[random.Next(bytes.Count)]); break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes[at] = "+-:. Zapm,"u8[random.Next(10)]; break;
                default:
                    if (char.IsAsciiDigit((char)bytes[at])) bytes[at] = (byte)('0' + random.Next(10));
                    else if (char.IsAsciiLetter((char)bytes[at])) bytes[at] ^= 0x20;
                    break;
            }
        }
        return [.. bytes];
    }
}
