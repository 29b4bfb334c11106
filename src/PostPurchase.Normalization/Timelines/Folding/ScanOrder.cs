using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>The total order of reports: by moment, then place in the payload, then phase, then what they say.</summary>
/// <remarks>
/// A local time without an offset takes, for the order only, the offset of the nearest report that has one: of the same place, else of
/// the same country, else the nearest in time. A day without a clock time stands in its day where its payload has it; but where that is before
/// all the clock times of the day, as sorting by midnight puts it, or no payload says, behind the last one of an earlier phase. A report without
/// a time stands behind the last one that is not of a later phase.
/// </remarks>
internal static class ScanOrder
{
    public static Placed[] Sort(ReadOnlySpan<Sighting> sightings)
    {
        var placed = new Placed[sightings.Length];
        var (timed, hasOffsets, lacksOffsets) = (0, false, false);
        for (var i = 0; i < sightings.Length; i++)
        {
            var time = sightings[i].Event.Time;
            if (time.Precision <= TimePrecision.Day) continue;
            placed[timed++] = new(sightings[i], time.MomentTicks);
            hasOffsets |= time.HasOffset;
            lacksOffsets |= !time.HasOffset;
        }

        if (hasOffsets && lacksOffsets) BorrowOffsets(placed.AsSpan(0, timed));
        Sort(placed.AsSpan(0, timed));
        if (timed < placed.Length) PlaceUntimed(sightings, placed, timed);
        return placed;
    }

    /// <summary>Reports mostly come in order.</summary>
    private static void Sort(Span<Placed> placed)
    {
        for (var i = 1; i < placed.Length; i++)
        {
            if (Compare(placed[i - 1], placed[i]) <= 0) continue;
            placed.Sort(Compare);
            return;
        }
    }

    private static int Compare(Placed left, Placed right)
    {
        var order = left.Moment.CompareTo(right.Moment);
        return order != 0 ? order : CompareSimultaneous(left.Sighting.Event, right.Sighting.Event);
    }

    private static int CompareSimultaneous(TrackingEvent left, TrackingEvent right)
    {
        var order = left.Sequence.CompareTo(right.Sequence);
        if (order == 0) order = left.Type.Milestone.CompareTo(right.Type.Milestone);
        if (order == 0) order = left.Type.Number.CompareTo(right.Type.Number);
        return order != 0 ? order : Canonical.Compare(left, right);
    }

    private static void BorrowOffsets(Span<Placed> placed)
    {
        var lenders = placed.ToArray().Where(one => one.Sighting.Event.Time.HasOffset).Select(one => one.Sighting.Event).ToArray();
        foreach (ref var one in placed)
        {
            var told = one.Sighting.Event;
            if (told.Time.HasOffset) continue;
            var lender = lenders[0];
            foreach (var other in lenders)
            {
                if (IsNearer(other, lender, told)) lender = other;
            }
            one = new(one.Sighting, told.Time.LocalTicks - (lender.Time.OffsetSeconds * NodaConstants.TicksPerSecond));
        }
    }

    private static bool IsNearer(TrackingEvent candidate, TrackingEvent lender, TrackingEvent borrower)
    {
        var order = Distance(lender.Place, borrower.Place).CompareTo(Distance(candidate.Place, borrower.Place));
        if (order == 0) order = Apart(lender, borrower).CompareTo(Apart(candidate, borrower));
        return order != 0 ? order > 0 : candidate.Time.OffsetSeconds < lender.Time.OffsetSeconds;

        static long Apart(TrackingEvent left, TrackingEvent right) => Math.Abs(left.Time.LocalTicks - right.Time.LocalTicks);
        static int Distance(Place? left, Place? right) =>
            left?.Country is null || right?.Country is null || left.Country != right.Country ? 2
            : left.City is null || !string.Equals(left.City, right.City, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
    }

    /// <summary>Puts reports with a day only, then those without any time, between the timed ones.</summary>
    private static void PlaceUntimed(ReadOnlySpan<Sighting> sightings, Placed[] placed, int timed)
    {
        var rest = new List<Sighting>(placed.Length - timed);
        foreach (ref readonly var sighting in sightings)
        {
            if (sighting.Event.Time.Precision <= TimePrecision.Day) rest.Add(sighting);
        }
        rest.Sort(CompareUntimed);

        var order = new List<Placed>(placed.Length);
        order.AddRange(placed.AsSpan(0, timed));
        foreach (var sighting in rest)
        {
            var index = sighting.Event.Time.IsKnown ? IndexInDay(order, sighting.Event) : IndexInPhase(order, sighting.Event);
            order.Insert(index, new(sighting, index > 0 ? order[index - 1].Moment : sighting.Event.Time.MomentTicks));
        }
        order.CopyTo(placed);
    }

    /// <summary>Days in order, then reports without a day.</summary>
    private static int CompareUntimed(Sighting left, Sighting right)
    {
        var (one, other) = (left.Event, right.Event);
        if (one.Time.IsKnown != other.Time.IsKnown) return one.Time.IsKnown ? -1 : 1;
        var order = one.Time.IsKnown ? one.Time.LocalTicks.CompareTo(other.Time.LocalTicks) : 0;
        return order != 0 ? order : CompareSimultaneous(one, other);
    }

    private static int IndexInDay(List<Placed> order, TrackingEvent told)
    {
        var (afterSource, afterPhase, afterDays, start) = (-1, -1, 0, -1);
        for (var i = 0; i < order.Count; i++)
        {
            var other = order[i].Sighting.Event;
            if (!other.Time.IsKnown) continue;
            var day = other.Time.Date.CompareTo(told.Time.Date);
            if (day < 0) afterDays = i + 1;
            if (day != 0) continue;
            if (start < 0) start = i;
            if (other.Type.Milestone < told.Type.Milestone) afterPhase = i + 1;
            if (ScanMatch.IsSameSource(other, told) && other.Sequence < told.Sequence) afterSource = i + 1;
        }
        if (start < 0) return afterDays;
        return afterSource >= 0 ? afterSource : afterPhase >= 0 ? afterPhase : start;
    }

    private static int IndexInPhase(List<Placed> order, TrackingEvent told)
    {
        if (told.Type.Milestone == Taxonomy.Milestone.None) return order.Count;
        for (var i = order.Count; i > 0; i--)
        {
            if (order[i - 1].Sighting.Event.Type.Milestone <= told.Type.Milestone) return i;
        }
        return 0;
    }
}

/// <summary>A report and the moment, in Unix ticks, by which it is ordered.</summary>
internal readonly record struct Placed(Sighting Sighting, long Moment);
