using System.Runtime.InteropServices;
using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>What a source's newest answer covers: a scan of that time that it leaves out was edited or withdrawn.</summary>
/// <remarks>Only answers of several scans cover anything; a message about one scan says nothing of the others.</remarks>
internal readonly record struct SourceCoverage(string Carrier, string? Via, string Format, long ReceivedAt, long From, long Through)
{
    public bool IsOf(TrackingEvent told) => IsOf(told.Carrier, told.Via, told.Format);

    public bool IsOf(string carrier, string? via, string format) => carrier == Carrier && via == Via && format == Format;

    /// <summary>The newer of two; of two received at once what both cover.</summary>
    public SourceCoverage With(SourceCoverage other)
    {
        if (other.ReceivedAt != ReceivedAt) return other.ReceivedAt > ReceivedAt ? other : this;
        return this with { From = Math.Max(From, other.From), Through = Math.Min(Through, other.Through) };
    }

    public bool Leaves(in Sighting sighting) =>
        sighting.LastReceived != Sighting.Never && sighting.LastReceived < ReceivedAt
        && sighting.Event.Time.Precision > TimePrecision.Day && sighting.Event.Time.MomentTicks >= From && sighting.Event.Time.MomentTicks <= Through;

    /// <summary>One for each source among the events of a report, and of how many events; one alone covers nothing.</summary>
    public static List<(SourceCoverage Coverage, int Events)> Of(IReadOnlyList<TrackingEvent> events, Instant receivedAt)
    {
        var sources = new List<(SourceCoverage Coverage, int Events)>(1);
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Time.Precision > TimePrecision.Day) Stretch(sources, events[i], receivedAt);
        }
        return sources;
    }

    private static void Stretch(List<(SourceCoverage Coverage, int Events)> sources, TrackingEvent told, Instant receivedAt)
    {
        var moment = told.Time.MomentTicks;
        foreach (ref var source in CollectionsMarshal.AsSpan(sources))
        {
            if (!source.Coverage.IsOf(told)) continue;
            var (from, through) = (Math.Min(source.Coverage.From, moment), Math.Max(source.Coverage.Through, moment));
            source = (source.Coverage with { From = from, Through = through }, source.Events + 1);
            return;
        }
        sources.Add((new(told.Carrier, told.Via, told.Format, receivedAt.ToUnixTimeTicks(), moment, moment), 1));
    }
}
