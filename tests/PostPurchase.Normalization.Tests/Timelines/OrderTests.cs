using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>In which order the scans of a history stand, however they were added.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData("moments, not clocks on the wall", "01T10:00+09 transit", "01T03:00+01 transit.facility_arrived", "01T00:30-05 delivery.out_for_delivery")]
    [InlineData("clocks on the wall without zones", "01T10:00 transit", "01T11:00 transit.facility_arrived", "02T09:00 delivery.out_for_delivery")]
    [InlineData("the payload's order where times are equal", "01T10:00 transit.facility_departed", "01T10:00 transit.facility_arrived seq:1", "01T10:00 transit.loaded seq:2")]
    [InlineData("the phase where neither decides", "01T10:00 info.received", "01T10:00 transit", "01T10:00 delivered")]
    [InlineData("a zone borrowed from the same place", "01T10:00-05 transit @Dallas", "01T10:30 transit.loaded @Dallas", "01T16:00+00 transit.air_departed @London")]
    [InlineData("a zone borrowed from the nearest in time", "01T10:00-05 transit", "01T11:30 transit.loaded", "01T17:00+00 transit.air_departed")]
    [InlineData("a day where its payload has it", "01T10:00 transit", "01 transit.loaded seq:1", "01T12:00 transit.facility_departed seq:2")]
    [InlineData("a day that midnight sorted to the front, by phase", "01T15:00 info.received seq:1", "01 pickup.completed", "02T10:00 transit")]
    [InlineData("days by day, then by payload", "01 transit", "01 transit.facility_arrived seq:1", "02 delivered")]
    [InlineData("no time, by phase", "01T15:00 info.received", "? acceptance.completed", "02T10:00 delivered")]
    public void Scans_stand_in_order(string why, params string[] scans)
    {
        var expected = scans.Select(Scans.Event).ToList();

        Assert.Equal(expected, Scans.Shipment(scans).History.Select(scan => scan.Event));
        Assert.Equal(expected, Scans.Shipment([.. scans.Reverse()]).History.Select(scan => scan.Event));
        Assert.NotEmpty(why);
    }
}
