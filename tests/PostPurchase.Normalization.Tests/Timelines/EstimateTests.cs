using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>What was said of the day of delivery, and how late it became.</summary>
public sealed class EstimateTests
{
    private static DeliveryEstimate Estimate(EstimateKind kind, string from, string? through = null) => new(kind, Scans.Time(from), through is null ? default : Scans.Time(through));

    private static ShipmentReport Report(string scan, params DeliveryEstimate[] estimates) => new(new() { Estimates = estimates, EventCount = 1 }, [Scans.Event(scan)]);

    [Fact]
    public void First_current_and_every_move()
    {
        var timeline = new ShipmentTimeline();
        timeline.Add(Report("05T10:00 transit", Estimate(EstimateKind.Estimated, "10")));
        timeline.Add(Report("03T10:00 acceptance.completed", Estimate(EstimateKind.Estimated, "07"), Estimate(EstimateKind.Committed, "08")));
        timeline.Add(Report("09T10:00 transit", Estimate(EstimateKind.Estimated, "09")));

        var estimates = timeline.Shipment.Estimates;
        Assert.Equal((Scans.Time("08"), Scans.Time("09")), (estimates.First!.Estimate.From, estimates.Current!.Estimate.From));
        Assert.Equal([3, -1], estimates.Changes.Select(change => change.Days));
        Assert.Equal(1, estimates.Slips);
        Assert.Null(estimates.Lateness);
    }

    [Fact]
    public void Times_of_receipt_date_what_was_told()
    {
        var timeline = new ShipmentTimeline();
        timeline.Add(Report("03T10:00 transit", Estimate(EstimateKind.Estimated, "10")), Scans.Received("06T00:00"));
        timeline.Add(Report("03T10:00 transit", Estimate(EstimateKind.Estimated, "08")), Scans.Received("05T00:00"));

        Assert.Equal([2], timeline.Shipment.Estimates.Changes.Select(change => change.Days));
    }

    [Theory]
    [InlineData("07", null, "07T12:00", 0, 0)]
    [InlineData("07", null, "10T12:00", 3, 1)]
    [InlineData("10", null, "07T12:00", -3, -1)]
    [InlineData("03", "05", "04T12:00", 0, 0)]
    [InlineData("03", "05", "06T12:00", 1, 1)]
    [InlineData("03", "05", "01T12:00", -2, -1)]
    public void Lateness_is_against_the_window(string from, string? through, string delivered, int days, int businessDays)
    {
        var timeline = new ShipmentTimeline(Estimate(EstimateKind.Committed, from, through));
        timeline.Add(Report($"{delivered} delivered", Estimate(EstimateKind.Estimated, "20")));

        Assert.Equal(new DeliveryLateness(days, businessDays), timeline.Shipment.Estimates.Lateness);
    }

    [Fact]
    public void Holidays_are_no_business_days()
    {
        var calendar = new BusinessCalendar([IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday], [new LocalDate(2025, 3, 4)]);

        Assert.Equal(3, calendar.DaysBetween(new(2025, 3, 1), new(2025, 3, 5)));
        Assert.Equal(-3, calendar.DaysBetween(new(2025, 3, 5), new(2025, 3, 1)));
        Assert.Equal(0, calendar.DaysBetween(new(2025, 3, 6), new(2025, 3, 8)));
        Assert.Equal(5 * 52, BusinessCalendar.MondayToFriday.DaysBetween(new(2025, 1, 1), new(2025, 12, 31)));
        Assert.Throws<ArgumentException>(() => new BusinessCalendar(Enum.GetValues<IsoDayOfWeek>()));
    }

    [Fact]
    public void Business_days_are_those_counted_one_by_one()
    {
        var calendar = new BusinessCalendar([IsoDayOfWeek.Sunday], [new LocalDate(2025, 3, 4), new LocalDate(2025, 3, 9)]);
        for (var length = 0; length < 40; length++)
        {
            var (from, to) = (new LocalDate(2025, 2, 20), new LocalDate(2025, 2, 20).PlusDays(length));
            Assert.Equal(Enumerable.Range(1, length).Count(day => calendar.IsBusinessDay(from.PlusDays(day))), calendar.DaysBetween(from, to));
        }
    }
}
