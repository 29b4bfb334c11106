using System.Text;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

public class OffsetTextTests
{
    [Theory]
    [InlineData("Z", 0)]
    [InlineData("z", 0)]
    [InlineData("+01:00", 60)]
    [InlineData("-04.00", -240)]
    [InlineData("+0530", 330)]
    [InlineData("+05", 300)]
    [InlineData("-5", -300)]
    [InlineData("+5:45", 345)]
    [InlineData("+5.5", 330)]
    [InlineData("-03.30", -210)]
    [InlineData("\u221203:30", -210)]
    [InlineData("UTC", 0)]
    [InlineData("gmt", 0)]
    [InlineData("GMT+8", 480)]
    [InlineData("UTC-03:00", -180)]
    [InlineData(" +14:00 ", 840)]
    [InlineData("-12:00", -720)]
    public void Reads(string text, int minutes)
    {
        Assert.True(OffsetText.TryRead(Encoding.UTF8.GetBytes(text), out var seconds, out _));
        Assert.Equal(minutes * 60, seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("0100")]
    [InlineData("+15:00")]
    [InlineData("-13:00")]
    [InlineData("+01:07")]
    [InlineData("+01:60")]
    [InlineData("+010")]
    [InlineData("+01:")]
    [InlineData("+01:0")]
    [InlineData("+01:000")]
    [InlineData("+01:00:00")]
    [InlineData("+01000")]
    [InlineData("GMT+")]
    [InlineData("EST")]
    [InlineData("+01:00 x")]
    public void Refuses(string text) => Assert.False(OffsetText.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("Z", true)]
    [InlineData("-00:00", true)]
    [InlineData("+00:00", false)]
    [InlineData("UTC", false)]
    public void Tells_a_bare_z_from_an_offset(string text, bool expected)
    {
        Assert.True(OffsetText.TryRead(Encoding.UTF8.GetBytes(text), out _, out var wasZ));
        Assert.Equal(expected, wasZ);
    }
}
