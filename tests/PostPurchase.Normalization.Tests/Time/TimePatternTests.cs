using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

public class TimePatternTests
{
    [Theory]
    [InlineData("yyyy-MM-dd", "2024-11-22", "2024-11-22")]
    [InlineData("yyyyMMdd", "20241122", "2024-11-22")]
    [InlineData("yyyy-MM/dd HH:mm.ss", "2024-11/22 13:58.09", "2024-11-22T13:58:09")]
    [InlineData("[yyyy-MM-dd'T'][HH:mm:ss]", "2024-11-22T", "2024-11-22")]
    [InlineData("dd/MM/yyyy HHmmss", "22/11/2024 240000", "2024-11-23T00:00:00")]
    [InlineData("yy-MM-dd", "24-11-22", "2024-11-22")]
    [InlineData("yy-MM-dd", "79-11-22", "2079-11-22")]
    [InlineData("yy-MM-dd", "80-11-22", "1980-11-22")]
    [InlineData("M/d/yyyy", "3/7/2024", "2024-03-07")]
    [InlineData("M/d/yyyy", "11/22/2024", "2024-11-22")]
    [InlineData("d.M.yyyy", "07.3.2024", "2024-03-07")]
    [InlineData("yyyyMd", "202437", "2024-03-07")]
    [InlineData("dd MMM yyyy", "22 nov. 2024", "2024-11-22")]
    [InlineData("dd.MMM.yyyy", "22.Nov.2024", "2024-11-22")]
    [InlineData("ddMMMyy", "22NOV24", "2024-11-22")]
    [InlineData("MMM d, yyyy", "August 3, 2024", "2024-08-03")]
    [InlineData("ddd d MMM yyyy", "venerdì 22 novembre 2024", "2024-11-22")]
    [InlineData("ddd, dd MMM yyyy", "Fri., 22 Nov 2024", "2024-11-22")]
    [InlineData("ddd, dd' de 'MMM' de 'yyyy", "sexta-feira, 22 de novembro de 2024", "2024-11-22")]
    [InlineData("yyyy年M月d日", "2024年3月7日", "2024-03-07")]
    [InlineData("yyyy-MM-dd HH:mm", "2024-11-22 13:58", "2024-11-22T13:58:00")]
    [InlineData("yyyy-MM-dd HH:mm", "  2024-11-22   13:58 ", "2024-11-22T13:58:00")]
    [InlineData("yyyy-MM-dd HH:mm", "2024-11-22\u00A013:58\u202F", "2024-11-22T13:58:00")]
    [InlineData("yyyy-MM-ddTHH:mm:ss", "2024-11-22T13:58:09", "2024-11-22T13:58:09")]
    [InlineData("yyyy-MM-dd HH:mm:ss.f", "2024-11-22 13:58:09.5", "2024-11-22T13:58:09.5")]
    [InlineData("yyyy-MM-dd HH:mm:ss.fff", "2024-11-22 13:58:09.1234567899", "2024-11-22T13:58:09.123456789")]
    [InlineData("yyyyMMddHHmmss", "20241122135809", "2024-11-22T13:58:09")]
    [InlineData("yyyy-MM-dd H:m:s", "2024-11-22 3:5:9", "2024-11-22T03:05:09")]
    [InlineData("yyyy-MM-dd Hmm", "2024-11-22 930", "2024-11-22T09:30:00")]
    [InlineData("yyyy-MM-dd Hmm", "2024-11-22 1930", "2024-11-22T19:30:00")]
    [InlineData("yyyy-MM-dd HH'h'mm", "2024-11-22 13h58", "2024-11-22T13:58:00")]
    [InlineData("yyyy-MM-dd HH 'o''clock' mm", "2024-11-22 13 o'clock 58", "2024-11-22T13:58:00")]
    [InlineData("yyyy-MM-dd[ HH:mm[:ss]]", "2024-11-22", "2024-11-22")]
    [InlineData("yyyy-MM-dd[ HH:mm[:ss]]", "2024-11-22 13:58", "2024-11-22T13:58:00")]
    [InlineData("yyyy-MM-dd[ HH:mm[:ss]]", "2024-11-22 13:58:09", "2024-11-22T13:58:09")]
    [InlineData("[ddd ]dd/MM/yyyy", "22/11/2024", "2024-11-22")]
    [InlineData("[ddd ]dd/MM/yyyy", "Fr 22/11/2024", "2024-11-22")]
    [InlineData("yyyy-MM-dd HH:mm", "2024-02-29 24:00", "2024-03-01T00:00:00")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2024-12-31 24:00:00", "2025-01-01T00:00:00")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 12:05 AM", "2024-03-07T00:05:00")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 12:05 PM", "2024-03-07T12:05:00")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 1:05 p.m.", "2024-03-07T13:05:00")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 1:05 a. m.", "2024-03-07T01:05:00")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 11:05\u202Fpm", "2024-03-07T23:05:00")]
    [InlineData("M/d/yyyy hh:mm[ ]tt", "3/7/2024 11:05AM", "2024-03-07T11:05:00")]
    [InlineData("M/d/yyyy HH:mm tt", "3/7/2024 14:05 PM", "2024-03-07T14:05:00")]
    [InlineData("yyyy-MM-dd HH:mm zzz", "2024-11-22 13:58 +01:00", "2024-11-22T13:58:00+01:00")]
    [InlineData("yyyy-MM-dd HH:mmzzz", "2024-11-22 13:58-0330", "2024-11-22T13:58:00-03:30")]
    [InlineData("yyyy-MM-dd HH:mmzzz", "2024-11-22 13:58Z", "2024-11-22T13:58:00+00:00")]
    [InlineData("yyyy-MM-dd HH:mm[ zzz]", "2024-11-22 13:58 GMT+8", "2024-11-22T13:58:00+08:00")]
    [InlineData("yyyy-MM-dd HH:mm zz", "2024-11-22 13:58 GMT-5", "2024-11-22T13:58:00-05:00")]
    [InlineData("yyyy-MM-dd HH:mm zz", "2024-11-22 13:58 CET", "2024-11-22T13:58:00")]
    [InlineData("iso", "2024-11-22", "2024-11-22")]
    [InlineData("iso", "20241122", "2024-11-22")]
    [InlineData("iso", "2024-11-22+01:00", "2024-11-22+01:00")]
    [InlineData("iso", "2024-11-22T13:58", "2024-11-22T13:58:00")]
    [InlineData("iso", "2024-11-22 13:58:09", "2024-11-22T13:58:09")]
    [InlineData("iso", "2024-11-22T13:58:09.120", "2024-11-22T13:58:09.12")]
    [InlineData("iso", "2024-11-22T13:58:09,12Z", "2024-11-22T13:58:09.12+00:00")]
    [InlineData("iso", "2024-11-22T13:58:09-0500", "2024-11-22T13:58:09-05:00")]
    [InlineData("iso", "2024-11-22T13:58:09-05", "2024-11-22T13:58:09-05:00")]
    [InlineData("iso", "2024-11-22 13:58:09 +0530", "2024-11-22T13:58:09+05:30")]
    [InlineData("iso", "2024-11-22 13:58:09 UTC", "2024-11-22T13:58:09+00:00")]
    [InlineData("iso", "20241122T135809Z", "2024-11-22T13:58:09+00:00")]
    [InlineData("iso", "2024-11-22T24:00:00", "2024-11-23T00:00:00")]
    [InlineData("iso", "2024-11-22T13:58+01:00[Europe/Paris]", "2024-11-22T13:58:00+01:00")]
    [InlineData("epoch_s", "1732283880", "2024-11-22T13:58:00+00:00")]
    [InlineData("epoch_s", "1732283880.25", "2024-11-22T13:58:00.25+00:00")]
    [InlineData("epoch_ms", "1732283880007", "2024-11-22T13:58:00.007+00:00")]
    [InlineData("epoch_ms", "1732283880007.5", "2024-11-22T13:58:00.0075+00:00")]
    public void Reads(string pattern, string text, string expected) => Assert.Equal(expected, Read(pattern, text).ToString());

    [Theory]
    [InlineData("yyyy-MM-dd", "2024/11/22")]
    [InlineData("yyyyMMdd", "2024112")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2024-11-22 13:58:0")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2024-11-22 24:00:01")]
    [InlineData("yyyy-MM-dd", "2024-13-01")]
    [InlineData("yyyy-MM-dd", "2024-00-01")]
    [InlineData("yyyy-MM-dd", "2023-02-29")]
    [InlineData("yyyy-MM-dd", "2024-04-31")]
    [InlineData("yyyy-MM-dd", "2024-11-2")]
    [InlineData("yyyy-MM-dd", "2024-11-222")]
    [InlineData("yyyy-MM-dd", "2024-11-22 13:58")]
    [InlineData("yyyy-MM-dd", "x2024-11-22")]
    [InlineData("yyyy-MM-dd", "")]
    [InlineData("yyyy-MM-dd", "   ")]
    [InlineData("yyyy-MM-dd", "0001-01-01")]
    [InlineData("yyyy-MM-dd", "0000-00-00")]
    [InlineData("yyyy-MM-dd", "1900-01-01")]
    [InlineData("yyyy-MM-dd", "1970-01-01")]
    [InlineData("yyyy-MM-dd", "9999-12-31")]
    [InlineData("yyyy-MM-dd HH:mm", "2024-11-22 25:00")]
    [InlineData("yyyy-MM-dd HH:mm", "2024-11-22 24:01")]
    [InlineData("yyyy-MM-dd HH:mm", "2024-11-22 13:60")]
    [InlineData("yyyy-MM-dd HH:mm", "2024-11-2213:58")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2024-11-22 13:58:60")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 13:05 PM")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 0:05 PM")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 1:05")]
    [InlineData("M/d/yyyy h:mm[ tt]", "3/7/2024 1:05")]
    [InlineData("M/d/yyyy h:mm tt", "3/7/2024 1:05 xm")]
    [InlineData("M/d/yyyy HH:mm tt", "3/7/2024 14:05 AM")]
    [InlineData("dd MMM yyyy", "22 foo 2024")]
    [InlineData("dd MMM yyyy", "22 no 2024")]
    [InlineData("yyyy-MM-dd HH:mmzzz", "2024-11-22 13:58+25:00")]
    [InlineData("yyyy-MM-dd HH:mmzzz", "2024-11-22 13:58")]
    [InlineData("iso", "2024-11")]
    [InlineData("iso", "2024-11-22T")]
    [InlineData("iso", "2024-11-22T13")]
    [InlineData("iso", "2024-11-22T13:5")]
    [InlineData("iso", "2024-11-22T13:58:09.")]
    [InlineData("iso", "2024-11-22T13:58:09 next")]
    [InlineData("iso", "2024-11-22T13:58[Europe/Paris]")]
    [InlineData("iso", "2024-1122")]
    [InlineData("iso", "202411221")]
    [InlineData("iso", "0001-01-01T00:00:00")]
    [InlineData("epoch_s", "0")]
    [InlineData("epoch_s", "-1732283880")]
    [InlineData("epoch_s", "1732283880007")]
    [InlineData("epoch_s", "1732283880.")]
    [InlineData("epoch_ms", "1732283880")]
    [InlineData("epoch_ms", "99999999999999999999")]
    [InlineData("epoch_ms", "")]
    public void Refuses(string pattern, string text)
    {
        TimeParts parts = default;
        Assert.False(TimePattern.Compile(pattern).TryRead(Encoding.UTF8.GetBytes(text), ref parts));
        Assert.Equal(default, parts.ToEventTime());
        Assert.False(parts.HasDate || parts.HasTime || parts.HasOffset || parts.HasEpoch);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("yyy-MM-dd", "position 1")]
    [InlineData("yyyy-MM-dd Uhr", "position 12")]
    [InlineData("yyyy-MM-ddTHH:mm:ssZ", "'zzz'")]
    [InlineData("yyyy-MM-dd hh:mm a", "'tt'")]
    [InlineData("yyyy-MM-dd hh:mm", "'tt'")]
    [InlineData("yyyy-MM-dd HH:mm:ss.SSS", "'f'")]
    [InlineData("EEE dd.MM.yyyy", "'ddd'")]
    [InlineData("yyyy-MM", "year, month and day")]
    [InlineData("yyyy-MM-dd HH", "minutes")]
    [InlineData("yyyy-MM-dd mm:ss", "hours")]
    [InlineData("yyyy-MM-dd yy", "twice")]
    [InlineData("yyyy-MM-dd[ HH:mm", "position 11")]
    [InlineData("yyyy-MM-dd]", "position 11")]
    [InlineData("yyyy-MM-dd 'at", "position 12")]
    [InlineData("--", "neither")]
    [InlineData("[-][-][-][-][-][-][-][-][-]yyyyMMdd", "at most")]
    public void Says_what_is_wrong_with_a_pattern(string pattern, string part)
    {
        Assert.False(TimePattern.TryCompile(pattern, out _, out var error));
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => TimePattern.Compile(pattern));
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2024-11-22", TimePrecision.Day)]
    [InlineData("yyyy-MM-dd HH:mm", "2024-11-22 13:58", TimePrecision.Minute)]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2024-11-22 13:58:00", TimePrecision.Second)]
    [InlineData("iso", "2024-11-22T13:58:00.000", TimePrecision.Fraction)]
    [InlineData("iso", "2024-11-22T13:58Z", TimePrecision.Minute)]
    [InlineData("epoch_s", "1732283880", TimePrecision.Second)]
    [InlineData("epoch_ms", "1732283880000", TimePrecision.Fraction)]
    public void Keeps_the_precision(string pattern, string text, TimePrecision expected) => Assert.Equal(expected, Read(pattern, text).Precision);

    [Fact]
    public void Date_and_clock_time_come_from_two_texts()
    {
        TimeParts parts = default;
        Assert.True(TimePattern.Compile("yyyyMMdd").TryRead("20241231"u8, ref parts));
        Assert.Equal("2024-12-31", parts.ToEventTime().ToString());
        Assert.True(TimePattern.Compile("HHmm").TryRead("2400"u8, ref parts));
        Assert.Equal("2025-01-01T00:00:00", parts.ToEventTime().ToString());
        Assert.False(TimePattern.Compile("HHmm").TryRead("2561"u8, ref parts));
        Assert.Equal("2025-01-01T00:00:00", parts.ToEventTime().ToString());
        parts.SetOffset(-5 * 3600, wasZ: false);
        Assert.Equal("2025-01-01T00:00:00-05:00", parts.ToEventTime().ToString());
    }

    [Fact]
    public void A_clock_time_without_a_date_is_no_time()
    {
        TimeParts parts = default;
        Assert.True(TimePattern.Compile("HH:mm").TryRead("13:58"u8, ref parts));
        Assert.False(parts.ToEventTime().IsKnown);
    }

    [Fact]
    public void Tells_a_doubtful_z_from_a_trusted_one()
    {
        TimeParts parts = default;
        Assert.True(TimePattern.Compile("iso").TryRead("2024-11-22T13:58:00Z"u8, ref parts));
        Assert.Equal(OffsetBasis.Sent, parts.ToEventTime().Basis);
        Assert.Equal(OffsetBasis.SentDoubtful, parts.ToEventTime(isZDoubtful: true).Basis);
        parts = default;
        Assert.True(TimePattern.Compile("iso").TryRead("2024-11-22T13:58:00+00:00"u8, ref parts));
        Assert.Equal(OffsetBasis.Sent, parts.ToEventTime(isZDoubtful: true).Basis);
    }

    [Fact]
    public void Keeps_an_abbreviation_for_later()
    {
        TimeParts parts = default;
        Assert.True(TimePattern.Compile("yyyy-MM-dd HH:mm zz").TryRead("2024-11-22 13:58 Cest"u8, ref parts));
        Assert.Equal(ZoneAbbreviations.Pack("CEST"u8), parts.Abbreviation);
    }

    [Fact]
    public void Reads_back_every_date_time_it_could_have_been_written_as()
    {
        var seconds = SecondsOf(new LocalDate(TimeParts.FirstYear, 1, 1), new LocalDate(2079, 12, 31));
        Prop.ForAll(Arb.From(seconds), value =>
        {
            var moment = DateTime.UnixEpoch.AddSeconds(value);
            foreach (var (ours, theirs) in RoundTrips)
            {
                var text = moment.ToString(theirs, System.Globalization.CultureInfo.InvariantCulture);
                var read = Read(ours, text);
                var expected = read.Precision switch
                {
                    TimePrecision.Day => moment.Date,
                    TimePrecision.Minute => moment.AddSeconds(-moment.Second),
                    _ => moment,
                };
                Assert.True(read.Local == LocalDateTime.FromDateTime(expected), $"'{text}' with '{ours}' was read as {read}");
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Never_throws_whatever_the_bytes()
    {
        var patterns = RoundTrips.Select(pair => pair.Ours).Concat(["iso", "epoch_s", "epoch_ms", "[ddd ][d.M.yyyy][ Hmm[s][.f]][ zzz]", "yyyy-MM-dd HH:mm zz"])
            .Select(TimePattern.Compile).ToArray();
        var bytes = Gen.ArrayOf(Gen.Frequency(
            (4, Gen.Choose(0, 255).Select(value => (byte)value)),
            (6, Gen.Elements("0123456789-:. TZ+APMapm/"u8.ToArray()))));
        Prop.ForAll(Arb.From(bytes), text =>
        {
            foreach (var pattern in patterns)
            {
                TimeParts parts = default;
                pattern.TryRead(text, ref parts);
                parts.ToEventTime();
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Never_throws_whatever_the_pattern()
    {
        var pattern = Gen.ArrayOf(Gen.Elements("yyyyMMddHHmmsshhtttzzzf[]' T:-/年é".ToCharArray())).Select(letters => new string(letters));
        Prop.ForAll(Arb.From(pattern), text =>
        {
            if (!TimePattern.TryCompile(text, out var compiled, out var error))
            {
                Assert.NotEmpty(error);
                return;
            }

            TimeParts parts = default;
            compiled.TryRead("2024-11-22 13:58"u8, ref parts);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Reading_allocates_nothing_once_warm()
    {
        var cases = new (TimePattern Pattern, byte[] Text)[]
        {
            (TimePattern.Compile("yyyy-MM-dd HH:mm:ss"), "2024-11-22 13:58:09"u8.ToArray()),
            (TimePattern.Compile("ddd d MMM yyyy[ H:mm]"), "piątek 22 listopada 2024 9:05"u8.ToArray()),
            (TimePattern.Compile("M/d/yyyy h:mm tt"), "3/7/2024 1:05 p.m."u8.ToArray()),
            (TimePattern.Compile("iso"), "2024-11-22T13:58:09.123+01:00"u8.ToArray()),
            (TimePattern.Compile("epoch_ms"), "1732283880007"u8.ToArray()),
        };
        Allocations.AssertNone(() =>
        {
            foreach (var (pattern, text) in cases)
            {
                TimeParts parts = default;
                Assert.True(pattern.TryRead(text, ref parts));
                parts.ToEventTime();
            }
        });
    }

    private static readonly (string Ours, string Theirs)[] RoundTrips =
    [
        ("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss"),
        ("yyyyMMddHHmmss", "yyyyMMddHHmmss"),
        ("yy/M/d H:m:s", "yy/M/d H:m:s"),
        ("d.M.yyyy", "d.M.yyyy"),
        ("ddd, dd MMM yyyy hh:mm tt", "ddd, dd MMM yyyy hh:mm tt"),
        ("ddd d MMM yyyy h:mm:sstt", "dddd d MMMM yyyy h:mm:sstt"),
        ("M/d/yyyy Hmm", "M/d/yyyy Hmm"),
        ("yyyy年M月d日 HH'h'mm", "yyyy年M月d日 HH'h'mm"),
        ("iso", "yyyy-MM-ddTHH:mm:ss"),
        ("iso", "yyyyMMddTHHmm"),
        ("iso", "o"),
    ];

    private static Gen<long> SecondsOf(LocalDate first, LocalDate last) =>
        from day in Gen.Choose(Days(first), Days(last))
        from second in Gen.Choose(0, 86_399)
        select (day * 86_400L) + second;

    private static int Days(LocalDate day) => Period.DaysBetween(new LocalDate(1970, 1, 1), day);

    private static EventTime Read(string pattern, string text)
    {
        TimeParts parts = default;
        Assert.True(TimePattern.Compile(pattern).TryRead(Encoding.UTF8.GetBytes(text), ref parts), $"'{text}' does not fit '{pattern}'");
        return parts.ToEventTime();
    }
}
