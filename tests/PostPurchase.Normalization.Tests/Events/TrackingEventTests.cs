using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Events;

/// <summary>Events are values, however they share what they have in common.</summary>
public sealed class TrackingEventTests
{
    private static readonly TrackingEvent Whole = new()
    {
        Carrier = "northwind",
        Via = "relay",
        Format = "northwind-v1",
        TrackingNumber = "A1",
        Piece = "A1-1",
        Type = EventType.FromCode("delivered"),
        Match = MatchKind.Code,
        Confidence = Confidence.High,
        Time = EventTime.OnDay(new(2025, 1, 10)),
        Sequence = 3,
        Place = new() { City = "Utrecht", Latitude = 52.09, Longitude = 5.12 },
        Facets = new() { DeliveredTo = DeliveredTo.Neighbor, Attempt = 2, Reason = "closed" },
        Service = "express",
        PartnerNumber = "B2",
        PartnerCarrier = "fabrikam",
        SignedBy = "P. Doe",
        Raw = new() { Code = "60", Qualifier = "07", Qualifier2 = "x", Label = "Delivered", Detail = "to neighbour", Time = "2025-01-10" },
    };

    public static TheoryData<string> Properties() => [.. Changes.Keys];

    private static readonly Dictionary<string, (Func<TrackingEvent, TrackingEvent> Change, Func<TrackingEvent, TrackingEvent> Back)> Changes = new()
    {
        [nameof(TrackingEvent.Carrier)] = (one => one with { Carrier = "fabrikam" }, one => one with { Carrier = Whole.Carrier }),
        [nameof(TrackingEvent.Via)] = (one => one with { Via = null }, one => one with { Via = Whole.Via }),
        [nameof(TrackingEvent.Format)] = (one => one with { Format = "northwind-v2" }, one => one with { Format = Whole.Format }),
        [nameof(TrackingEvent.TrackingNumber)] = (one => one with { TrackingNumber = null }, one => one with { TrackingNumber = Whole.TrackingNumber }),
        [nameof(TrackingEvent.Piece)] = (one => one with { Piece = null }, one => one with { Piece = Whole.Piece }),
        [nameof(TrackingEvent.Type)] = (one => one with { Type = default }, one => one with { Type = Whole.Type }),
        [nameof(TrackingEvent.Match)] = (one => one with { Match = MatchKind.Phrase }, one => one with { Match = Whole.Match }),
        [nameof(TrackingEvent.Confidence)] = (one => one with { Confidence = Confidence.Low }, one => one with { Confidence = Whole.Confidence }),
        [nameof(TrackingEvent.Time)] = (one => one with { Time = default }, one => one with { Time = Whole.Time }),
        [nameof(TrackingEvent.Sequence)] = (one => one with { Sequence = int.MaxValue }, one => one with { Sequence = Whole.Sequence }),
        [nameof(TrackingEvent.Place)] = (one => one with { Place = one.Place! with { Latitude = null } }, one => one with { Place = one.Place! with { Latitude = 52.09 } }),
        [nameof(TrackingEvent.Facets)] = (one => one with { Facets = one.Facets with { Attempt = int.MaxValue } }, one => one with { Facets = Whole.Facets }),
        [nameof(TrackingEvent.Service)] = (one => one with { Service = null }, one => one with { Service = Whole.Service }),
        [nameof(TrackingEvent.PartnerNumber)] = (one => one with { PartnerNumber = null }, one => one with { PartnerNumber = Whole.PartnerNumber }),
        [nameof(TrackingEvent.PartnerCarrier)] = (one => one with { PartnerCarrier = null }, one => one with { PartnerCarrier = Whole.PartnerCarrier }),
        [nameof(TrackingEvent.SignedBy)] = (one => one with { SignedBy = null }, one => one with { SignedBy = Whole.SignedBy }),
        [nameof(TrackingEvent.Raw)] = (one => one with { Raw = one.Raw with { Detail = null } }, one => one with { Raw = one.Raw with { Detail = "to neighbour" } }),
    };

    [Fact]
    public void Every_property_is_tried() =>
        Assert.Equal(typeof(TrackingEvent).GetProperties().Select(property => property.Name).Order(), Changes.Keys.Order());

    [Theory, MemberData(nameof(Properties))]
    public void A_copy_with_one_fact_changed_differs_in_that_fact_alone(string property)
    {
        var before = Facts(Whole);
        var changed = Changes[property].Change(Whole);
        var back = Changes[property].Back(changed);

        Assert.NotEqual(Whole, changed);
        Assert.Equal(before, Facts(Whole));
        Assert.Equal([property], before.Keys.Where(name => !Equals(before[name], Facts(changed)[name])));
        Assert.Equal(Whole, back);
        Assert.Equal(Whole.GetHashCode(), back.GetHashCode());
        Assert.Equal(Whole.ToString(), back.ToString());
    }

    [Fact]
    public void What_was_told_and_taken_back_is_as_if_it_was_never_told()
    {
        RawScan empty = default;
        var raw = Whole.Raw with { Code = null, Qualifier = null, Qualifier2 = null, Label = null, Detail = null, Time = null };
        var place = Whole.Place! with { City = null, Latitude = null, Longitude = null };

        Assert.Equal((empty, empty.GetHashCode()), (raw, raw.GetHashCode()));
        Assert.Equal((new Place(), new Place().GetHashCode()), (place, place.GetHashCode()));
        Assert.NotEqual(empty, new() { Code = "" });
    }

    [Fact]
    public void A_payload_read_twice_gives_equal_events()
    {
        foreach (var file in Payloads.ExampleFiles())
        {
            var payload = File.ReadAllBytes(file);
            var first = Normalizer.BuiltIn.Normalize(payload).Events;
            // A thread of its own has read nothing before, so that it shares nothing.
            IReadOnlyList<TrackingEvent> second = [];
            var reader = new Thread(() => second = Normalizer.BuiltIn.Normalize(payload).Events);
            reader.Start();
            reader.Join();

            Assert.Equal(first, second);
            Assert.Equal(first.Select(one => one.GetHashCode()), second.Select(one => one.GetHashCode()));
        }
    }

    private static Dictionary<string, object?> Facts(TrackingEvent one) => typeof(TrackingEvent).GetProperties().ToDictionary(property => property.Name, property => property.GetValue(one));
}
