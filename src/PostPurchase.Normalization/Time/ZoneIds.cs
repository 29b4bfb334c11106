using System.Collections.Frozen;
using System.Text;
using NodaTime;
using NodaTime.TimeZones;

namespace PostPurchase.Normalization.Time;

/// <summary>IANA time zones by the id a payload or a map names.</summary>
internal static class ZoneIds
{
    private const int LongestId = 64;

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Ids =
        TzdbDateTimeZoneSource.Default.GetIds().ToFrozenDictionary(id => id, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The zone of an id, whatever its case; <see langword="null"/> when there is none.</summary>
    public static DateTimeZone? Find(ReadOnlySpan<byte> utf8Id)
    {
        utf8Id = Blanks.Trim(utf8Id);
        Span<char> id = stackalloc char[LongestId];
        return utf8Id.Length <= LongestId && Encoding.UTF8.TryGetChars(utf8Id, id, out var length) ? Find(id[..length]) : null;
    }

    /// <inheritdoc cref="Find(ReadOnlySpan{byte})"/>
    public static DateTimeZone? Find(ReadOnlySpan<char> id) =>
        Ids.TryGetValue(id, out var known) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(known) : null;
}
