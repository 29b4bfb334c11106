using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PostPurchase.Normalization.Events;
using Xunit;

namespace PostPurchase.Normalization.Tests.Events;

public class IsoTextTests
{
    [Theory]
    [InlineData(0, "2024-11-22T13:58:00")]
    [InlineData(500_000_000, "2024-11-22T13:58:00.5")]
    [InlineData(1, "2024-11-22T13:58:00.000000001")]
    [InlineData(120_000_000, "2024-11-22T13:58:00.12")]
    public void Writes_seconds_always_and_a_fraction_where_there_is_one(int nanoseconds, string expected)
    {
        Span<byte> text = stackalloc byte[IsoText.MaxLength];
        var local = new LocalDateTime(2024, 11, 22, 13, 58).PlusNanoseconds(nanoseconds);
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..IsoText.Write(local, text)]));
    }

    [Theory]
    [InlineData(-18000, "-05:00")]
    [InlineData(0, "+00:00")]
    [InlineData(20700, "+05:45")]
    [InlineData(-1, "-00:00:01")]
    public void Writes_offsets(int seconds, string expected)
    {
        Span<byte> text = stackalloc byte[IsoText.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..IsoText.Write(Offset.FromSeconds(seconds), text)]));
    }

    [Fact]
    public void Reads_back_what_it_writes()
    {
        var seconds = from day in Gen.Choose(-719_162, 2_932_896)
                      from second in Gen.Choose(0, 86_399)
                      select (day * 86_400L) + second;
        var nanoseconds = Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(0, 999_999_999)));
        var offset = Gen.Choose(-18 * 3600, 18 * 3600);
        Prop.ForAll(Arb.From(seconds), Arb.From(nanoseconds), Arb.From(offset), (second, nanosecond, offsetSeconds) =>
        {
            Span<byte> text = stackalloc byte[IsoText.MaxLength];
            var instant = Instant.FromUnixTimeSeconds(second).PlusNanoseconds(nanosecond);
            Assert.True(IsoText.TryRead(text[..IsoText.Write(instant, text)], out Instant readInstant));
            Assert.Equal(instant, readInstant);

            var local = instant.InUtc().LocalDateTime;
            Assert.True(IsoText.TryRead(text[..IsoText.Write(local, text)], out LocalDateTime readLocal));
            Assert.Equal(local, readLocal);

            Assert.True(IsoText.TryRead(text[..IsoText.Write(local.Date, text)], out LocalDate readDate));
            Assert.Equal(local.Date, readDate);

            Assert.True(IsoText.TryRead(text[..IsoText.Write(Offset.FromSeconds(offsetSeconds), text)], out Offset readOffset));
            Assert.Equal(Offset.FromSeconds(offsetSeconds), readOffset);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("2024-11-22")]
    [InlineData("2024-13-22T13:58:00")]
    [InlineData("2024-02-30T13:58:00")]
    [InlineData("2024-11-22T24:00:00")]
    [InlineData("2024-11-22T13:58")]
    [InlineData("2024-11-22T13:58:00.")]
    [InlineData("2024-11-22T13:58:00.0000000001")]
    [InlineData("2024-11-22 13:58:00")]
    [InlineData("0000-11-22T13:58:00")]
    [InlineData("")]
    public void Refuses_other_local_times(string text) => Assert.False(IsoText.TryRead(Encoding.UTF8.GetBytes(text), out LocalDateTime _));

    [Theory]
    [InlineData("Z")]
    [InlineData("+19:00")]
    [InlineData("+0100")]
    [InlineData("+01:60")]
    public void Refuses_other_offsets(string text) => Assert.False(IsoText.TryRead(Encoding.UTF8.GetBytes(text), out Offset _));
}
