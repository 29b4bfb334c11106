using System.Text;
using NodaTime.TimeZones;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

public class CountriesTests
{
    [Theory]
    [InlineData("us", "US")]
    [InlineData("USA", "US")]
    [InlineData("United States of America", "US")]
    [InlineData("UNITED STATES", "US")]
    [InlineData("U.S.A.", "US")]
    [InlineData("UK", "GB")]
    [InlineData("United Kingdom", "GB")]
    [InlineData("KOREA, REPUBLIC OF", "KR")]
    [InlineData("Korea (North)", "KP")]
    [InlineData("côte d’ivoire", "CI")]
    [InlineData("Türkiye", "TR")]
    [InlineData("TURKEY", "TR")]
    [InlineData("Czech Republic", "CZ")]
    [InlineData("VIET NAM", "VN")]
    [InlineData("Hong Kong SAR, China", "HK")]
    [InlineData("NETHERLANDS, THE", "NL")]
    [InlineData("Österreich", "AT")]
    [InlineData(" DE ", "DE")]
    [InlineData("Россия", "RU")]
    public void Reads(string text, string expected)
    {
        Assert.Equal(expected, Countries.Find(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, Countries.Find(text.AsSpan()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X")]
    [InlineData("ZZ")]
    [InlineData("Atlantis")]
    [InlineData("a text that is much longer than the name of any country could ever be")]
    public void Says_nothing_of_what_it_does_not_know(string text) => Assert.Null(Countries.Find(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_text_are_no_country() => Assert.Null(Countries.Find([0xFF, 0xFE, 0x44]));

    [Fact]
    public void Every_country_of_the_zone_database_is_known()
    {
        foreach (var zone in TzdbDateTimeZoneSource.Default.ZoneLocations!)
            Assert.Equal(zone.CountryCode, Countries.Find(zone.CountryCode.AsSpan()));
    }

    [Fact]
    public void Every_row_is_well_formed_and_no_text_means_two_countries()
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = EmbeddedTable.Read("time/countries.csv").ToArray();
        Assert.Equal(250, rows.Length);
        foreach (var row in rows)
        {
            Assert.Equal(3, row.Length);
            Assert.Matches("^[A-Z]{2}$", row[0]);
            Assert.Matches("^[A-Z]{3}$", row[1]);
            foreach (var text in row[2].Split('|').Append(row[1]).Append(row[0]))
            {
                var folded = TextFold.Fold(text);
                Assert.True(seen.TryAdd(folded, row[0]) || seen[folded] == row[0], $"'{text}' is both {seen[folded]} and {row[0]}");
                Assert.Equal(row[0], Countries.Find(text.AsSpan()));
            }
        }
    }

    [Fact]
    public void Look_up_allocates_nothing_and_gives_one_object_a_country()
    {
        Allocations.AssertNone(() => Countries.Find("United States of America"u8));
        Assert.Same(Countries.Find("USA"u8), Countries.Find("us"u8));
    }
}
