using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using NodaTime.TimeZones;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

public class ZoneMathTests
{
    [Theory]
    [InlineData("America/New_York", "2024-03-10T01:59:59", -5, DstResolution.None)]
    [InlineData("America/New_York", "2024-03-10T02:30:00", -5, DstResolution.Gap)]
    [InlineData("America/New_York", "2024-03-10T03:00:00", -4, DstResolution.None)]
    [InlineData("America/New_York", "2024-11-03T00:59:59", -4, DstResolution.None)]
    [InlineData("America/New_York", "2024-11-03T01:30:00", -4, DstResolution.Overlap)]
    [InlineData("America/New_York", "2024-11-03T02:00:00", -5, DstResolution.None)]
    [InlineData("Europe/Berlin", "2024-03-31T02:30:00", 1, DstResolution.Gap)]
    [InlineData("Europe/Berlin", "2024-10-27T02:30:00", 2, DstResolution.Overlap)]
    [InlineData("Europe/Berlin", "2024-10-27T03:00:00", 1, DstResolution.None)]
    [InlineData("Australia/Sydney", "2024-10-06T02:30:00", 10, DstResolution.Gap)]
    [InlineData("Australia/Sydney", "2024-04-07T02:30:00", 11, DstResolution.Overlap)]
    [InlineData("Australia/Sydney", "2024-01-01T00:00:00", 11, DstResolution.None)]
    [InlineData("Pacific/Apia", "2011-12-30T12:00:00", -10, DstResolution.Gap)]
    [InlineData("Asia/Tokyo", "2024-03-31T02:30:00", 9, DstResolution.None)]
    public void Gives_the_offset(string id, string local, int hours, DstResolution expected)
    {
        Assert.True(IsoText.TryRead(System.Text.Encoding.ASCII.GetBytes(local), out LocalDateTime time));
        Assert.Equal(Offset.FromHours(hours), ZoneMath.OffsetAt(DateTimeZoneProviders.Tzdb[id], time, out var resolution));
        Assert.Equal(expected, resolution);
    }

    [Fact]
    public void A_skipped_time_moves_forward_and_a_repeated_one_is_the_first()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var skipped = new LocalDateTime(2024, 3, 31, 2, 30);
        var offset = ZoneMath.OffsetAt(zone, skipped, out var resolution);
        var time = EventTime.AtOffset(skipped, offset, TimePrecision.Minute, OffsetBasis.Place, resolution);
        Assert.Equal(new LocalDateTime(2024, 3, 31, 3, 30), time.Instant!.Value.InZone(zone).LocalDateTime);
        Assert.Equal(DstResolution.Gap, time.DstResolution);

        var repeated = new LocalDateTime(2024, 10, 27, 2, 30);
        Assert.Equal(zone.AtLeniently(repeated).Offset, ZoneMath.OffsetAt(zone, repeated, out _));
    }

    [Fact]
    public void Agrees_with_the_zone_database_at_any_time_in_any_zone()
    {
        var ids = TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(zone => zone.ZoneId).ToArray();
        var anyTime = from day in Gen.Choose(3_652, 29_219)
                      from second in Gen.Choose(0, 86_399)
                      select new LocalDateTime(1970, 1, 1, 0, 0).PlusDays(day).PlusSeconds(second);
        var check = Config.QuickThrowOnFailure.WithMaxTest(2_000);
        Prop.ForAll(Arb.From(Gen.Elements(ids)), Arb.From(anyTime), (id, local) => AssertAgrees(DateTimeZoneProviders.Tzdb[id], local)).Check(check);
    }

    [Fact]
    public void Agrees_with_the_zone_database_around_every_change()
    {
        foreach (var location in TzdbDateTimeZoneSource.Default.ZoneLocations!)
        {
            var zone = DateTimeZoneProviders.Tzdb[location.ZoneId];
            foreach (var interval in zone.GetZoneIntervals(Instant.FromUtc(1990, 1, 1, 0, 0), Instant.FromUtc(2030, 1, 1, 0, 0)))
            {
                if (!interval.HasStart || !interval.HasEnd)
                    continue;
                foreach (var minutes in new[] { -121, -61, -60, -30, -1, 0, 1, 30, 59, 60, 61, 121 })
                    AssertAgrees(zone, interval.IsoLocalEnd.PlusMinutes(minutes));
            }
        }
    }

    [Fact]
    public void Allocates_nothing_once_warm()
    {
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        Allocations.AssertNone(() =>
        {
            ZoneMath.OffsetAt(zone, new LocalDateTime(2024, 11, 3, 1, 30), out _);
            ZoneMath.OffsetAt(zone, new LocalDateTime(2024, 7, 3, 1, 30), out _);
        });
    }

    private static void AssertAgrees(DateTimeZone zone, LocalDateTime local)
    {
        var mapping = zone.MapLocal(local);
        var expected = mapping.Count switch
        {
            0 => (mapping.EarlyInterval.WallOffset, DstResolution.Gap),
            1 => (mapping.Single().Offset, DstResolution.None),
            _ => (mapping.First().Offset, DstResolution.Overlap),
        };
        var offset = ZoneMath.OffsetAt(zone, local, out var resolution);
        Assert.True(expected == (offset, resolution), $"{zone.Id} at {local}: {offset} {resolution} in place of {expected}");
    }
}
