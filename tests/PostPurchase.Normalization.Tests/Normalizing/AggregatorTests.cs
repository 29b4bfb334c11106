using System.Text;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

/// <summary>Behind an aggregator the carrier's own code decides where it is known; the aggregator's status is the fallback.</summary>
public sealed class AggregatorTests
{
    private static TrackingEvent Read(string carrier, string code, string status, string message) => Assert.Single(Normalizer.BuiltIn.Normalize(Encoding.UTF8.GetBytes($$"""
        { "object": "Tracker", "tracking_code": "N1", "carrier": "{{carrier}}", "status": "{{status}}", "tracking_details": [
          { "object": "TrackingDetail", "message": "{{message}}", "status": "{{status}}", "datetime": "2025-03-03T15:00:00Z", "source": "{{carrier}}", "carrier_code": "{{code}}" } ] }
        """)).Events);

    [Theory]
    [InlineData("FedEx", "fedex")]
    [InlineData("FEDEX", "fedex")]
    [InlineData("USPS", "usps")]
    [InlineData("UPSDAP", "ups")]
    [InlineData("DHLExpress", "dhl-express")]
    [InlineData("Kangaroo Express & Sons", "kangaroo-express-sons")]
    [InlineData("东方快递", "东方快递")]
    [InlineData("--", "unknown")]
    public void The_event_is_of_the_underlying_carrier_known_to_us_or_not(string word, string id)
    {
        var one = Read(word, "", "delivered", "Delivered");

        Assert.Equal((id, "easypost"), (one.Carrier, one.Via));
        Assert.Equal("delivered", one.Type.Group);
    }

    [Fact]
    public void The_carriers_code_goes_before_the_aggregators_status()
    {
        var one = Read("FedEx", "CD", "in_transit", "Clearance delay");

        Assert.Equal("customs", one.Type.Group);
        Assert.Equal((MatchKind.Code, "CD"), (one.Match, one.Raw.Code));
    }

    [Fact]
    public void An_unknown_code_of_a_known_carrier_falls_back_to_the_status_with_less_confidence()
    {
        var own = Read("FedEx", "CD", "in_transit", "Clearance delay");
        var one = Read("FedEx", "~~", "out_for_delivery", "xyzzy");

        Assert.Equal(("delivery.out_for_delivery", "fedex", "easypost"), (one.Type.Code, one.Carrier, one.Via));
        Assert.True(one.Confidence < own.Confidence);
    }

    [Fact]
    public void A_status_that_says_nothing_stays_unmapped()
    {
        var one = Read("Kangaroo Express", "77", "unknown", "xyzzy");

        Assert.Equal((MatchKind.Unmapped, "tracking.unmapped", Milestone.None), (one.Match, one.Type.Code, one.Type.Milestone));
    }

    [Fact]
    public void A_carriers_own_payload_has_no_via() =>
        Assert.All(Normalizer.BuiltIn.Normalize(Payloads.Example("ups", "0001-track-delivered-at-front-door")).Events, one => Assert.Equal(("ups", (string?)null), (one.Carrier, one.Via)));
}
