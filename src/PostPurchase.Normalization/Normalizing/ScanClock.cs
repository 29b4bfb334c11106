using System.Runtime.CompilerServices;
using NodaTime;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>The time of a scan, and what was used to tell it.</summary>
/// <param name="Time">The time; the default value where there is none.</param>
/// <param name="Reading">What came of reading it.</param>
/// <param name="Plan">The alternative that was used, or that failed; <see langword="null"/> where no text is there.</param>
internal readonly record struct ScanTime(EventTime Time, Reading Reading, TimePlan? Plan);

/// <summary>Tells the time of scans: the local time as sent, and an offset only where payload, place or map justify one. Allocates nothing once warm.</summary>
internal static class ScanClock
{
    private const int QuarterHour = 15 * 60;

    /// <summary>Seconds by which a UTC text may miss a possible offset; carriers drop seconds in one of the two.</summary>
    private const int Slack = 60;

    public static void Read(FormatPlan format, in InstanceReader scan, out ScanTime told)
    {
        TimePlan? unreadable = null;
        foreach (var plan in format.Times)
        {
            TimeParts parts = default;
            var reading = plan.Local.Read(scan, ref parts);
            if (reading == Reading.Unreadable) unreadable ??= plan;
            if (reading is Reading.Missing or Reading.Unreadable) continue;
            var time = Resolve(format, plan, ref parts, scan);
            if (time.IsKnown)
            {
                told = new(time, reading, plan);
                return;
            }
            unreadable ??= plan;
        }
        told = new(default, unreadable is null ? Reading.Missing : Reading.Unreadable, unreadable);
    }

    /// <summary>The time of an estimate, seen from a shipment.</summary>
    public static EventTime Read(MomentPlan moment, EstimatePlan estimate, FormatPlan format, in InstanceReader shipment)
    {
        TimeParts parts = default;
        if (moment.IsNone || moment.Read(shipment, ref parts) < Reading.DayOnly) return default;
        if (parts.HasEpoch || parts.HasOffset || !parts.HasTime || !parts.HasDate) return parts.ToEventTime(estimate.Document.DoubtfulZ);
        if (estimate.Zone.Fixed is { } zone) return InZone(zone, estimate.Zone.Steady, parts, OffsetBasis.Carrier);
        if (!estimate.Zone.IsPlace) return parts.ToEventTime();
        var destination = format.Facts.Destination;
        return AtPlace(shipment.Read(destination.Country), shipment.Read(destination.State), null, parts)
            ?? parts.ToEventTime();
    }

