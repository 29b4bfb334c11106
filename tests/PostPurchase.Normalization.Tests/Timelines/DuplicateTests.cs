using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>Which reports tell of one scan.</summary>
public sealed class DuplicateTests
{
    [Theory]
    [InlineData("the same source, twice", "01T10:00:00+01 transit", "01T10:00:00+01 transit")]
    [InlineData("a second's difference", "01T10:00:00+01 transit", "01T10:00:01+01 transit")]
    [InlineData("poll and webhook", "01T10:00:00+01 transit", "01T10:00:00+01 transit format:poll")]
    [InlineData("the aggregator's coarser type", "01T10:00:00+01 transit.facility_arrived", "01T10:00:00+01 transit via:easypost code:in_transit")]
    [InlineData("the aggregator's doubtful Z", "01T10:00:00-05 delivered.letterbox", "01T10:00:00Z? delivered via:easypost code:delivered")]
    [InlineData("without a zone", "01T10:00:00-05 delivered.letterbox", "01T10:00:00 delivered via:easypost code:delivered")]
    [InlineData("another zone, the same moment", "01T10:00:00-05 delivered", "01T15:00:00+00 delivered via:easypost")]
    [InlineData("minutes sent as seconds", "01T10:00:41+01 delivered", "01T10:00:00+01 delivered via:easypost")]
    [InlineData("to the minute", "01T10:00:41+01 delivered", "01T10:00+01 delivered via:easypost")]
    [InlineData("a day", "01T10:00:41+01 delivered", "01 delivered via:easypost")]
    [InlineData("the same words, another type", "01T10:00:00+01 transit label:Held", "01T10:00:00+01 hold label:HELD via:easypost code:x")]
    [InlineData("the code is not mapped there", "01T10:00:00+01 transit code:AR", "01T10:00:00+01 tracking.unmapped code:AR via:easypost")]
    [InlineData("the place is not told", "01T10:00:00+01 transit @Dallas", "01T10:00:00+01 transit via:easypost")]
    public void One_scan(string why, string one, string other)
    {
        foreach (var scans in new[] { new[] { one, other }, [other, one] })
        {
            var scan = Assert.Single(Scans.Shipment(scans).History);
            Assert.True(scan.Event == Scans.Event(one) || why.StartsWith("a second", StringComparison.Ordinal) || why.StartsWith("poll", StringComparison.Ordinal), why);
        }
    }

    [Theory]
    [InlineData("another time", "01T10:00:00+01 transit", "01T10:00:03+01 transit")]
    [InlineData("another second", "01T10:00:10+01 transit", "01T10:00:13+01 transit via:easypost")]
    [InlineData("another type of the same source", "01T10:00:00+01 transit", "01T10:00:00+01 transit.facility_arrived")]
    [InlineData("another city", "01T10:00:00+01 transit @Dallas", "01T10:00:00+01 transit @Austin via:easypost")]
    [InlineData("another piece", "01T10:00:00+01 delivered /1", "01T10:00:00+01 delivered /2")]
    [InlineData("another moment, though the clocks agree", "01T10:00:00-05 delivered", "01T10:00:00+01 delivered via:easypost")]
    [InlineData("another kind", "01T10:00:00+01 delivered", "01T10:00:00+01 delivery_attempt.failed via:easypost")]
    public void Two_scans(string why, string one, string other)
    {
        Assert.True(Scans.Shipment(one, other).History.Count == 2, why);
        Assert.True(Scans.Shipment(other, one).History.Count == 2, why);
    }

    [Fact]
    public void A_coarse_report_does_not_make_one_of_two_scans()
    {
        var shipment = Scans.Shipment("01T10:00:00+01 transit.facility_arrived", "01T10:00:00+01 transit.facility_departed seq:1", "01T10:00:00+01 transit via:easypost");

        Assert.Equal(2, shipment.History.Count);
        Assert.Equal(3, shipment.History.Sum(scan => scan.ReportCount));
    }

    [Fact]
    public void The_fuller_report_speaks_and_the_better_time_counts()
    {
        var scan = Assert.Single(Scans.Shipment("01T10:00 delivered.neighbor", "01T10:00:12-05 delivered via:easypost").History);

        Assert.Equal("delivered.neighbor", scan.Type.Code);
        Assert.Equal(Scans.Time("01T10:00:12-05"), scan.Time);
        Assert.Equal(2, scan.Reports.Count);
    }
}
