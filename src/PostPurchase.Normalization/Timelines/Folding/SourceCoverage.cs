using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>What a source's newest answer covers: a scan of that time that it leaves out was edited or withdrawn.</summary>
/// <remarks>Only answers of several scans cover anything; a message about one scan says nothing of the others.</remarks>
internal readonly record struct SourceCoverage(string Carrier, string? Via, string Format, long ReceivedAt, long From, long Through)
{
    public bool IsOf(TrackingEvent told) => told.Carrier == Carrier && told.Via == Via && told.Format == Format;

    /// <summary>The newer of two; of two received at once what both cover.</summary>
    public SourceCoverage With(SourceCoverage other)
    {
        if (other.ReceivedAt != ReceivedAt) return other.ReceivedAt > ReceivedAt ? other : this;
        return this with { From = Math.Max(From, other.From), Through = Math.Min(Through, other.Through) };
    }

    public bool Leaves(in Sighting sighting) =>
        sighting.LastReceived != Sighting.Never && sighting.LastReceived < ReceivedAt
        && sighting.Event.Time.Precision > TimePrecision.Day && sighting.Event.Time.MomentTicks >= From && sighting.Event.Time.MomentTicks <= Through;

    /// <summary>One for each source among the events of a report.</summary>
    public static IEnumerable<SourceCoverage> Of(IReadOnlyList<TrackingEvent> events, Instant receivedAt) => events
        .Where(one => one.Time.Precision > TimePrecision.Day)
        .GroupBy(one => (one.Carrier, one.Via, one.Format))
        .Where(source => source.Count() > 1)
        .Select(source => new SourceCoverage(
            source.Key.Carrier, source.Key.Via, source.Key.Format, receivedAt.ToUnixTimeTicks(),
            source.Min(one => one.Time.MomentTicks), source.Max(one => one.Time.MomentTicks)));
}
