using System.Collections.Concurrent;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>All formats of a library, compiled when first needed. Thread-safe.</summary>
internal sealed class FormatCatalog
{
    private readonly NormalizerOptions _options;
    private readonly Dictionary<string, (string Carrier, FormatDocument Document)> _formats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byCarrier = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FormatContext> _contexts = new(StringComparer.Ordinal);

    public FormatCatalog(MapLibrary library, NormalizerOptions options, IReadOnlyList<ICarrierAdapter> adapters)
    {
        Library = library;
        _options = options;
        Adapters = adapters;
        foreach (var carrier in library.CarrierIds)
        {
            foreach (var format in library.Head(carrier)?.Formats ?? [])
            {
                _formats[format.Id] = (carrier, format);
                Add(carrier, format.Id);
            }
        }
        Detector = new(_formats.Values.Select(format => format.Document));
        foreach (var adapter in adapters) Add(adapter.Format.Carrier, adapter.Format.Id);
    }

    public MapLibrary Library { get; }

    public IReadOnlyList<ICarrierAdapter> Adapters { get; }

    public FormatDetector Detector { get; }

    public FormatContext? Find(string format) => _contexts.TryGetValue(format, out var context) ? context : Compile(format);

    private FormatContext? Compile(string format)
    {
        if (Adapters.FirstOrDefault(adapter => adapter.Format.Id == format) is { } adapter) return _contexts.GetOrAdd(format, Context(adapter));
        if (!_formats.TryGetValue(format, out var found) || Library.Find(found.Carrier) is not { } map) return null;
        return _contexts.GetOrAdd(format, new FormatContext(new FormatPlan(found.Document), map, Library, _options));
    }

    /// <summary>The adapter that takes a payload for its own, or that failed when it was asked; a carrier that is named leaves out those of others.</summary>
    public ICarrierAdapter? Recognize(ReadOnlySpan<byte> utf8Payload, string? carrier, out bool failed)
    {
        failed = false;
        if (Adapters.Count == 0) return null;
        var id = carrier is null ? null : Library.FindId(carrier) ?? carrier;
        foreach (var adapter in Adapters)
        {
            if (id is not null && adapter.Format.Carrier != id) continue;
            try
            {
                if (adapter.Recognizes(utf8Payload)) return adapter;
            }
#pragma warning disable CA1031 // Whatever a host's adapter throws must not reach the batch.
            catch (Exception)
#pragma warning restore CA1031
            {
                failed = true;
                return adapter;
            }
        }
        return null;
    }

    /// <summary>The formats of a carrier, named by id or alias.</summary>
    public IReadOnlyList<string> FormatsOf(string carrier) => Library.FindId(carrier) is { } id ? _byCarrier.GetValueOrDefault(id) ?? [] : [];

    /// <summary>An adapter's carrier needs no map: its codes are then unmapped, and told so.</summary>
    private FormatContext Context(ICarrierAdapter adapter) =>
        new(AdapterPlan.Create(adapter.Format), Library.Find(adapter.Format.Carrier) ?? new(new() { File = "", Id = adapter.Format.Carrier }), Library, _options, adapter);

    private void Add(string carrier, string format)
    {
        if (!_byCarrier.TryGetValue(carrier, out var formats)) _byCarrier[carrier] = formats = [];
        formats.Add(format);
    }
}
