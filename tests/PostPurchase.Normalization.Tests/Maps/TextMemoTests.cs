using System.Text;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps;

/// <summary>What is remembered of texts is what would be found anew.</summary>
public sealed class TextMemoTests
{
    [Fact]
    public void Texts_of_all_maps_are_found_again_as_they_were_found_first()
    {
        foreach (var id in MapLibrary.BuiltIn.CarrierIds)
        {
            var map = MapLibrary.BuiltIn.Find(id)!;
            var fresh = new TextTable(map.Document.Texts, map.Document.Codes.SelectMany(set => set.Rows));
            string[] texts = ["", "an unknown text", .. map.Document.Texts.Select(text => text.Text.Replace("*", "", StringComparison.Ordinal))];
            foreach (var text in texts)
            {
                var sent = Encoding.UTF8.GetBytes(text);
                var label = fresh.Find(sent, default);
                var detail = fresh.Find("xyzzy plugh"u8, sent);

                Assert.Equal(fresh.FindFolded(FoldedText.Fold(text), TextField.Label).Meaning, label.Meaning);
                Assert.Equal(fresh.FindFolded(FoldedText.Fold(text), TextField.Detail).Meaning, detail.Meaning);
                Assert.Equal(label, fresh.Find(sent, default));
                Assert.Equal(detail, fresh.Find("xyzzy plugh"u8, sent));
            }
        }
    }

    [Fact]
    public void Label_and_detail_are_told_apart()
    {
        var memo = new TextMemo();
        memo.Keep("a"u8, "b"u8, new(null, IsWhole: true));

        Assert.Equal(new TextMatch(null, IsWhole: true), memo.Find("a"u8, "b"u8));
        Assert.Null(memo.Find("b"u8, "a"u8));
        Assert.Null(memo.Find("ab"u8, default));
        Assert.Null(memo.Find("a"u8, default));
    }

    [Fact]
    public void Odd_texts_without_end_take_no_more_memory_once_it_is_full()
    {
        var memo = new TextMemo();
        var texts = Enumerable.Range(0, 6000).Select(i => Encoding.UTF8.GetBytes($"signed for by customer {i}")).ToArray();
        foreach (var text in texts) memo.Keep(text, default, new(null, IsWhole: false));
        var known = texts.Count(text => memo.Find(text, default) is not null);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var text in texts) memo.Keep(text, default, new(null, IsWhole: true));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(known, 400, 512);
        Assert.Equal(known, texts.Count(text => memo.Find(text, default) is { IsWhole: false }));
    }

    [Fact]
    public void Long_texts_are_not_remembered()
    {
        var memo = new TextMemo();
        var text = new byte[300];
        memo.Keep(text, default, new(null, IsWhole: false));

        Assert.Null(memo.Find(text, default));
    }
}
