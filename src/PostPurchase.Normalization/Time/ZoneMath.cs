using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>From local time to offset in a zone.</summary>
internal static class ZoneMath
{
    /// <summary>The offset of a zone's clocks when they show <paramref name="local"/>.</summary>
    /// <remarks>
    /// A local time the clocks skip takes the offset before the change; one they show twice its first occurrence.
    /// Allocates nothing once the zone's cache is warm, unlike <see cref="DateTimeZone.MapLocal"/>.
    /// </remarks>
    public static Offset OffsetAt(DateTimeZone zone, LocalDateTime local, out DstResolution resolution)
    {
        // Offsets lie between -12 and +14 hours (-12 and +15 in history), so these two moments enclose the one looked for.
        var asUtc = local.InUtc().ToInstant();
        var before = zone.GetUtcOffset(asUtc - Duration.FromHours(16));
        var after = zone.GetUtcOffset(asUtc + Duration.FromHours(16));
        resolution = DstResolution.None;
        if (before == after)
            return before;

        var fitsBefore = Fits(zone, asUtc, before);
        var fitsAfter = Fits(zone, asUtc, after);
        if (fitsBefore != fitsAfter)
            return fitsBefore ? before : after;
        resolution = fitsBefore ? DstResolution.Overlap : DstResolution.Gap;
        return before;
    }

    private static bool Fits(DateTimeZone zone, Instant asUtc, Offset offset) =>
        zone.GetUtcOffset(asUtc - Duration.FromSeconds(offset.Seconds)) == offset;
}
