using System.Collections.Concurrent;
using PostPurchase.Normalization.Maps.Reading;

namespace PostPurchase.Normalization.Maps;

/// <summary>The maps a normalizer works with: built-in ones, a host's folders over them, and maps given in code over those.</summary>
/// <remarks>
/// Immutable and safe to share between threads. Maps are read when first asked for. To take changed files over, build a new
/// library and hand it to <see cref="Normalizing.Normalizer.Reload"/>: readers see the old one or the new one, never half of one.
/// </remarks>
public sealed class MapLibrary
{
    private const string ResourcePrefix = "maps/";
    private const string ResourceSuffix = "/map.json";
    private const string FileName = "map.json";

    private static readonly Lazy<MapLibrary> LazyBuiltIn = new(() => new([]));

    private readonly IReadOnlyList<MapLayer> _layers;
    private readonly ConcurrentDictionary<string, CarrierMap?> _maps = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, string>> _aliases;

    private MapLibrary(IReadOnlyList<MapLayer> layers)
    {
        _layers = layers;
        CarrierIds = [.. BuiltInIds().Concat(layers.SelectMany(layer => layer.Documents.Keys)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _aliases = new(ReadAliases);
    }

    /// <summary>The maps in the package, nothing over them.</summary>
    public static MapLibrary BuiltIn => LazyBuiltIn.Value;

    /// <summary>Ids of all maps, base maps included, in ordinal order.</summary>
    public IReadOnlyList<string> CarrierIds { get; }

    /// <summary>Lays the maps of a folder over this library: every <c>&lt;id&gt;/map.json</c> in it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>A new library; this one is left as it is.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="MapException">A map cannot be read; the exception lists every fault with file and line.</exception>
    public MapLibrary WithFolder(string folder)
    {
        var faults = new List<MapFault>();
        var documents = new Dictionary<string, MapDocument>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, FileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (MapFileReader.Read(File.ReadAllBytes(file), file, faults) is { } document) documents[document.Id] = document;
        }
        return With(documents, faults);
    }

    /// <summary>Lays one map, given as the text of a map file, over this library.</summary>
    /// <param name="json">A map file's content; it may hold nothing but an id and the rows that differ.</param>
    /// <returns>A new library; this one is left as it is.</returns>
    /// <exception cref="MapException">The map cannot be read.</exception>
    public MapLibrary WithMap(string json)
    {
        var faults = new List<MapFault>();
        var documents = new Dictionary<string, MapDocument>(StringComparer.Ordinal);
        if (MapFileReader.Read(System.Text.Encoding.UTF8.GetBytes(json), "map given in code", faults) is { } document) documents[document.Id] = document;
        return With(documents, faults);
    }

    /// <summary>The id of the map that goes by a name: its id or one of its aliases, in any case; <see langword="null"/> for none.</summary>
    public string? FindId(string nameOrAlias) => _aliases.Value.GetValueOrDefault(nameOrAlias);

    internal CarrierMap? Find(string id) => _maps.GetOrAdd(id, static (key, library) => library.Document(key) is { } document ? new CarrierMap(document) : null, this);

    /// <summary>A map without its codes and texts; read fast.</summary>
    internal MapDocument? Head(string id) => Layered(id, MapParts.Head);

    /// <summary>A map without what it inherits.</summary>
    internal MapDocument? Own(string id) => Layered(id, MapParts.All);

    internal MapDocument? Document(string id) => Inheriting(id, []);

    /// <summary>A map with what it inherits; of maps that inherit from each other in a ring each is taken once.</summary>
    private MapDocument? Inheriting(string id, HashSet<string> heirs)
    {
        heirs.Add(id);
        var document = Layered(id, MapParts.All);
        if (document?.Inherits is { } parentId && !heirs.Contains(parentId) && Inheriting(parentId, heirs) is { } parent) document = MapLayering.Inherit(document, parent);
        return document;
    }

    private MapDocument? Layered(string id, MapParts parts)
    {
        var document = ReadBuiltIn(id, parts);
        foreach (var layer in _layers)
        {
            if (layer.Documents.TryGetValue(id, out var over)) document = document is null ? over : MapLayering.Over(document, over);
        }
        return document;
    }

    private MapLibrary With(Dictionary<string, MapDocument> documents, List<MapFault> faults) =>
        faults.Count > 0 ? throw new MapException(faults) : new([.. _layers, new(documents)]);

    private Dictionary<string, string> ReadAliases()
    {
        var aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var id in CarrierIds) aliases[id] = id;
        foreach (var id in CarrierIds)
        {
            foreach (var alias in Head(id)?.Aliases ?? []) aliases.TryAdd(alias, id);
        }
        return aliases;
    }

    private static IEnumerable<string> BuiltInIds() =>
        typeof(MapLibrary).Assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal) && name.EndsWith(ResourceSuffix, StringComparison.Ordinal))
            .Select(name => name[ResourcePrefix.Length..^ResourceSuffix.Length]);

    private static MapDocument? ReadBuiltIn(string id, MapParts parts)
    {
        using var stream = typeof(MapLibrary).Assembly.GetManifestResourceStream(ResourcePrefix + id + ResourceSuffix);
        if (stream is null) return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var faults = new List<MapFault>();
        var document = MapFileReader.Read(bytes, id + ResourceSuffix, faults, parts);
        return faults.Count > 0 ? throw new MapException(faults) : document;
    }

    private sealed record MapLayer(IReadOnlyDictionary<string, MapDocument> Documents);
}
