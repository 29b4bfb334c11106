using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Moments of times that may lack an offset, in Unix ticks.</summary>
internal static class Moments
{
    /// <summary>West of all zones: no place on earth is later.</summary>
    public const long LastOnEarthTicks = -12 * NodaConstants.TicksPerHour;

    /// <summary>The time between two, each counted as the last moment that it may be; zero where either is not known.</summary>
    public static long Between(EventTime from, EventTime to) => from.IsKnown && to.IsKnown ? LatestOf(to) - LatestOf(from) : 0;

    private static long LatestOf(EventTime time) => time.HasOffset ? time.MomentTicks : time.LocalTicks - LastOnEarthTicks;
}
