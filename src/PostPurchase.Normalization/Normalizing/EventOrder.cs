using System.Buffers;
using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Puts the events of one shipment oldest first.</summary>
/// <remarks>
/// By instant, or by local time where there is none. A scan with a date only stands where the payload has it, as long as its day
/// allows; one without any time stays behind its neighbour. Equal times keep the payload's order.
/// </remarks>
internal static class EventOrder
{
    private const int Few = 32;

    /// <summary>Sorts in place.</summary>
    /// <param name="events">The events of one shipment, in the payload's order.</param>
    /// <param name="moved">Takes the new index of each event, where one moved; empty where nobody asks.</param>
    /// <returns>Whether one moved.</returns>
    public static bool Sort(Span<TrackingEvent> events, Span<int> moved = default)
    {
        if (IsSorted(events)) return false;
        if (moved.IsEmpty && events.Length <= Few) Insert(events);
        else SortMany(events, moved);
        return true;
    }

    /// <summary>Puts few events in order, which mostly are nearly so.</summary>
    private static void Insert(Span<TrackingEvent> events)
    {
        Span<long> moments = stackalloc long[Few];
        var before = long.MinValue;
        for (var i = 0; i < events.Length; i++)
        {
            var one = events[i];
            var moment = before = Key(one.Time, before);
            var at = i;
            for (; at > 0 && moments[at - 1] > moment; at--)
            {
                moments[at] = moments[at - 1];
                events[at] = events[at - 1];
            }
            moments[at] = moment;
            events[at] = one;
        }
    }

    private static void SortMany(Span<TrackingEvent> events, Span<int> moved)
    {
        var rented = ArrayPool<(long Moment, int Sent)>.Shared.Rent(events.Length);
        var positions = rented.AsSpan(0, events.Length);
        var before = long.MinValue;
        for (var i = 0; i < positions.Length; i++) positions[i] = (before = Key(events[i].Time, before), i);

        positions.Sort(events);
        for (var i = 0; i < moved.Length; i++) moved[positions[i].Sent] = i;
        ArrayPool<(long Moment, int Sent)>.Shared.Return(rented);
    }

    private static bool IsSorted(ReadOnlySpan<TrackingEvent> events)
    {
        var before = long.MinValue;
        foreach (var one in events)
        {
            var key = Key(one.Time, before);
            if (key < before) return false;
            before = key;
        }
        return true;
    }

    private static long Key(in EventTime time, long before)
    {
        if (!time.IsKnown) return before;
        var moment = time.MomentTicks;
        if (time.Precision != TimePrecision.Day) return moment;
        return before >= moment && before < moment + NodaConstants.TicksPerDay ? before : moment;
    }
}
