using System.Text;
using NodaTime;
using NodaTime.TimeZones;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

public class PlaceZonesTests
{
    private static readonly LocalDateTime Winter = new(2024, 1, 15, 12, 0);
    private static readonly LocalDateTime Summer = new(2024, 7, 15, 12, 0);

    [Theory]
    [InlineData("DE", "", 1, 2)]
    [InlineData("NL", "Noord-Holland", 1, 2)]
    [InlineData("GB", "", 0, 1)]
    [InlineData("IN", "MH", 5.5, 5.5)]
    [InlineData("CN", "", 8, 8)]
    [InlineData("CN", "Guangdong", 8, 8)]
    [InlineData("UA", "Kyiv", 2, 3)]
    [InlineData("MY", "", 8, 8)]
    [InlineData("AR", "Buenos Aires", -3, -3)]
    [InlineData("XK", "", 1, 2)]
    [InlineData("US", "NJ", -5, -4)]
    [InlineData("US", "New Jersey", -5, -4)]
    [InlineData("US", "NEW YORK STATE", -5, -4)]
    [InlineData("US", "US-CA", -8, -7)]
    [InlineData("US", "d.c.", -5, -4)]
    [InlineData("US", "HI", -10, -10)]
    [InlineData("US", "PR", -4, -4)]
    [InlineData("CA", "Alberta", -7, -6)]
    [InlineData("AU", "QLD", 10, 10)]
    [InlineData("AU", "VIC", 11, 10)]
    [InlineData("AU", "South Australia", 10.5, 9.5)]
    [InlineData("BR", "SP", -3, -3)]
    [InlineData("BR", "São Paulo", -3, -3)]
    [InlineData("BR", "SAO PAULO", -3, -3)]
    [InlineData("BR", "AC", -5, -5)]
    [InlineData("MX", "CDMX", -6, -6)]
    [InlineData("MX", "Estado de México", -6, -6)]
    [InlineData("MX", "Quintana Roo", -5, -5)]
    [InlineData("RU", "Московская область", 3, 3)]
    [InlineData("RU", "Приморский край", 10, 10)]
    [InlineData("RU", "Респ. Татарстан", 3, 3)]
    [InlineData("RU", "Республика Татарстан", 3, 3)]
    [InlineData("ID", "Jawa Barat", 7, 7)]
    [InlineData("ID", "Bali", 8, 8)]
    [InlineData("ES", "Las Palmas", 0, 1)]
    [InlineData("ES", "Barcelona", 1, 2)]
    [InlineData("PT", "Açores", -1, 0)]
    [InlineData("CL", "Región Metropolitana", -3, -4)]
    public void Gives_the_offset_where_the_place_settles_it(string country, string state, double winter, double summer)
    {
        Check(country, state, Winter, winter);
        Check(country, state, Summer, summer);
    }

    [Theory]
    [InlineData("US", "")]
    [InlineData("US", "ZZ")]
    [InlineData("US", "TX")]
    [InlineData("US", "Tennessee")]
    [InlineData("US", "FL")]
    [InlineData("CA", "")]
    [InlineData("CA", "Ontario")]
    [InlineData("AU", "NSW")]
    [InlineData("BR", "")]
    [InlineData("ES", "")]
    [InlineData("PT", "")]
    [InlineData("MX", "CHH")]
    [InlineData("CN", "Xinjiang")]
    [InlineData("NZ", "")]
    public void Says_nothing_where_it_does_not(string country, string state)
    {
        Check(country, state, Winter, null);
        Check(country, state, Summer, null);
    }

    [Fact]
    public void A_split_state_is_settled_while_its_zones_agree()
    {
        Check("US", "AZ", Winter, -7);
        Check("US", "AZ", Summer, null);
        Check("CA", "SK", Summer, -6);
        Check("CA", "SK", Winter, null);
    }

    [Fact]
    public void A_repeated_hour_of_one_zone_is_told()
    {
        var zones = PlaceZones.Find("US", "NJ"u8)!;
        Assert.True(zones.TryGetOffset(new LocalDateTime(2024, 11, 3, 1, 30), out var offset, out var resolution));
        Assert.Equal((Offset.FromHours(-4), DstResolution.Overlap), (offset, resolution));
        Assert.NotNull(zones.Single);
        Assert.Null(PlaceZones.Find("US", "TX"u8)!.Single);
    }

