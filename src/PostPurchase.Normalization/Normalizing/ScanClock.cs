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

    public static ScanTime Read(FormatPlan format, Captures captures, ReadOnlySpan<byte> payload, int scan)
    {
        TimePlan? unreadable = null;
        foreach (var plan in format.Times)
        {
            TimeParts parts = default;
            var reading = plan.Local.Read(captures, payload, scan, ref parts);
            if (reading == Reading.Unreadable) unreadable ??= plan;
            if (reading is Reading.Missing or Reading.Unreadable) continue;
            var time = Resolve(format, plan, parts, captures, payload, scan);
            if (time.IsKnown) return new(time, reading, plan);
            unreadable ??= plan;
        }
        return unreadable is null ? new(default, Reading.Missing, null) : new(default, Reading.Unreadable, unreadable);
    }

    /// <summary>The time of an estimate, seen from a shipment.</summary>
    public static EventTime Read(MomentPlan moment, EstimatePlan estimate, FormatPlan format, Captures captures, ReadOnlySpan<byte> payload, int shipment)
    {
        TimeParts parts = default;
        if (moment.IsNone || moment.Read(captures, payload, shipment, ref parts) < Reading.DayOnly) return default;
        if (parts.HasEpoch || parts.HasOffset || !parts.HasTime || !parts.TryGetLocal(out var local)) return parts.ToEventTime(estimate.Document.DoubtfulZ);
        if (estimate.Zone.Fixed is { } zone) return InZone(zone, local, parts.Precision, OffsetBasis.Carrier);
        if (!estimate.Zone.IsPlace) return parts.ToEventTime();
        var destination = format.Facts.Destination;
        return AtPlace(destination.Country.Read(captures, payload, shipment), destination.State.Read(captures, payload, shipment), null, local, parts.Precision)
            ?? parts.ToEventTime();
    }

    private static EventTime Resolve(FormatPlan format, TimePlan plan, TimeParts parts, Captures captures, ReadOnlySpan<byte> payload, int scan)
    {
        if (parts.HasEpoch || !parts.HasDate) return parts.ToEventTime();

        var offsetText = plan.Offset.Read(captures, payload, scan);
        if (!offsetText.IsEmpty && OffsetText.TryRead(offsetText, out var seconds, out var wasZ)) parts.SetOffset(seconds, wasZ);
        if (!parts.HasTime) return parts.ToEventTime(plan.IsZDoubtful);

        if (parts.HasOffset || !parts.TryGetLocal(out var local)) return parts.ToEventTime(plan.IsZDoubtful);
        if (UtcOffset(plan, captures, payload, scan, local) is { } difference) return EventTime.AtOffset(local, Offset.FromSeconds(difference), parts.Precision, OffsetBasis.Utc);

        var zoneId = plan.ZoneId.Read(captures, payload, scan);
        if (!zoneId.IsEmpty && ZoneIds.Find(zoneId) is { } named) return InZone(named, local, parts.Precision, OffsetBasis.ZoneId);

        var country = format.Fields.Country.Read(captures, payload, scan);
        var state = format.Fields.State.Read(captures, payload, scan);
        var abbreviation = plan.Abbreviation.Read(captures, payload, scan);
        var packed = abbreviation.IsEmpty ? parts.Abbreviation : ZoneAbbreviations.Pack(abbreviation);
        var countryCode = CountryCode(country, plan.HomeCountry);
        if (packed != 0 && ZoneAbbreviations.TryGetOffset(packed, countryCode, local, out var shortened, out var resolution))
        {
            // Where the place is known, the abbreviation only chooses among its zones.
            var season = ZoneAbbreviations.SeasonOf(packed);
            var isChoice = plan.Zone.IsPlace && season != ZoneSeason.Universal;
            if (isChoice && PlaceZones.Find(countryCode, state) is { } zones && !zones.TryGetOffset(local, shortened, season, out shortened, out resolution)) return parts.ToEventTime();
            return EventTime.AtOffset(local, shortened, parts.Precision, OffsetBasis.Abbreviation, resolution);
        }

        if (plan.Zone.Fixed is { } zone) return InZone(zone, local, parts.Precision, OffsetBasis.Carrier);
        if (plan.Zone.IsPlace && AtPlace(country, state, plan.HomeCountry, local, parts.Precision) is { } placed) return placed;
        return parts.ToEventTime();
    }

    /// <summary>Whether the payload's UTC text says something else than the offset that was sent.</summary>
    public static bool ContradictsUtc(in ScanTime time, Captures captures, ReadOnlySpan<byte> payload, int scan) =>
        time is { Plan: { } plan, Time: { Basis: OffsetBasis.Sent or OffsetBasis.SentDoubtful, Offset: { } offset } }
        && UtcOffset(plan, captures, payload, scan, time.Time.Local) is { } other && other != offset.Seconds;

    private static int? UtcOffset(TimePlan plan, Captures captures, ReadOnlySpan<byte> payload, int scan, LocalDateTime local)
    {
        if (plan.Utc.IsNone) return null;
        TimeParts utc = default;
        if (plan.Utc.Read(captures, payload, scan, ref utc) != Reading.Read || !utc.HasTime && !utc.HasEpoch) return null;
        var moment = utc.HasEpoch ? utc.Epoch : utc.TryGetLocal(out var utcLocal) ? utcLocal.InUtc().ToInstant() : default;
        var difference = (local.InUtc().ToInstant() - moment).TotalSeconds;
        var rounded = (int)Math.Round(difference / QuarterHour) * QuarterHour;
        return Math.Abs(difference - rounded) <= Slack && OffsetText.IsPossible(rounded) ? rounded : null;
    }

    private static EventTime InZone(DateTimeZone zone, LocalDateTime local, TimePrecision precision, OffsetBasis basis)
    {
        var offset = ZoneMath.OffsetAt(zone, local, out var resolution);
        return EventTime.AtOffset(local, offset, precision, basis, resolution);
    }

    private static EventTime? AtPlace(ReadOnlySpan<byte> country, ReadOnlySpan<byte> state, string? homeCountry, LocalDateTime local, TimePrecision precision) =>
        PlaceZones.Find(CountryCode(country, homeCountry), state) is { } zones && zones.TryGetOffset(local, out var offset, out var resolution)
            ? EventTime.AtOffset(local, offset, precision, OffsetBasis.Place, resolution)
            : null;

    private static string? CountryCode(ReadOnlySpan<byte> country, string? homeCountry) =>
        country.IsEmpty ? homeCountry : Countries.Find(country);
}
