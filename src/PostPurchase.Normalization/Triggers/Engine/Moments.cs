using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Moments of times that may lack an offset.</summary>
internal static class Moments
{
    /// <summary>West of all zones: no place on earth is later.</summary>
    private static readonly Offset LastOnEarth = Offset.FromHours(-12);

    /// <summary>The moment, or the last one that it may be.</summary>
    public static Instant? LatestOf(EventTime time) => !time.IsKnown ? null : time.Instant ?? time.Local.WithOffset(LastOnEarth).ToInstant();

    /// <summary>The time between two; zero where either is not known.</summary>
    public static Duration Between(EventTime from, EventTime to) => LatestOf(from) is { } start && LatestOf(to) is { } end ? end - start : Duration.Zero;

    /// <summary>Where the shipment's clock stands: the last offset that a scan told, the latest on earth where none did.</summary>
    public static Offset OffsetOf(Shipment shipment)
    {
        for (var i = shipment.History.Count - 1; i >= 0; i--)
        {
            if (shipment.History[i].Time.Offset is { } offset) return offset;
        }
        return LastOnEarth;
    }
}
