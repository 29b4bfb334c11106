using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>Where the scans of a shipment stand in time, those too of which zone, hour or day are not known.</summary>
internal sealed class Moments
{
    private readonly long[] _scans;

    private Moments(long[] scans, int offsetSeconds, bool hasOffset) => (_scans, OffsetSeconds, HasOffset) = (scans, offsetSeconds, hasOffset);

    /// <summary>Offset of the newest scan that has one, in seconds; times without offset are taken for times of it.</summary>
    public int OffsetSeconds { get; }

    public bool HasOffset { get; }

    /// <summary>Whether any scan has a time.</summary>
    public required bool AreKnown { get; init; }

    /// <summary>Ticks since 1970 of each scan of the history.</summary>
    public IReadOnlyList<long> Scans => _scans;

    public static Moments Of(Shipment shipment)
    {
        var history = shipment.History;
        var newest = history.LastOrDefault(scan => scan.Time.HasOffset);
        var offset = newest?.Time.OffsetSeconds ?? 0;
        var scans = new long[history.Count];
        var last = history.FirstOrDefault(scan => scan.Time.IsKnown) is { } first ? Moment(first.Time, offset) : 0;
        for (var i = 0; i < scans.Length; i++)
        {
            var time = history[i].Time;
            if (time.IsKnown && time.Precision != TimePrecision.Day) last = Moment(time, offset);
            else if (time.IsKnown) last = Math.Max(last, Math.Min(Moment(time, offset), NextClock(history, i, offset)));
            scans[i] = last;
        }
        return new(scans, offset, newest is not null) { AreKnown = history.Any(scan => scan.Time.IsKnown) };
    }

    public long Of(EventTime time) => Moment(time, OffsetSeconds);

    /// <summary>A day stands at its noon.</summary>
    private static long Moment(EventTime time, int offsetSeconds)
    {
        var ticks = time.HasOffset ? time.MomentTicks : time.LocalTicks - (offsetSeconds * NodaConstants.TicksPerSecond);
        return time.Precision == TimePrecision.Day ? ticks + (12 * NodaConstants.TicksPerHour) : ticks;
    }

    private static long NextClock(IReadOnlyList<ShipmentScan> history, int index, int offset)
    {
        for (var i = index + 1; i < history.Count; i++)
        {
            if (history[i].Time.IsKnown && history[i].Time.Precision != TimePrecision.Day) return Moment(history[i].Time, offset);
        }
        return long.MaxValue;
    }
}
