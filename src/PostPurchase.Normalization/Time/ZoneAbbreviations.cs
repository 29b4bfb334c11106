using System.Collections.Frozen;
using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>Zone abbreviations that have one meaning, if need be together with the country.</summary>
/// <remarks>
/// An abbreviation with several meanings (<c>CST</c> in Chicago and in Shanghai, <c>IST</c> in Delhi, Dublin and Tel Aviv) is read only
/// in the countries listed for it; without a country, or in another, it says nothing. One that names the season is taken at its word:
/// <c>EST</c> is -05:00 in July too. Who trusts the place more than such a word asks <see cref="PlaceZones"/> first.
/// </remarks>
internal static class ZoneAbbreviations
{
    private const string NorthAmerica = "US CA MX ";
    private const string EasternIslands = NorthAmerica + "BS JM PA KY HT TC ";
    private const string Central = NorthAmerica + "BZ CR GT HN NI SV ";
    private const string Atlantic = "CA US PR VI BM DO TT BB AG AI AW CW DM GD GP KN LC MQ MS SX VC VG BQ MF BL ";
    private const string BritishIsles = "GB GG JE IM ";
    private const string China = "CN TW HK MO ";

    /// <summary>Abbreviation; offset in minutes or zone id; countries in which it is read, <see langword="null"/> for any or none.</summary>
    internal static readonly (string Abbreviation, int Minutes, string? Zone, string? Countries)[] Rows =
    [
        ("UTC", 0, null, null), ("GMT", 0, null, null), ("Z", 0, null, null), ("UCT", 0, null, null),
        ("EST", -300, null, EasternIslands), ("EDT", -240, null, EasternIslands), ("ET", 0, "America/New_York", "US CA "),
        ("CST", -360, null, Central), ("CST", 480, null, China), ("CDT", -300, null, Central), ("CT", 0, "America/Chicago", "US CA "),
        ("MST", -420, null, NorthAmerica), ("MDT", -360, null, NorthAmerica), ("MT", 0, "America/Denver", "US CA "),
        ("PST", -480, null, NorthAmerica), ("PDT", -420, null, NorthAmerica), ("PT", 0, "America/Los_Angeles", "US CA "),
        ("AKST", -540, null, null), ("AKDT", -480, null, null), ("HST", -600, null, null), ("HDT", -540, null, null),
        ("AST", -240, null, Atlantic), ("ADT", -180, null, Atlantic),
        ("NST", -210, null, "CA "), ("NDT", -150, null, "CA "),
        ("WET", 0, null, null), ("WEST", 60, null, null), ("CET", 60, null, null), ("CEST", 120, null, null), ("MEZ", 60, null, null), ("MESZ", 120, null, null),
        ("EET", 120, null, null), ("EEST", 180, null, null), ("MSK", 180, null, null), ("TRT", 180, null, null),
        ("BST", 60, null, BritishIsles),
        ("IST", 330, null, "IN "),
        ("GST", 240, null, "AE OM "), ("PKT", 300, null, null), ("NPT", 345, null, null), ("ICT", 420, null, null),
        ("WIB", 420, null, null), ("WITA", 480, null, null), ("WIT", 540, null, null),
        ("MYT", 480, null, null), ("SGT", 480, null, null), ("HKT", 480, null, null), ("PHT", 480, null, null), ("JST", 540, null, null), ("KST", 540, null, null),
        ("AWST", 480, null, null), ("ACST", 570, null, null), ("ACDT", 630, null, null), ("AEST", 600, null, null), ("AEDT", 660, null, null),
        ("NZST", 720, null, null), ("NZDT", 780, null, null),
        ("SAST", 120, null, null), ("EAT", 180, null, null), ("CAT", 120, null, null), ("WAT", 60, null, null),
        ("BRT", -180, null, null), ("ART", -180, null, null), ("UYT", -180, null, null), ("CLT", -240, null, null), ("CLST", -180, null, null),
        ("BOT", -240, null, null), ("VET", -240, null, null), ("COT", -300, null, null), ("PET", -300, null, null), ("ECT", -300, null, "EC "),
    ];

