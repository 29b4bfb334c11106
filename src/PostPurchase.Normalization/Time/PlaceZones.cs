using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>Which time zones a place may lie in, as far as country and state tell.</summary>
/// <remarks>
/// Nothing is guessed: an offset is given only where all zones the place may lie in agree on it at that time. So Germany is settled
/// (its two zones always agree), Texas is not, and a state that is not known counts as any state of its country.
/// </remarks>
internal static class PlaceZones
{
    /// <summary>Words around the names of states that are left off when the whole text is not known.</summary>
    private static readonly string[] Prefixes = ["stateof", "provinceof", "republicof", "respublika", "республика", "респ", "estadode", "provinciade", "regionde", "comunidadde"];

    /// <inheritdoc cref="Prefixes"/>
    private static readonly string[] Suffixes = ["oblast", "krai", "kray", "republic", "respublika", "region", "province", "state", "область", "обл", "краи", "республика"];

    private static readonly Dictionary<string, PlaceZoneSet> ByCountry = new(StringComparer.Ordinal);
    private static readonly NameMemo<PlaceZoneSet> Met = new();
    private static readonly FrozenDictionary<string, PlaceZoneSet>.AlternateLookup<ReadOnlySpan<char>> ByState = Build();

    /// <summary>The zones a place may lie in; <see langword="null"/> when the country is not known.</summary>
    /// <param name="country">Alpha-2 code in upper case, as <see cref="Countries"/> gives it.</param>
    /// <param name="utf8State">Code or name of a state or province; may be empty.</param>
    public static PlaceZoneSet? Find(string? country, ReadOnlySpan<byte> utf8State)
    {
        if (country is not { Length: 2 }) return null;
        var context = ((uint)country[0] << 16) | country[1];
        return Met.TryFind(utf8State, context, out var zones) ? zones : Met.Keep(utf8State, context, FindFolded(country, utf8State));
    }

    private static PlaceZoneSet? FindFolded(string country, ReadOnlySpan<byte> utf8State)
    {
        Span<char> key = stackalloc char[2 + TextFold.MaxLength];
        return Find(country, key, TextFold.Fold(utf8State, key[2..]));
    }

    /// <inheritdoc cref="Find(string?, ReadOnlySpan{byte})"/>
    public static PlaceZoneSet? Find(string? country, ReadOnlySpan<char> state)
    {
        Span<char> key = stackalloc char[2 + TextFold.MaxLength];
        return Find(country, key, TextFold.Fold(state, key[2..]));
    }

    private static PlaceZoneSet? Find(string? country, Span<char> key, int stateLength)
    {
        if (country is not { Length: 2 })
            return null;
        if (stateLength > 0)
        {
            country.CopyTo(key);
            if (FindState(key, stateLength) is { } zones)
                return zones;
        }

        return ByCountry.GetValueOrDefault(country);
    }

    private static PlaceZoneSet? FindState(Span<char> key, int length)
    {
        if (ByState.TryGetValue(key[..(2 + length)], out var zones))
            return zones;

        var state = key.Slice(2, length);
        var isPrefixed = length > 3 && (state[0] | 0x20) == (key[0] | 0x20) && (state[1] | 0x20) == (key[1] | 0x20);
        if (isPrefixed && TryPart(key, 2, length - 2, out zones))
            return zones;
        foreach (var prefix in Prefixes)
        {
            if (((ReadOnlySpan<char>)state).StartsWith(prefix) && TryPart(key, prefix.Length, length - prefix.Length, out zones))
                return zones;
        }

        foreach (var suffix in Suffixes)
        {
            if (((ReadOnlySpan<char>)state).EndsWith(suffix) && TryPart(key, 0, length - suffix.Length, out zones))
                return zones;
        }

        return null;
    }

    private static bool TryPart(ReadOnlySpan<char> key, int start, int length, out PlaceZoneSet? zones)
    {
        Span<char> part = stackalloc char[2 + TextFold.MaxLength];
        key[..2].CopyTo(part);
        key.Slice(2 + start, length).CopyTo(part[2..]);
        return ByState.TryGetValue(part[..(2 + length)], out zones);
    }

