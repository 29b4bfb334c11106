using System.Runtime.InteropServices;
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
    /// <summary>Of more reports that have an offset, only those nearest in time are asked for it.</summary>
    private const int MostLenders = 1000;

    /// <summary>Puts the reports into <paramref name="placed"/>, which is as long.</summary>
    public static void Sort(ReadOnlySpan<Sighting> sightings, Span<Placed> placed)
    {
        var (timed, hasOffsets, lacksOffsets) = (0, false, false);
        var isNewestFirst = sightings.Length > 1 && sightings[0].Event.Time.MomentTicks > sightings[^1].Event.Time.MomentTicks;
        for (var i = 0; i < sightings.Length; i++)
        {
            ref readonly var sighting = ref sightings[isNewestFirst ? sightings.Length - 1 - i : i];
            var time = sighting.Event.Time;
            if (time.Precision <= TimePrecision.Day) continue;
            placed[timed++] = new(sighting, time.MomentTicks);
            hasOffsets |= time.HasOffset;
            lacksOffsets |= !time.HasOffset;
        }

        if (hasOffsets && lacksOffsets) BorrowOffsets(placed[..timed]);
        Sort(placed[..timed]);
        if (timed < placed.Length) PlaceUntimed(sightings, placed, timed);
    }

    /// <summary>Reports mostly come in order, or newest first, and have been turned round then.</summary>
    private static void Sort(Span<Placed> placed)
    {
        for (var i = 1; i < placed.Length; i++)
        {
            if (placed[i - 1].Moment < placed[i].Moment || Compare(placed[i - 1], placed[i]) <= 0) continue;
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
        var lenders = new List<TrackingEvent>(placed.Length);
        foreach (ref readonly var one in placed)
        {
            if (one.Sighting.Event.Time.HasOffset) lenders.Add(one.Sighting.Event);
        }
        if (lenders.Count > MostLenders) lenders.Sort(CompareClocks);
        foreach (ref var one in placed)
        {
            var told = one.Sighting.Event;
            if (told.Time.HasOffset) continue;
            var near = NearestInTime(CollectionsMarshal.AsSpan(lenders), told);
            var lender = near[0];
            foreach (var other in near)
            {
                if (IsNearer(other, lender, told)) lender = other;
            }
            one.Moment = told.Time.LocalTicks - (lender.Time.OffsetSeconds * NodaConstants.TicksPerSecond);
        }
    }

    private static ReadOnlySpan<TrackingEvent> NearestInTime(ReadOnlySpan<TrackingEvent> lenders, TrackingEvent borrower)
    {
        if (lenders.Length <= MostLenders) return lenders;
        var (low, high) = (0, lenders.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lenders[middle].Time.LocalTicks < borrower.Time.LocalTicks) low = middle + 1;
            else high = middle;
        }
        return lenders.Slice(Math.Clamp(low - (MostLenders / 2), 0, lenders.Length - MostLenders), MostLenders);
    }

    private static int CompareClocks(TrackingEvent left, TrackingEvent right)
    {
        var order = left.Time.LocalTicks.CompareTo(right.Time.LocalTicks);
        return order != 0 ? order : Canonical.Compare(left, right);
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
    private static void PlaceUntimed(ReadOnlySpan<Sighting> sightings, Span<Placed> placed, int timed)
    {
        var rest = new List<Sighting>(placed.Length - timed);
        foreach (ref readonly var sighting in sightings)
        {
            if (sighting.Event.Time.Precision <= TimePrecision.Day) rest.Add(sighting);
        }
        rest.Sort(CompareUntimed);

        var days = new long[placed.Length];
        for (var i = 0; i < timed; i++) days[i] = placed[i].Sighting.Event.Time.LocalDay;
        var count = timed;
        foreach (var sighting in rest)
        {
            var told = sighting.Event;
            var day = told.Time.IsKnown ? told.Time.LocalDay : NoDay;
            var index = day != NoDay ? IndexInDay(placed[..count], days, told, day) : IndexInPhase(placed[..count], told);
            placed[index..count].CopyTo(placed[(index + 1)..]);
            days.AsSpan(index..count).CopyTo(days.AsSpan(index + 1));
            placed[index] = new(sighting, index > 0 ? placed[index - 1].Moment : told.Time.MomentTicks);
            days[index] = day;
            count++;
        }
    }

    private const long NoDay = long.MaxValue;

    /// <summary>Days in order, then reports without a day.</summary>
    private static int CompareUntimed(Sighting left, Sighting right)
    {
        var (one, other) = (left.Event, right.Event);
        if (one.Time.IsKnown != other.Time.IsKnown) return one.Time.IsKnown ? -1 : 1;
        var order = one.Time.IsKnown ? one.Time.LocalTicks.CompareTo(other.Time.LocalTicks) : 0;
        return order != 0 ? order : CompareSimultaneous(one, other);
    }

    private static int IndexInDay(ReadOnlySpan<Placed> placed, ReadOnlySpan<long> days, TrackingEvent told, long day)
    {
        var (afterSource, afterPhase, afterDays, start) = (-1, -1, 0, -1);
        for (var i = 0; i < placed.Length; i++)
        {
            if (days[i] < day) afterDays = i + 1;
            if (days[i] != day) continue;
            if (start < 0) start = i;
            var other = placed[i].Sighting.Event;
            if (other.Type.Milestone < told.Type.Milestone) afterPhase = i + 1;
            if (other.Sequence < told.Sequence && ScanMatch.IsSameSource(other, told)) afterSource = i + 1;
        }
        if (start < 0) return afterDays;
        return afterSource >= 0 ? afterSource : afterPhase >= 0 ? afterPhase : start;
    }

    private static int IndexInPhase(ReadOnlySpan<Placed> placed, TrackingEvent told)
    {
        if (told.Type.Milestone == Taxonomy.Milestone.None) return placed.Length;
        for (var i = placed.Length; i > 0; i--)
        {
            if (placed[i - 1].Sighting.Event.Type.Milestone <= told.Type.Milestone) return i;
        }
        return 0;
    }
}

/// <summary>A report, the moment in Unix ticks by which it is ordered, and the scan of which it tells.</summary>
internal struct Placed(Sighting sighting, long moment)
{
    public readonly Sighting Sighting = sighting;

    public long Moment = moment;

    /// <summary>The piece that it concerns, where pieces are told apart.</summary>
    public string? Piece;

    /// <summary>Index of the first report of the same scan; its own where it is the first.</summary>
    public int First;

    /// <summary>Index of the last report of the same scan; told at the first one only.</summary>
    public int Last;

    /// <summary>Index of the next report of the same scan; 0 where it is the last.</summary>
    public int Next;
}