    private static EventTime Resolve(FormatPlan format, TimePlan plan, ref TimeParts parts, in InstanceReader scan)
    {
        if (parts.HasEpoch || !parts.HasDate) return parts.ToEventTime();
        if (!plan.Offset.IsNone) ReadOffset(plan, ref parts, scan);
        if (!parts.HasTime || parts.HasOffset) return parts.ToEventTime(plan.IsZDoubtful);
        if (UtcOffset(plan, scan, parts.Seconds, parts.Nanoseconds) is { } difference) return parts.ToEventTime(difference, OffsetBasis.Utc);
        if (!plan.ZoneId.IsNone || !plan.Abbreviation.IsNone || parts.Abbreviation != 0)
        {
            if (TryByName(format, plan, parts, scan, out var named)) return named;
        }
        if (plan.Zone.Fixed is { } zone) return InZone(zone, plan.Zone.Steady, parts, OffsetBasis.Carrier);
        if (plan.Zone.IsPlace && AtPlace(scan.Read(format.Fields.Country), scan.Read(format.Fields.State), plan.HomeCountry, parts) is { } placed) return placed;
        return parts.ToEventTime();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadOffset(TimePlan plan, ref TimeParts parts, in InstanceReader scan)
    {
        var text = scan.Read(plan.Offset);
        if (!text.IsEmpty && OffsetText.TryRead(text, out var seconds, out var wasZ)) parts.SetOffset(seconds, wasZ);
    }

    /// <summary>By the zone's id, or by its abbreviation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryByName(FormatPlan format, TimePlan plan, in TimeParts parts, in InstanceReader scan, out EventTime time)
    {
        var zoneId = scan.Read(plan.ZoneId);
        if (!zoneId.IsEmpty && ZoneIds.Find(zoneId) is { } named)
        {
            time = InZone(named, null, parts, OffsetBasis.ZoneId);
            return true;
        }

        time = default;
        var abbreviation = scan.Read(plan.Abbreviation);
        var packed = abbreviation.IsEmpty ? parts.Abbreviation : ZoneAbbreviations.Pack(abbreviation);
        if (packed == 0) return false;
        var countryCode = CountryCode(scan.Read(format.Fields.Country), plan.HomeCountry);
        if (!parts.TryGetLocal(out var local) || !ZoneAbbreviations.TryGetOffset(packed, countryCode, local, out var shortened, out var resolution)) return false;

        // Where the place is known, the abbreviation only chooses among its zones.
        var season = ZoneAbbreviations.SeasonOf(packed);
        var isChoice = plan.Zone.IsPlace && season != ZoneSeason.Universal;
        var isContradicted = isChoice && PlaceZones.Find(countryCode, scan.Read(format.Fields.State)) is { } zones
            && !zones.TryGetOffset(local, shortened, season, out shortened, out resolution);
        time = isContradicted ? parts.ToEventTime() : parts.ToEventTime(shortened.Seconds, OffsetBasis.Abbreviation, resolution);
        return true;
    }

    /// <summary>Whether the payload's UTC text says something else than the offset that was sent.</summary>
    public static bool ContradictsUtc(in ScanTime time, in InstanceReader scan) =>
        time is { Plan: { } plan, Time: { Basis: OffsetBasis.Sent or OffsetBasis.SentDoubtful, Offset: { } offset } }
        && UtcOffset(plan, scan, time.Time.LocalSeconds, time.Time.Nanoseconds) is { } other && other != offset.Seconds;

    /// <summary>The offset by which a local time, in seconds since 1970, is ahead of the UTC text; <see langword="null"/> where there is none, or the two make no offset.</summary>
    private static int? UtcOffset(TimePlan plan, in InstanceReader scan, long localSeconds, int nanoseconds) =>
        plan.Utc.IsNone ? null : ToldUtcOffset(plan, scan, localSeconds, nanoseconds);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int? ToldUtcOffset(TimePlan plan, in InstanceReader scan, long localSeconds, int nanoseconds)
    {
        TimeParts utc = default;
        if (plan.Utc.Read(scan, ref utc) != Reading.Read || !(utc.HasEpoch || (utc.HasDate && utc.HasTime))) return null;
        var difference = localSeconds - utc.Seconds + ((nanoseconds - utc.Nanoseconds) / (double)NodaConstants.NanosecondsPerSecond);
        var rounded = (int)Math.Round(difference / QuarterHour) * QuarterHour;
        return Math.Abs(difference - rounded) <= Slack && OffsetText.IsPossible(rounded) ? rounded : null;
    }

    private static EventTime InZone(DateTimeZone zone, SteadyOffsets? steady, in TimeParts parts, OffsetBasis basis) =>
        steady is not null && Find(steady, parts, out var seconds) == Steadiness.Same ? parts.ToEventTime(seconds, basis) : InChangingZone(zone, parts, basis);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static EventTime InChangingZone(DateTimeZone zone, in TimeParts parts, OffsetBasis basis)
    {
        parts.TryGetLocal(out var local);
        var offset = ZoneMath.OffsetAt(zone, local, out var resolution);
        return parts.ToEventTime(offset.Seconds, basis, resolution);
    }

    private static EventTime? AtPlace(ReadOnlySpan<byte> country, ReadOnlySpan<byte> state, string? homeCountry, in TimeParts parts)
    {
        if (PlaceZones.Find(CountryCode(country, homeCountry), state) is not { } zones) return null;
        return Find(zones.Steady, parts, out var seconds) switch
        {
            Steadiness.Same => parts.ToEventTime(seconds, OffsetBasis.Place),
            Steadiness.Different => null,
            _ => InChangingZones(zones, parts),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static EventTime? InChangingZones(PlaceZoneSet zones, in TimeParts parts)
    {
        parts.TryGetLocal(out var local);
        return zones.TryGetOffset(local, out var offset, out var resolution) ? parts.ToEventTime(offset.Seconds, OffsetBasis.Place, resolution) : null;
    }

    private static Steadiness Find(SteadyOffsets steady, in TimeParts parts, out int seconds)
    {
        var known = steady.Find(parts.Year, parts.Month, parts.Day, out seconds);
        return parts.IsNextDay ? Steadiness.Unknown : known;
    }

    private static string? CountryCode(ReadOnlySpan<byte> country, string? homeCountry) =>
        country.IsEmpty ? homeCountry : Countries.Find(country);
}
