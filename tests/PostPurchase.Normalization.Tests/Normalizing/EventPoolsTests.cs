using System.Text;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

/// <summary>What comes again is the same object; what only looks alike is not.</summary>
public sealed class EventPoolsTests
{
    [Fact]
    public void Scans_of_a_payload_share_parcel_place_and_words()
    {
        var events = Payloads.Normalize(
            """
            {"trackResponse":{"shipment":[{"inquiryNumber":"1Z8F41W60340011826","package":[{"trackingNumber":"1Z8F41W60340011826","activity":[
              {"location":{"address":{"city":"Boise","stateProvince":"ID","countryCode":"US"}},"status":{"type":"I","description":"Arrived at Facility","code":"AR"},"date":"20250313","time":"230000"},
              {"location":{"address":{"city":"Boise","stateProvince":"ID","countryCode":"US"}},"status":{"type":"I","description":"Arrived at Facility","code":"AR"},"date":"20250312","time":"220000"}]}]}]}}
            """,
            format: "ups-track-v1").Events;

        Assert.Equal(2, events.Count);
        Assert.NotNull(events[0].Place);
        Assert.Same(events[0].Place, events[1].Place);
        Assert.Same(events[0].TrackingNumber, events[1].TrackingNumber);
        Assert.Same(events[0].Raw.Label, events[1].Raw.Label);
    }

    [Theory]
    [InlineData("AB", "C", "A", "BC")]
    [InlineData("", "A", "A", "")]
    [InlineData("A\u0001B", "", "A", "B")]
    [InlineData("A", "B", "A", "b")]
    public void Places_told_in_other_parts_are_other_places(string city, string state, string otherCity, string otherState)
    {
        var pools = new EventPools();
        var first = PlaceOf(pools, city, state);
        var second = PlaceOf(pools, otherCity, otherState);

        Assert.NotEqual(first, second);
        Assert.Equal(new() { City = Told(city), State = Told(state) }, first);
        Assert.Equal(new() { City = Told(otherCity), State = Told(otherState) }, second);
    }

    [Fact]
    public void No_part_is_no_place_and_degrees_come_in_pairs()
    {
        var pools = new EventPools();

        Assert.Null(pools.PlaceOf(default(PlaceParts)));
        Assert.Null(pools.PlaceOf(new PlaceParts { Latitude = "52.09"u8 }));
        Assert.Null(pools.PlaceOf(new PlaceParts { Latitude = "91"u8, Longitude = "5.12"u8 }));
        Assert.Equal(new Place { Latitude = 52.09, Longitude = 5.12 }, pools.PlaceOf(new PlaceParts { Latitude = "52.09"u8, Longitude = "5.12"u8 }));
    }

    [Fact]
    public void Many_places_push_each_other_out_and_are_never_confused()
    {
        var pools = new EventPools();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 20_000; i++)
            {
                var city = $"City {i}{new string('x', i % 300)}";
                Assert.Equal(new() { City = city, Country = "US" }, pools.PlaceOf(new PlaceParts { City = Encoding.UTF8.GetBytes(city), Country = "USA"u8 }));
            }
        }
    }

    private static Place? PlaceOf(EventPools pools, string city, string state) => pools.PlaceOf(new PlaceParts { City = Encoding.UTF8.GetBytes(city), State = Encoding.UTF8.GetBytes(state) });

    private static string? Told(string text) => text.Length == 0 ? null : text;
}
