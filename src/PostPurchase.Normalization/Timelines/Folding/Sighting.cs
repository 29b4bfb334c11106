using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>A report of a scan, and when it was first and last received.</summary>
internal readonly struct Sighting
{
    /// <summary>No time of receipt was given.</summary>
    public const long Never = long.MinValue;

    private Sighting(TrackingEvent told, int hash, long firstReceived, long lastReceived)
    {
        Event = told;
        Hash = hash;
        FirstReceived = firstReceived;
        LastReceived = lastReceived;
    }

    public TrackingEvent Event { get; }

    public int Hash { get; }

    /// <summary>Unix ticks, or <see cref="Never"/>.</summary>
    public long FirstReceived { get; }

    /// <summary>Unix ticks, or <see cref="Never"/>.</summary>
    public long LastReceived { get; }

    public static Sighting Of(TrackingEvent told, Instant? receivedAt) => Of(told, Ticks(receivedAt), Ticks(receivedAt));

    public static Sighting Of(TrackingEvent told, long firstReceived, long lastReceived) =>
        new(told, HashCode.Combine(told.Time, told.Type, told.Raw.Code is { } code ? string.GetHashCode(code, StringComparison.Ordinal) : 0), firstReceived, lastReceived);

    /// <summary>Whether both tell the same in all but the place in the payload.</summary>
    public bool IsSame(in Sighting other) => Hash == other.Hash && Canonical.Compare(Event, other.Event) == 0;

    /// <summary>Both in one: received from the earlier to the later, at the later place of the fuller payload.</summary>
    public Sighting With(in Sighting other)
    {
        var told = other.Event.Sequence > Event.Sequence ? other.Event : Event;
        var first = FirstReceived == Never ? other.FirstReceived : other.FirstReceived == Never ? FirstReceived : Math.Min(FirstReceived, other.FirstReceived);
        return new(told, Hash, first, Math.Max(LastReceived, other.LastReceived));
    }

    public bool Equals(in Sighting other) => ReferenceEquals(Event, other.Event) && FirstReceived == other.FirstReceived && LastReceived == other.LastReceived;

    private static long Ticks(Instant? receivedAt) => receivedAt?.ToUnixTimeTicks() ?? Never;
}
