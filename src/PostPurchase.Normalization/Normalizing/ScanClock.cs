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

    public static ScanTime Read(FormatPlan format, in InstanceReader scan)
    {
        TimePlan? unreadable = null;
        foreach (var plan in format.Times)
        {
            TimeParts parts = default;
            var reading = plan.Local.Read(scan, ref parts);
            if (reading == Reading.Unreadable) unreadable ??= plan;
            if (reading is Reading.Missing or Reading.Unreadable) continue;
            var time = Resolve(format, plan, ref parts, scan);
            if (time.IsKnown) return new(time, reading, plan);
            unreadable ??= plan;
        }
        return unreadable is null ? new(default, Reading.Missing, null) : new(default, Reading.Unreadable, unreadable);
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

        var offsetText = scan.Read(plan.Offset);
        if (!offsetText.IsEmpty && OffsetText.TryRead(offsetText, out var seconds, out var wasZ)) parts.SetOffset(seconds, wasZ);
        if (!parts.HasTime) return parts.ToEventTime(plan.IsZDoubtful);

        if (parts.HasOffset) return parts.ToEventTime(plan.IsZDoubtful);
        if (UtcOffset(plan, scan, parts.Seconds, parts.Nanoseconds) is { } difference) return parts.ToEventTime(difference, OffsetBasis.Utc);

        var zoneId = scan.Read(plan.ZoneId);
        if (!zoneId.IsEmpty && ZoneIds.Find(zoneId) is { } named) return InZone(named, null, parts, OffsetBasis.ZoneId);

        var country = scan.Read(format.Fields.Country);
        var state = scan.Read(format.Fields.State);
        var abbreviation = scan.Read(plan.Abbreviation);
        var packed = abbreviation.IsEmpty ? parts.Abbreviation : ZoneAbbreviations.Pack(abbreviation);
        var countryCode = CountryCode(country, plan.HomeCountry);
        if (packed != 0 && parts.TryGetLocal(out var local) && ZoneAbbreviations.TryGetOffset(packed, countryCode, local, out var shortened, out var resolution))
        {
            // Where the place is known, the abbreviation only chooses among its zones.
            var season = ZoneAbbreviations.SeasonOf(packed);
            var isChoice = plan.Zone.IsPlace && season != ZoneSeason.Universal;
            if (isChoice && PlaceZones.Find(countryCode, state) is { } zones && !zones.TryGetOffset(local, shortened, season, out shortened, out resolution)) return parts.ToEventTime();
            return parts.ToEventTime(shortened.Seconds, OffsetBasis.Abbreviation, resolution);
        }

        if (plan.Zone.Fixed is { } zone) return InZone(zone, plan.Zone.Steady, parts, OffsetBasis.Carrier);
        if (plan.Zone.IsPlace && AtPlace(country, state, plan.HomeCountry, parts) is { } placed) return placed;
        return parts.ToEventTime();
    }

    /// <summary>Whether the payload's UTC text says something else than the offset that was sent.</summary>
    public static bool ContradictsUtc(in ScanTime time, in InstanceReader scan) =>
        time is { Plan: { } plan, Time: { Basis: OffsetBasis.Sent or OffsetBasis.SentDoubtful, Offset: { } offset } }
        && UtcOffset(plan, scan, time.Time.LocalSeconds, time.Time.Nanoseconds) is { } other && other != offset.Seconds;

    /// <summary>The offset by which a local time, in seconds since 1970, is ahead of the UTC text; <see langword="null"/> where there is none, or the two make no offset.</summary>
    private static int? UtcOffset(TimePlan plan, in InstanceReader scan, long localSeconds, int nanoseconds)
    {
        if (plan.Utc.IsNone) return null;
        TimeParts utc = default;
        if (plan.Utc.Read(scan, ref utc) != Reading.Read || !(utc.HasEpoch || (utc.HasDate && utc.HasTime))) return null;
        var difference = localSeconds - utc.Seconds + ((nanoseconds - utc.Nanoseconds) / (double)NodaConstants.NanosecondsPerSecond);
        var rounded = (int)Math.Round(difference / QuarterHour) * QuarterHour;
        return Math.Abs(difference - rounded) <= Slack && OffsetText.IsPossible(rounded) ? rounded : null;
    }

    private static EventTime InZone(DateTimeZone zone, SteadyOffsets? steady, in TimeParts parts, OffsetBasis basis)
    {
        if (steady is not null && TryGetSteady(steady, parts, out var seconds)) return parts.ToEventTime(seconds, basis);
        parts.TryGetLocal(out var local);
        var offset = ZoneMath.OffsetAt(zone, local, out var resolution);
        return parts.ToEventTime(offset.Seconds, basis, resolution);
    }

    private static EventTime? AtPlace(ReadOnlySpan<byte> country, ReadOnlySpan<byte> state, string? homeCountry, in TimeParts parts)
    {
        if (PlaceZones.Find(CountryCode(country, homeCountry), state) is not { } zones) return null;
        if (TryGetSteady(zones.Steady, parts, out var seconds)) return parts.ToEventTime(seconds, OffsetBasis.Place);
        parts.TryGetLocal(out var local);
        return zones.TryGetOffset(local, out var offset, out var resolution) ? parts.ToEventTime(offset.Seconds, OffsetBasis.Place, resolution) : null;
    }

    private static bool TryGetSteady(SteadyOffsets steady, in TimeParts parts, out int seconds) => steady.TryGet(parts.Year, parts.Month, out seconds);

    private static string? CountryCode(ReadOnlySpan<byte> country, string? homeCountry) =>
        country.IsEmpty ? homeCountry : Countries.Find(country);
}