    private static FrozenDictionary<string, PlaceZoneSet>.AlternateLookup<ReadOnlySpan<char>> Build()
    {
        foreach (var zones in TzdbDateTimeZoneSource.Default.ZoneLocations!.GroupBy(zone => zone.CountryCode, StringComparer.Ordinal))
            ByCountry[zones.Key] = new PlaceZoneSet([.. zones.Select(zone => zone.ZoneId)]);

        var states = new Dictionary<string, PlaceZoneSet>(StringComparer.Ordinal);
        foreach (var row in EmbeddedTable.Read("time/subdivisions.csv"))
        {
            var zones = new PlaceZoneSet(row[2].Split('|'));
            if (row[1].Length == 0)
                ByCountry[row[0]] = zones;
            else
            {
                foreach (var name in row[1].Split('|'))
                    states[row[0] + TextFold.Fold(name)] = zones;
            }
        }

        return states.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}

/// <summary>The time zones a place may lie in, one or more.</summary>
internal sealed class PlaceZoneSet(string[] ids)
{
    private DateTimeZone[]? _zones;
    private SteadyOffsets? _steady;

    /// <summary>IANA ids of the zones.</summary>
    public IReadOnlyList<string> Ids => ids;

    /// <summary>The one zone of the place; <see langword="null"/> where it may lie in several.</summary>
    public DateTimeZone? Single => ids.Length == 1 ? Zones[0] : null;

    // Zones are read from tzdb when first asked for; that two threads may do so at once does no harm.
    private DateTimeZone[] Zones => _zones ??= Array.ConvertAll(ids, id => DateTimeZoneProviders.Tzdb[id]);

    /// <summary>The offset that all zones have throughout a month.</summary>
    public SteadyOffsets Steady => _steady ??= new(Zones);

    /// <summary>The offset at a local time, where all zones agree on it.</summary>
    /// <param name="local">The clock on the wall.</param>
    /// <param name="offset">Local time minus UTC.</param>
    /// <param name="resolution">How a skipped or repeated time was read, if any of the zones skips or repeats it.</param>
    public bool TryGetOffset(LocalDateTime local, out Offset offset, out DstResolution resolution)
    {
        var zones = Zones;
        offset = ZoneMath.OffsetAt(zones[0], local, out resolution);
        for (var index = 1; index < zones.Length; index++)
        {
            if (ZoneMath.OffsetAt(zones[index], local, out var other) != offset)
            {
                resolution = DstResolution.None;
                return false;
            }

            if (resolution == DstResolution.None)
                resolution = other;
        }

        return true;
    }

    /// <summary>The offset at a local time, where a zone abbreviation tells which of the zones it is.</summary>
    /// <remarks>
    /// Carriers write the name of standard time all year, so such a name fits a zone by its standard offset, and what counts is what the
    /// clocks of that zone show: <c>EST</c> in September is -04:00 in Quebec. In Saskatchewan it fits no zone, and nothing is told.
    /// </remarks>
    /// <param name="local">The clock on the wall.</param>
    /// <param name="named">The offset that the abbreviation means by itself.</param>
    /// <param name="season">Which season's time it names.</param>
    /// <param name="offset">Local time minus UTC.</param>
    /// <param name="resolution">How a skipped or repeated time was read, if any of the zones that fit skips or repeats it.</param>
    public bool TryGetOffset(LocalDateTime local, Offset named, ZoneSeason season, out Offset offset, out DstResolution resolution)
    {
        offset = default;
        resolution = DstResolution.None;
        var isFound = false;
        foreach (var zone in Zones)
        {
            var wall = ZoneMath.OffsetAt(zone, local, out var read);
            var interval = zone.GetZoneInterval(local.InUtc().ToInstant() - Duration.FromSeconds(wall.Seconds));
            var fits = season switch
            {
                ZoneSeason.Standard => interval.StandardOffset == named,
                ZoneSeason.Daylight => interval.Savings != Offset.Zero && wall == named,
                _ => wall == named,
            };
            if (!fits)
                continue;
            if (isFound && wall != offset)
                return false;

            (offset, isFound) = (wall, true);
            if (resolution == DstResolution.None)
                resolution = read;
        }

        return isFound;
    }

    /// <summary>The offset at a moment, where all zones agree on it.</summary>
    public bool TryGetOffset(Instant instant, out Offset offset)
    {
        var zones = Zones;
        offset = zones[0].GetUtcOffset(instant);
        for (var index = 1; index < zones.Length; index++)
        {
            if (zones[index].GetUtcOffset(instant) != offset)
                return false;
        }

        return true;
    }
}
