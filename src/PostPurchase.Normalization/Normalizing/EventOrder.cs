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
    /// <summary>Sorts in place; gives the new index of each event, or <see langword="null"/> where all stood right.</summary>
    public static int[]? Sort(List<TrackingEvent> events, int start, int count)
    {
        if (IsSorted(events, start, count)) return null;
        var keys = new long[count];
        for (var i = 0; i < count; i++) keys[i] = Key(events[start + i].Time, i == 0 ? long.MinValue : keys[i - 1]);

        var order = Enumerable.Range(0, count).OrderBy(i => keys[i]).ToArray();
        var sorted = order.Select(i => events[start + i]).ToArray();
        var moved = new int[count];
        for (var i = 0; i < count; i++)
        {
            events[start + i] = sorted[i];
            moved[order[i]] = i;
        }
        return moved;
    }

    private static bool IsSorted(List<TrackingEvent> events, int start, int count)
    {
        var before = long.MinValue;
        for (var i = start; i < start + count; i++)
        {
            var key = Key(events[i].Time, before);
            if (key < before) return false;
            before = key;
        }
        return true;
    }

    private static long Key(in EventTime time, long before)
    {
        if (!time.IsKnown) return before;
        var moment = (time.Instant ?? time.Local.InUtc().ToInstant()).ToUnixTimeTicks();
        if (time.Precision != TimePrecision.Day) return moment;
        return before >= moment && before < moment + NodaConstants.TicksPerDay ? before : moment;
    }
}
