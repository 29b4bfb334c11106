using System.Buffers;
using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Turns carriers' raw tracking payloads into standard events.</summary>
/// <remarks>
/// Safe to use from any number of threads at once; one instance serves a process. Bad payloads never throw: they give a
/// <see cref="Problem"/> that says what is wrong and where.
/// </remarks>
public sealed class Normalizer
{
    private static readonly Lazy<Normalizer> LazyBuiltIn = new(() => new(MapLibrary.BuiltIn));

    private readonly IReadOnlyList<ICarrierAdapter> _adapters;
    private volatile FormatCatalog _catalog;

    /// <summary>Creates a normalizer over a library of maps.</summary>
    /// <param name="library">The maps.</param>
    /// <param name="options">How to work; <see langword="null"/> for the defaults.</param>
    /// <param name="adapters">Hand-written adapters, asked before the declared formats; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Normalizer(MapLibrary library, NormalizerOptions? options = null, IEnumerable<ICarrierAdapter>? adapters = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        Options = options ?? NormalizerOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.MaxPayloadBytes, 1, nameof(options));
        _adapters = [.. adapters ?? []];
        _catalog = new(library, Options, _adapters);
    }

    /// <summary>A normalizer over the built-in maps with default options.</summary>
    public static Normalizer BuiltIn => LazyBuiltIn.Value;

    /// <summary>How it works.</summary>
    public NormalizerOptions Options { get; }

    /// <summary>The maps in use.</summary>
    public MapLibrary Library => _catalog.Library;

    /// <summary>Takes other maps into use. Calls under way finish with the maps they began with; nobody waits.</summary>
    /// <param name="library">The maps from now on.</param>
    public void Reload(MapLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        _catalog = new(library, Options, _adapters);
    }

    /// <summary>Whether some map declares a format.</summary>
    /// <param name="format">Id of the format.</param>
    public bool HasFormat(string format) => _catalog.Find(format) is not null;

    /// <summary>Normalizes one payload into immutable events.</summary>
    /// <param name="payload">The body as received: JSON or XML in UTF-8, UTF-16, or an encoding that the XML declares.</param>
    /// <param name="carrier">Id or alias of the carrier, to narrow the formats down; <see langword="null"/> to detect.</param>
    /// <param name="format">Id of the format; <see langword="null"/> to detect.</param>
    public NormalizationResult Normalize(ReadOnlySpan<byte> payload, string? carrier = null, string? format = null)
    {
        var workspace = Workspace.Take();
        var sink = new ResultSink(workspace.Pools);
        Normalize(payload, carrier, format, workspace, ref sink);
        Workspace.GiveBack(workspace);
        return sink.ToResult();
    }

    /// <summary>Normalizes one payload into a sink; allocates nothing once buffers have grown to the payloads' size.</summary>
    /// <typeparam name="TSink">A struct, so that its methods are called directly.</typeparam>
    /// <param name="payload">The body as received.</param>
    /// <param name="sink">Receives shipments, events and problems.</param>
    /// <param name="carrier">Id or alias of the carrier; <see langword="null"/> to detect.</param>
    /// <param name="format">Id of the format; <see langword="null"/> to detect.</param>
    public void Normalize<TSink>(ReadOnlySpan<byte> payload, ref TSink sink, string? carrier = null, string? format = null)
        where TSink : struct, IEventSink
    {
        var workspace = Workspace.Take();
        Normalize(payload, carrier, format, workspace, ref sink);
        Workspace.GiveBack(workspace);
    }

    private void Normalize<TSink>(ReadOnlySpan<byte> payload, string? carrier, string? format, Workspace workspace, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (payload.Length > Options.MaxPayloadBytes)
        {
            sink.OnProblem(new() { Kind = ProblemKind.TooLarge, Carrier = carrier, Format = format, Message = "the payload is longer than allowed"u8, ByteOffset = Options.MaxPayloadBytes });
            return;
        }

        PayloadText.Prepare(payload, out var utf8, out var rented, out var faultOffset);
        if (faultOffset >= 0) sink.OnProblem(Faults.View(new(ReadError.WrongEncoding, faultOffset), carrier, format));
        else Read(utf8, carrier, format, workspace, ref sink);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private void Read<TSink>(ReadOnlySpan<byte> utf8, string? carrier, string? format, Workspace workspace, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            sink.OnProblem(Faults.View(new(ReadError.Empty, 0), carrier, format));
            return;
        }

        var catalog = _catalog;
        if (Choose(catalog, utf8, carrier, format, workspace, ref sink) is not { } context) return;
        var fault = context.Walk(utf8, workspace.Captures);
        PayloadPipeline.Emit(context, utf8, workspace.Captures, fault, ref sink);
    }

    private static FormatContext? Choose<TSink>(FormatCatalog catalog, ReadOnlySpan<byte> utf8, string? carrier, string? format, Workspace workspace, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (format is not null)
        {
            if (catalog.Find(format) is { } named) return named;
            sink.OnProblem(new() { Kind = ProblemKind.UnknownFormat, Carrier = carrier, Format = format, Message = "no map declares this format"u8, ByteOffset = -1 });
            return null;
        }
        return Detect(catalog, utf8, carrier, workspace, ref sink);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FormatContext? Detect<TSink>(FormatCatalog catalog, ReadOnlySpan<byte> utf8, string? carrier, Workspace workspace, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (catalog.Recognize(utf8, carrier, out var failed) is { } adapter)
        {
            if (!failed) return catalog.Find(adapter.Format.Id);
            sink.OnProblem(Faults.View(new(ReadError.AdapterFailed, 0), adapter.Format.Carrier, adapter.Format.Id));
            return null;
        }

        var candidates = workspace.Candidates;
        var fault = catalog.Detector.Detect(utf8, workspace.Captures, candidates);
        if (carrier is not null)
        {
            var own = catalog.FormatsOf(carrier);
            for (var i = candidates.Count - 1; i >= 0; i--)
            {
                if (!own.Contains(candidates[i])) candidates.RemoveAt(i);
            }
            if (candidates.Count == 0 && own.Count == 1) candidates.Add(own[0]);
        }
        if (candidates.Count == 1) return catalog.Find(candidates[0]);
        if (candidates.Count > 1) sink.OnProblem(new() { Kind = ProblemKind.AmbiguousFormat, Carrier = carrier, Message = "several formats fit the payload equally well"u8, ByteOffset = -1 });
        else if (fault.Error != ReadError.None) sink.OnProblem(Faults.View(fault, carrier, null));
        else sink.OnProblem(new() { Kind = ProblemKind.UnknownFormat, Carrier = carrier, Message = "no known format fits the payload"u8, ByteOffset = -1 });
        return null;
    }
}
