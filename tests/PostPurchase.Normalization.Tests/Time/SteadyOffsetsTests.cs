using System.Text;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

/// <summary>What is said of a whole day holds at each of its minutes; and it is said of nearly all days.</summary>
public sealed class SteadyOffsetsTests
{
    private const int Days = 3 * 365;

    /// <summary>Zones that change at two in the morning, at midnight, by half an hour, and in some years in the middle of Ramadan; one that left out a day, one that never changes.</summary>
    public static TheoryData<string> Zones =>
        ["America/Chicago", "Europe/Berlin", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Tokyo", "Asia/Tehran"];

    [Theory, MemberData(nameof(Zones))]
    public void A_day_has_the_offset_that_each_of_its_minutes_has(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        foreach (var first in (LocalDate[])[new(2010, 6, 1), new(2023, 1, 1)])
        {
            var (steady, unsteady) = (new SteadyOffsets([zone]), 0);
            for (var day = first; day < first.PlusDays(Days); day = day.PlusDays(1))
            {
                if (steady.Find(day.Year, day.Month, day.Day, out var seconds) != Steadiness.Same)
                {
                    unsteady++;
                    continue;
                }
                for (var minute = 0; minute < 24 * 60; minute += 5)
                {
                    Assert.Equal(seconds, ZoneMath.OffsetAt(zone, day.AtMidnight().PlusMinutes(minute), out var resolution).Seconds);
                    Assert.Equal(DstResolution.None, resolution);
                }
            }
            Assert.InRange(unsteady, 0, 20);
        }
    }

    [Theory]
    [InlineData("US", null)]
    [InlineData("US", "OR")]
    [InlineData("AU", null)]
    [InlineData("BR", null)]
    [InlineData("MA", null)]
    public void Zones_of_a_place_that_differ_throughout_a_day_differ_at_each_of_its_minutes(string country, string? state)
    {
        var zones = PlaceZones.Find(country, Encoding.UTF8.GetBytes(state ?? ""))!;
        var different = 0;
        for (var day = new LocalDate(2023, 1, 1); day < new LocalDate(2023, 1, 1).PlusDays(Days); day = day.PlusDays(1))
        {
            var known = zones.Steady.Find(day.Year, day.Month, day.Day, out var seconds);
            if (known == Steadiness.Unknown) continue;
            if (known == Steadiness.Different) different++;
            for (var minute = 0; minute < 24 * 60; minute += 20)
            {
                Assert.Equal(known == Steadiness.Same, zones.TryGetOffset(day.AtMidnight().PlusMinutes(minute), out var offset, out _));
                if (known == Steadiness.Same) Assert.Equal(seconds, offset.Seconds);
            }
        }
        Assert.Equal(zones.Single is null, different > Days / 2);
    }

    [Fact]
    public void Zones_that_differ_for_weeks_have_no_offset_in_common_then_and_one_else()
    {
        var steady = new SteadyOffsets([DateTimeZoneProviders.Tzdb["Europe/London"], DateTimeZoneProviders.Tzdb["Africa/Casablanca"]]);

        Assert.Equal(Steadiness.Different, steady.Find(2025, 1, 10, out _));
        Assert.Equal(Steadiness.Same, steady.Find(2025, 7, 10, out var seconds));
        Assert.Equal(3600, seconds);
        Assert.Equal(Steadiness.Unknown, steady.Find(2025, 3, 30, out _));
        Assert.Equal(Steadiness.Unknown, steady.Find(1999, 7, 10, out _));
    }
}
