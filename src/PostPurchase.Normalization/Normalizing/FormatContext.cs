using System.Collections.Concurrent;
using System.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>All that reading a payload of one format needs. Immutable but for what it remembers; thread-safe.</summary>
internal sealed class FormatContext(FormatPlan format, CarrierMap map, MapLibrary library, NormalizerOptions options, ICarrierAdapter? adapter = null)
{
    private const int LongestName = 64;
    private const int MostRemembered = 4096;
    private const int FewCarriers = 8;

    private readonly ConcurrentDictionary<string, UnderlyingCarrier> _carriers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first few names met, as sent: compared at once where all others take a dictionary.</summary>
    private (byte[] Name, UnderlyingCarrier Carrier)[] _firstCarriers = [];

    public FormatPlan Format { get; } = format;

    public CarrierProblems Problems { get; } = new(format);

    /// <summary>The format's keys and the code sets that they look in; <see langword="null"/> where the underlying carrier's is meant.</summary>
    public (KeyPlan Key, CodeTable? Table)[] Keys { get; } = [.. format.Keys.Select(key => (key, key.IsOfCarrier ? null : map.Set(key.Set!)))];

    /// <summary>Whether scans that stand side by side have all of <see cref="Events.SharedFacts"/> in common.</summary>
    public bool SharesFacts { get; } = !Array.Exists(format.Fields.Shared, field => field.StandsIn(format.ScanScope))
        && (!options.IncludePersonalData || !format.Fields.SignedBy.StandsIn(format.ScanScope));

    public CarrierMap Map { get; } = map;

    public MapLibrary Library { get; } = library;

    public NormalizerOptions Options { get; } = options;

    /// <summary>Finds shipments and scans in a payload: along the plan, or by the hand-written adapter.</summary>
    public ReadFault Walk(ReadOnlySpan<byte> utf8Payload, Captures captures)
    {
        if (adapter is null) return Format.Walk(utf8Payload, captures);
        captures.Clear();
        try
        {
            adapter.Read(utf8Payload, new(Format, captures));
            return default;
        }
#pragma warning disable CA1031 // Whatever a host's adapter throws must not reach the batch.
        catch (Exception)
#pragma warning restore CA1031
        {
            return new(ReadError.AdapterFailed, 0);
        }
    }

    /// <summary>Finds whom an aggregator's word for a carrier means: a carrier of ours, or one with an open id and no map.</summary>
    public UnderlyingCarrier Underlying(ReadOnlySpan<byte> utf8Name)
    {
        var first = _firstCarriers;
        foreach (ref readonly var known in first.AsSpan())
        {
            if (utf8Name.SequenceEqual(known.Name)) return known.Carrier;
        }
        var carrier = FindUnderlying(utf8Name);
        if (first.Length < FewCarriers) _firstCarriers = [.. first, (utf8Name.ToArray(), carrier)];
        return carrier;
    }

    private UnderlyingCarrier FindUnderlying(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length <= LongestName)
        {
            Span<char> name = stackalloc char[LongestName];
            var length = Encoding.UTF8.GetChars(utf8Name, name);
            if (_carriers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out var known)) return known;
        }
        var word = Encoding.UTF8.GetString(utf8Name);
        var id = Resolve(word.Trim());
        var carrier = new UnderlyingCarrier(id, Library.Find(id));
        if (_carriers.Count < MostRemembered) _carriers.TryAdd(word, carrier);
        return carrier;
    }

    private string Resolve(string word)
    {
        foreach (var (theirs, ours) in Map.Document.Carriers)
        {
            if (string.Equals(theirs, word, StringComparison.OrdinalIgnoreCase)) return ours;
        }
        return Library.FindId(word) ?? OpenId(word);
    }

    /// <summary>Lower case, one hyphen for any run of other characters.</summary>
    private static string OpenId(string word)
    {
        var id = new StringBuilder(word.Length);
        foreach (var letter in word)
        {
            if (char.IsLetterOrDigit(letter)) id.Append(char.ToLowerInvariant(letter));
            else if (id.Length > 0 && id[^1] != '-') id.Append('-');
        }
        return id.Length == 0 ? "unknown" : id.ToString().TrimEnd('-');
    }
}

/// <summary>The carrier behind an aggregator.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Map">Its map; <see langword="null"/> where there is none.</param>
internal sealed record UnderlyingCarrier(string Id, CarrierMap? Map);
