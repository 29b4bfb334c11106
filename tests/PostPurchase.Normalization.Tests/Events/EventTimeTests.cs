using System.Runtime.CompilerServices;
using NodaTime;
using PostPurchase.Normalization.Events;
using Xunit;

namespace PostPurchase.Normalization.Tests.Events;

public class EventTimeTests
{
    private static readonly LocalDateTime Afternoon = new(2024, 11, 22, 13, 58, 9, 250);

    [Fact]
    public void Is_small() => Assert.Equal(16, Unsafe.SizeOf<EventTime>());

    [Fact]
    public void Default_is_no_time()
    {
        EventTime none = default;
        Assert.False(none.IsKnown);
        Assert.Null(none.Offset);
        Assert.Null(none.Instant);
        Assert.Equal(TimePrecision.None, none.Precision);
        Assert.Equal(default, none.Local);
        Assert.Equal(string.Empty, none.ToString());
    }

    [Fact]
    public void A_day_has_neither_clock_time_nor_offset()
    {
        var day = EventTime.OnDay(new LocalDate(2024, 11, 22));
        Assert.True(day.IsKnown);
        Assert.Equal(new LocalDateTime(2024, 11, 22, 0, 0), day.Local);
        Assert.Null(day.Instant);
        Assert.Equal("2024-11-22", day.ToString());
        Assert.Equal(day, EventTime.AtOffset(Afternoon, Offset.FromHours(1), TimePrecision.Day, OffsetBasis.Place));
    }

    [Fact]
    public void A_day_keeps_an_offset_that_was_sent()
    {
        var day = EventTime.AtOffset(Afternoon, Offset.FromHours(1), TimePrecision.Day, OffsetBasis.Sent);
        Assert.Equal(Instant.FromUtc(2024, 11, 21, 23, 0), day.Instant);
        Assert.Equal("2024-11-22+01:00", day.ToString());
    }

    [Fact]
    public void A_local_time_is_no_instant()
    {
        var time = EventTime.AtLocal(Afternoon, TimePrecision.Fraction);
        Assert.Equal(Afternoon, time.Local);
        Assert.Null(time.Offset);
        Assert.Null(time.Instant);
        Assert.Equal(OffsetBasis.None, time.Basis);
        Assert.Equal("2024-11-22T13:58:09.25", time.ToString());
    }

    [Theory]
    [InlineData(TimePrecision.Minute, "2024-11-22T13:58:00-05:00")]
    [InlineData(TimePrecision.Second, "2024-11-22T13:58:09-05:00")]
    [InlineData(TimePrecision.Fraction, "2024-11-22T13:58:09.25-05:00")]
    public void Drops_what_is_finer_than_the_precision(TimePrecision precision, string expected) =>
        Assert.Equal(expected, EventTime.AtOffset(Afternoon, Offset.FromHours(-5), precision, OffsetBasis.Sent).ToString());

    [Fact]
    public void Keeps_everything_it_is_given()
    {
        foreach (var seconds in new[] { -18 * 3600, -12 * 3600, -1, 0, 1, 5 * 3600 + 1800, 14 * 3600, 18 * 3600 })
        {
            foreach (var basis in Enum.GetValues<OffsetBasis>().Where(basis => basis != OffsetBasis.None))
            {
                foreach (var resolution in Enum.GetValues<DstResolution>())
                {
                    foreach (var year in new[] { 1, 1969, 2024, 9998 })
                    {
                        var local = new LocalDateTime(year, 12, 31, 23, 59, 59).PlusNanoseconds(999_999_999);
                        var time = EventTime.AtOffset(local, Offset.FromSeconds(seconds), TimePrecision.Fraction, basis, resolution);
                        Assert.Equal(local, time.Local);
                        Assert.Equal(Offset.FromSeconds(seconds), time.Offset);
                        Assert.Equal(local.WithOffset(Offset.FromSeconds(seconds)).ToInstant(), time.Instant);
                        Assert.Equal((basis, resolution, TimePrecision.Fraction), (time.Basis, time.DstResolution, time.Precision));
                    }
                }
            }
        }
    }

    [Fact]
    public void A_moment_is_shown_on_the_clock_of_its_offset()
    {
        var time = EventTime.AtInstant(Instant.FromUtc(2024, 11, 22, 18, 58), Offset.FromHours(-5), TimePrecision.Second, OffsetBasis.Epoch);
        Assert.Equal("2024-11-22T13:58:00-05:00", time.ToString());
        Assert.Equal(Instant.FromUtc(2024, 11, 22, 18, 58), time.Instant);
    }

    [Fact]
    public void Equal_only_if_all_that_is_known_is_equal()
    {
        var time = EventTime.AtOffset(Afternoon, Offset.FromHours(-5), TimePrecision.Second, OffsetBasis.Sent);
        Assert.True(time == EventTime.AtOffset(Afternoon, Offset.FromHours(-5), TimePrecision.Second, OffsetBasis.Sent));
        Assert.True(time != EventTime.AtOffset(Afternoon, Offset.FromHours(-5), TimePrecision.Second, OffsetBasis.Place));
        Assert.True(time != EventTime.AtLocal(Afternoon));
        Assert.False(time.Equals((object)"2024"));
        Assert.Equal(time.GetHashCode(), EventTime.AtOffset(Afternoon, Offset.FromHours(-5), TimePrecision.Second, OffsetBasis.Sent).GetHashCode());
    }

    [Fact]
    public void Refuses_what_is_no_time()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EventTime.AtLocal(new LocalDateTime(9999, 1, 1, 0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventTime.AtLocal(new LocalDateTime(2024, 1, 1, 0, 0, CalendarSystem.Julian)));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventTime.AtLocal(Afternoon, TimePrecision.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventTime.AtOffset(Afternoon, default, TimePrecision.Second, OffsetBasis.None));
    }

    [Fact]
    public void Every_enum_value_has_a_text_that_reads_back()
    {
        foreach (var basis in Enum.GetValues<OffsetBasis>())
        {
            Assert.True(EventTimeNames.TryRead(basis.Name(), out OffsetBasis read));
            Assert.Equal(basis, read);
        }

        foreach (var precision in Enum.GetValues<TimePrecision>())
        {
            Assert.True(EventTimeNames.TryRead(precision.Name(), out TimePrecision read));
            Assert.Equal(precision, read);
        }

        foreach (var resolution in Enum.GetValues<DstResolution>())
        {
            Assert.True(EventTimeNames.TryRead(resolution.Name(), out DstResolution read));
            Assert.Equal(resolution, read);
        }

        Assert.Equal("sent_doubtful", OffsetBasis.SentDoubtful.Name());
        Assert.False(EventTimeNames.TryRead("guessed", out OffsetBasis _));
    }
}
