using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

/// <summary>Texts that scans keep in one block are the texts that were sent, whatever is kept beside them.</summary>
public sealed class SentTextsTests
{
    [Fact]
    public void What_is_kept_is_what_was_sent() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(NonNull<string> Date, NonNull<string> Time)[]>(), ArbMap.Default.ArbFor<NonNegativeInt>(), (sent, expected) =>
        {
            var texts = new SentTexts();
            texts.Expect(expected.Get);
            var told = sent.Select(one => (Date: WithoutLoneSurrogates(one.Date.Get), Time: WithoutLoneSurrogates(one.Time.Get))).ToArray();
            var kept = Array.ConvertAll(told, one => texts.Add(Encoding.UTF8.GetBytes(one.Date), Encoding.UTF8.GetBytes(one.Time)));
            return told.Zip(kept).All(pair => pair.Second.ToString() == Joined(pair.First.Date, pair.First.Time));
        }));

    [Theory]
    [InlineData("2025-05-21", "23:14", "2025-05-21 23:14")]
    [InlineData("2025-05-21", "", "2025-05-21")]
    [InlineData("", "23:14", "23:14")]
    public void Date_and_time_sent_apart_have_a_blank_between(string date, string time, string whole)
    {
        var texts = new SentTexts();

        Assert.Equal(whole, texts.Add(Encoding.UTF8.GetBytes(date), Encoding.UTF8.GetBytes(time)).ToString());
    }

    [Fact]
    public void Texts_are_equal_wherever_they_are_kept()
    {
        var texts = new SentTexts();
        texts.Expect(3);
        var kept = texts.Add("5 août"u8, default);
        var again = texts.Add("5 août"u8, default);
        var other = texts.Add("6 août"u8, default);
        var made = new SentText("5 août");

        Assert.Equal(kept, again);
        Assert.Equal(kept, made);
        Assert.Equal(made, kept);
        Assert.NotEqual(kept, other);
        Assert.NotEqual(other, made);
        Assert.NotEqual(kept, default);
        Assert.Equal(kept.GetHashCode(), made.GetHashCode());
        Assert.Null(default(SentText).ToString());
    }

    [Fact]
    public void A_long_text_takes_no_room_for_others()
    {
        var texts = new SentTexts();
        texts.Expect(64);
        var text = new byte[100_000];
        texts.Add("2025-05-21"u8, "23:14"u8);

        var before = GC.GetAllocatedBytesForCurrentThread();
        texts.Add(text, default);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 100_000, 110_000);
        Assert.Equal("2025-05-21 23:15", texts.Add("2025-05-21"u8, "23:15"u8).ToString());
    }

    private static string Joined(string date, string time) => date.Length == 0 || time.Length == 0 ? date + time : date + " " + time;

    private static string WithoutLoneSurrogates(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
