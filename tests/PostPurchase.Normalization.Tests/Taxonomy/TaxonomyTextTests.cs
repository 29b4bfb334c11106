using System.Text.Json;
using PostPurchase.Normalization.Taxonomy;
using Xunit;

namespace PostPurchase.Normalization.Tests.Taxonomy;

public sealed class TaxonomyTextTests
{
    private delegate bool Parse<TEnum>(ReadOnlySpan<char> text, out TEnum value);

    [Fact]
    public void Every_member_has_its_snake_case_word()
    {
        Check<EventScope>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<Milestone>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<Condition>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<Severity>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<Party>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<Confidence>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<DeliveredTo>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<DeliveredAt>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<ProofOfDelivery>(TaxonomyText.ToText, TaxonomyText.TryParse);
        Check<Direction>(TaxonomyText.ToText, TaxonomyText.TryParse);
    }

    [Theory]
    [InlineData(Milestone.InTransit, Condition.OnTrack, "in_transit")]
    [InlineData(Milestone.InTransit, Condition.Delayed, "delayed")]
    [InlineData(Milestone.InTransit, Condition.Held, "held")]
    [InlineData(Milestone.InfoReceived, Condition.Exception, "exception")]
    [InlineData(Milestone.OutForDelivery, Condition.Delayed, "out_for_delivery")]
    [InlineData(Milestone.AttemptFailed, Condition.Exception, "attempt_failed")]
    [InlineData(Milestone.AvailableForPickup, Condition.Exception, "exception")]
    [InlineData(Milestone.Delivered, Condition.Exception, "delivered")]
    [InlineData(Milestone.Failed, Condition.Exception, "failed")]
    [InlineData(Milestone.None, Condition.Delayed, "delayed")]
    [InlineData(Milestone.None, Condition.OnTrack, "unknown")]
    public void The_status_word_is_the_phase_overlaid_by_the_condition(Milestone milestone, Condition condition, string word) =>
        Assert.Equal(word, StatusWord.Of(milestone, condition));

    private static void Check<TEnum>(Func<TEnum, string> text, Parse<TEnum> parse)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), text(value));
            Assert.True(parse(text(value), out var back));
            Assert.Equal(value, back);
        }

        Assert.False(parse("In_Transit", out var none));
        Assert.Equal(default, none);
        Assert.Throws<ArgumentOutOfRangeException>(() => text((TEnum)Enum.ToObject(typeof(TEnum), 99)));
    }
}
