using System.Text;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

public class ZoneAbbreviationsTests
{
    private static readonly LocalDateTime Summer = new(2024, 7, 15, 12, 0);

    [Theory]
    [InlineData("EST", "US", -300)]
    [InlineData("edt", "US", -240)]
    [InlineData("ET", "US", -240)]
    [InlineData("PT", "CA", -420)]
    [InlineData("CST", "US", -360)]
    [InlineData("CST", "CN", 480)]
    [InlineData("CET", null, 60)]
    [InlineData("CEST", "DE", 120)]
    [InlineData("GMT", null, 0)]
    [InlineData("BST", "GB", 60)]
    [InlineData("IST", "IN", 330)]
    [InlineData("JST", null, 540)]
    [InlineData("ACST", null, 570)]
    [InlineData("NST", "CA", -150 - 60)]
    public void Reads_what_has_one_meaning(string text, string? country, int minutes)
    {
        Assert.True(ZoneAbbreviations.TryGetOffset(Pack(text), country, Summer, out var offset, out _));
        Assert.Equal(minutes * 60, offset.Seconds);
    }

    [Theory]
    [InlineData("EST", null)]
    [InlineData("EST", "AU")]
    [InlineData("CST", null)]
    [InlineData("CST", "CU")]
    [InlineData("IST", null)]
    [InlineData("IST", "IL")]
    [InlineData("BST", "BD")]
    [InlineData("LT", "US")]
    [InlineData("ISRAEL", "IL")]
    [InlineData("XYZ", "US")]
    public void Says_nothing_where_there_are_several(string text, string? country) =>
        Assert.False(ZoneAbbreviations.TryGetOffset(Pack(text), country, Summer, out _, out _));

    [Fact]
    public void An_abbreviation_for_both_seasons_tells_of_repeated_hours()
    {
        Assert.True(ZoneAbbreviations.TryGetOffset(Pack("ET"), "US", new LocalDateTime(2024, 11, 3, 1, 30), out var offset, out var resolution));
        Assert.Equal((Offset.FromHours(-4), DstResolution.Overlap), (offset, resolution));
        Assert.True(ZoneAbbreviations.TryGetOffset(Pack("EST"), "US", new LocalDateTime(2024, 11, 3, 1, 30), out offset, out resolution));
        Assert.Equal((Offset.FromHours(-5), DstResolution.None), (offset, resolution));
    }

    [Fact]
    public void No_abbreviation_means_two_things_in_one_country()
    {
        foreach (var rows in ZoneAbbreviations.Rows.GroupBy(row => row.Abbreviation, StringComparer.Ordinal).Where(rows => rows.Count() > 1))
        {
            Assert.All(rows, row => Assert.NotNull(row.Countries));
            var countries = rows.SelectMany(row => row.Countries!.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
            Assert.Equal(countries.Length, countries.Distinct(StringComparer.Ordinal).Count());
        }

        foreach (var row in ZoneAbbreviations.Rows)
        {
            Assert.True(row.Minutes == 0 || OffsetText.IsPossible(row.Minutes * 60), row.Abbreviation);
            foreach (var country in row.Countries?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
                Assert.Equal(country, Countries.Find(country.AsSpan()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("TOOLONGNAME")]
    [InlineData("E5T")]
    [InlineData("é")]
    public void Packs_letters_only(string text) => Assert.Equal(0UL, Pack(text));

    [Theory]
    [InlineData("Europe/Paris", "Europe/Paris")]
    [InlineData(" europe/paris ", "Europe/Paris")]
    [InlineData("Mars/Olympus", null)]
    [InlineData("", null)]
    public void Zone_ids_are_found_in_any_case(string text, string? expected) => Assert.Equal(expected, ZoneIds.Find(Encoding.UTF8.GetBytes(text))?.Id);

    [Fact]
    public void Look_up_allocates_nothing_once_warm() => Allocations.AssertNone(() =>
    {
        ZoneAbbreviations.TryGetOffset(ZoneAbbreviations.Pack("CET"u8), null, Summer, out _, out _);
        ZoneAbbreviations.TryGetOffset(ZoneAbbreviations.Pack("ET"u8), "US", Summer, out _, out _);
        ZoneIds.Find("Europe/Paris"u8);
    });

    private static ulong Pack(string text) => ZoneAbbreviations.Pack(Encoding.UTF8.GetBytes(text));
}