    [Fact]
    public void A_moment_has_an_offset_at_a_place_too()
    {
        Assert.True(PlaceZones.Find("US", "NJ"u8)!.TryGetOffset(Instant.FromUtc(2024, 11, 3, 6, 0), out var offset));
        Assert.Equal(Offset.FromHours(-5), offset);
        Assert.False(PlaceZones.Find("US", "TX"u8)!.TryGetOffset(Instant.FromUtc(2024, 11, 3, 6, 0), out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ZZ")]
    [InlineData("USA")]
    public void No_country_no_zones(string? country) => Assert.Null(PlaceZones.Find(country, "NJ"u8));

    [Fact]
    public void Every_row_names_zones_of_its_country()
    {
        var source = TzdbDateTimeZoneSource.Default;
        var countryOf = source.ZoneLocations!.ToDictionary(zone => zone.ZoneId, zone => zone.CountryCode, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in EmbeddedTable.Read("time/subdivisions.csv"))
        {
            var line = string.Join(',', row);
            Assert.True(row.Length == 3, line);
            Assert.True(Countries.Find(row[0].AsSpan()) == row[0], line);
            foreach (var id in row[2].Split('|'))
            {
                Assert.True(countryOf.TryGetValue(id, out var country), $"{line}: no zone '{id}'");
                // Territories of the United States are countries of their own to tzdb; Kosovo keeps Belgrade's clock.
                Assert.True(country == row[0] || row[1].Split('|')[0] == country || row[0] == "XK", $"{line}: '{id}' lies in {country}");
            }

            foreach (var name in row[1].Split('|'))
            {
                Assert.True(seen.Add(row[0] + TextFold.Fold(name)), $"{line}: '{name}' stands twice");
                Assert.Equal(row[2].Split('|'), PlaceZones.Find(row[0], Encoding.UTF8.GetBytes(name))!.Ids);
            }
        }
    }

    [Theory]
    [InlineData("US")]
    [InlineData("CA")]
    [InlineData("BR")]
    [InlineData("MX")]
    [InlineData("RU")]
    [InlineData("ID")]
    [InlineData("ES")]
    [InlineData("PT")]
    [InlineData("CL")]
    [InlineData("NZ")]
    public void No_inhabited_zone_of_a_listed_country_is_forgotten(string country)
    {
        var named = EmbeddedTable.Read("time/subdivisions.csv").Where(row => row[0] == country).SelectMany(row => row[2].Split('|'))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var zone in TzdbDateTimeZoneSource.Default.ZoneLocations!.Where(zone => zone.CountryCode == country))
            Assert.True(named.Contains(zone.ZoneId), $"no state of {country} names {zone.ZoneId}");
    }

    [Theory]
    [InlineData("CA", "QC", "EST", -5.0, -4.0)] // written all year
    [InlineData("CA", "QC", "EDT", null, -4.0)]
    [InlineData("CA", "QC", "ET", -5.0, -4.0)]
    [InlineData("CA", "QC", "AST", -4.0, null)] // in summer the Magdalen Islands and Blanc-Sablon differ
    [InlineData("CA", "SK", "EST", null, null)]
    [InlineData("CA", "SK", "CST", -6.0, -6.0)]
    [InlineData("CA", "SK", "CDT", null, null)]
    [InlineData("CA", "NS", "EST", null, null)]
    [InlineData("CA", "Ontario", "CST", -6.0, -5.0)]
    [InlineData("CA", "BC", "PDT", null, -7.0)]
    [InlineData("US", "TX", "CST", -6.0, -5.0)]
    [InlineData("US", "TX", "MDT", null, -6.0)]
    [InlineData("US", "AZ", "MST", -7.0, null)] // the Navajo Nation keeps daylight time
    [InlineData("DE", "", "CET", 1.0, 2.0)]
    [InlineData("DE", "", "GMT", null, null)]
    public void An_abbreviation_chooses_among_the_zones_of_the_place(string country, string state, string abbreviation, double? winter, double? summer)
    {
        Assert.Equal(winter, Chosen(country, state, Winter, abbreviation));
        Assert.Equal(summer, Chosen(country, state, Summer, abbreviation));
    }

    [Fact]
    public void Choosing_by_an_abbreviation_tells_repeated_hours_and_allocates_nothing()
    {
        var zones = PlaceZones.Find("CA", "QC"u8)!;
        Assert.True(zones.TryGetOffset(new LocalDateTime(2024, 11, 3, 1, 30), Offset.FromHours(-5), ZoneSeason.Standard, out var offset, out var resolution));
        Assert.Equal((Offset.FromHours(-4), DstResolution.Overlap), (offset, resolution));

        Allocations.AssertNone(() =>
        {
            PlaceZones.Find("CA", "QC"u8)!.TryGetOffset(Summer, Offset.FromHours(-5), ZoneSeason.Standard, out _, out _);
            PlaceZones.Find("US", "TX"u8)!.TryGetOffset(Winter, Offset.FromHours(-7), ZoneSeason.Daylight, out _, out _);
        });
    }

    private static double? Chosen(string country, string state, LocalDateTime local, string abbreviation)
    {
        var packed = ZoneAbbreviations.Pack(Encoding.ASCII.GetBytes(abbreviation));
        Assert.True(ZoneAbbreviations.TryGetOffset(packed, country, local, out var named, out _));
        var isChosen = PlaceZones.Find(country, state.AsSpan())!.TryGetOffset(local, named, ZoneAbbreviations.SeasonOf(packed), out var offset, out _);
        return isChosen ? offset.Seconds / 3600.0 : null;
    }

    [Fact]
    public void Look_up_allocates_nothing_once_warm() => Allocations.AssertNone(() =>
    {
        PlaceZones.Find("US", "New Jersey"u8)!.TryGetOffset(Summer, out _, out _);
        PlaceZones.Find("US", "Texas"u8)!.TryGetOffset(Summer, out _, out _);
        PlaceZones.Find("RU", "Московская область"u8)!.TryGetOffset(Winter, out _, out _);
        PlaceZones.Find("DE", "nowhere"u8)!.TryGetOffset(Winter, out _, out _);
    });

    private static void Check(string country, string state, LocalDateTime local, double? expected)
    {
        foreach (var zones in new[] { PlaceZones.Find(country, Encoding.UTF8.GetBytes(state)), PlaceZones.Find(country, state.AsSpan()) })
        {
            Assert.NotNull(zones);
            var isSettled = zones.TryGetOffset(local, out var offset, out _);
            Assert.Equal(expected, isSettled ? offset.Seconds / 3600.0 : null);
        }
    }
}
