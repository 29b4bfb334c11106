using NodaTime;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

public sealed class CalendarTests
{
    [Fact]
    public void Days_since_1970_are_those_of_the_calendar()
    {
        var day = new LocalDate(1979, 12, 31);
        for (var expected = Period.DaysBetween(new LocalDate(1970, 1, 1), day); day.Year < 2201; expected++, day = day.PlusDays(1))
        {
            Assert.Equal(expected, Calendar.DaysSinceEpoch(day.Year, day.Month, day.Day));
        }
    }
}
