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
                if (!steady.TryGet(day.Year, day.Month, day.Day, out var seconds))
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

    [Fact]
    public void Zones_that_differ_for_weeks_have_no_offset_in_common_then_and_one_else()
    {
        var steady = new SteadyOffsets([DateTimeZoneProviders.Tzdb["Europe/London"], DateTimeZoneProviders.Tzdb["Africa/Casablanca"]]);

        Assert.False(steady.TryGet(2025, 1, 10, out _));
        Assert.True(steady.TryGet(2025, 7, 10, out var seconds));
        Assert.Equal(3600, seconds);
        Assert.False(steady.TryGet(1999, 7, 10, out _));
    }
}