    private static readonly FrozenDictionary<ulong, Meaning[]> Meanings = Build();

    private static readonly FrozenDictionary<ulong, ZoneSeason> Seasons = Rows
        .DistinctBy(row => row.Abbreviation)
        .ToFrozenDictionary(row => Pack(System.Text.Encoding.ASCII.GetBytes(row.Abbreviation)), row => SeasonOf(row.Abbreviation, row.Zone));

    /// <summary>Packs one to eight ASCII letters, in upper case; zero for anything else.</summary>
    public static ulong Pack(ReadOnlySpan<byte> letters)
    {
        if (letters.Length is < 1 or > 8)
            return 0;
        ulong packed = 0;
        foreach (var letter in letters)
        {
            var upper = (byte)(letter & ~0x20);
            if (upper is < (byte)'A' or > (byte)'Z')
                return 0;
            packed = (packed << 8) | upper;
        }

        return packed;
    }

    /// <summary>The offset an abbreviation means at a local time; <see langword="false"/> where it is unknown or has several meanings.</summary>
    /// <param name="abbreviation">The letters, packed by <see cref="Pack"/>.</param>
    /// <param name="country">Alpha-2 code in upper case of the place or of the carrier; may be <see langword="null"/>.</param>
    /// <param name="local">The local time it stands behind.</param>
    /// <param name="offset">Local time minus UTC.</param>
    /// <param name="resolution">How a skipped or repeated time was read; only of abbreviations for both seasons, such as <c>ET</c>.</param>
    public static bool TryGetOffset(ulong abbreviation, string? country, LocalDateTime local, out Offset offset, out DstResolution resolution)
    {
        offset = default;
        resolution = DstResolution.None;
        if (!Meanings.TryGetValue(abbreviation, out var meanings))
            return false;
        foreach (var meaning in meanings)
        {
            if (!meaning.IsReadIn(country))
                continue;
            offset = meaning.Zone is null ? meaning.Offset : ZoneMath.OffsetAt(meaning.Zone, local, out resolution);
            return true;
        }

        return false;
    }

    /// <summary>What an abbreviation tells of the season; <see cref="ZoneSeason.Standard"/> for one that is not known.</summary>
    /// <param name="abbreviation">The letters, packed by <see cref="Pack"/>.</param>
    public static ZoneSeason SeasonOf(ulong abbreviation) => Seasons.GetValueOrDefault(abbreviation);

    private static ZoneSeason SeasonOf(string abbreviation, string? zone)
    {
        if (zone is not null)
            return ZoneSeason.Either;
        if (abbreviation is "UTC" or "UCT" or "Z")
            return ZoneSeason.Universal;
        var isDaylight = abbreviation.EndsWith("DT", StringComparison.Ordinal) || abbreviation is "WEST" or "CEST" or "MESZ" or "EEST" or "BST" or "CLST";
        return isDaylight ? ZoneSeason.Daylight : ZoneSeason.Standard;
    }

    private static FrozenDictionary<ulong, Meaning[]> Build() => Rows
        .GroupBy(row => Pack(System.Text.Encoding.ASCII.GetBytes(row.Abbreviation)))
        .ToFrozenDictionary(rows => rows.Key, rows => rows.Select(row => new Meaning(
            Offset.FromSeconds(row.Minutes * 60),
            row.Zone is null ? null : DateTimeZoneProviders.Tzdb[row.Zone],
            row.Countries)).ToArray());

    private sealed record Meaning(Offset Offset, DateTimeZone? Zone, string? Countries)
    {
        public bool IsReadIn(string? country) =>
            Countries is null || (country is { Length: 2 } && Countries.Contains(country, StringComparison.Ordinal));
    }
}

/// <summary>Which season's time a zone abbreviation names.</summary>
internal enum ZoneSeason
{
    /// <summary>Standard time (<c>EST</c>); many carriers write it all year.</summary>
    Standard,

    /// <summary>Daylight time (<c>EDT</c>).</summary>
    Daylight,

    /// <summary>What the clocks show (<c>ET</c>).</summary>
    Either,

    /// <summary>No zone's time, but UTC.</summary>
    Universal,
}
