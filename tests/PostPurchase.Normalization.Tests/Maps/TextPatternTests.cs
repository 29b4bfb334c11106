using System.Text;
using PostPurchase.Normalization.Maps.Lookup;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("out for delivery", "  OUT  for\tDelivery. ", true)]
    [InlineData("out for delivery", "Out for delivery today", false)]
    [InlineData("*neighbo*", "Left with NEIGHBOUR", true)]
    [InlineData("left*neighbo*", "It was left with a neighbor", false)]
    [InlineData("*left*neighbo*", "neighbour left", false)]
    [InlineData("a*b|*c", "xyz c", true)]
    [InlineData("a*b", "a b", true)]
    [InlineData("a*b", "ab c", false)]
    [InlineData("*ausgehändigt*", "Wurde AUSGEHÄNDIGT!", true)]
    [InlineData("*kasa*", "İKASA", true)]
    public void Matches(string pattern, string text, bool expected) =>
        Assert.Equal(expected, TextPattern.Create(pattern).Matches(FoldedText.Fold(text)));

    [Fact]
    public void Folding_never_grows_past_its_limit()
    {
        var long_ = Encoding.UTF8.GetBytes(new string('Ä', 5000));

        Assert.InRange(FoldedText.Fold(long_, new byte[FoldedText.MaxLength]).Length, 1, FoldedText.MaxLength);
    }
}
