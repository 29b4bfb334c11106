using System.Buffers.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Time;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>What events read lately were made of, so that what comes again is not made again. Bounded; not thread-safe.</summary>
internal sealed class EventPools
{
    private static readonly Place Nowhere = new();

    private readonly RecentObjects<Place> _places = new();
    private readonly RecentObjects<ScanWords> _words = new();

    public TextPool Texts { get; } = new();

    /// <summary>The diagnostics of the payload at hand, whose events may still move.</summary>
    public List<DiagnosticDraft> Drafts { get; } = [];

    /// <summary>The numbers of a shipment's pieces, while they are gathered.</summary>
    public DistinctItems<string> Pieces { get; } = new();

    /// <summary>Other numbers of a shipment with their names, while they are gathered.</summary>
    public DistinctItems<(string Number, string? Name)> Pairs { get; } = new();

    /// <summary>The codes and texts of a scan; <see langword="null"/> where it has none.</summary>
    public ScanWords? WordsOf(in EventView view)
    {
        var key = _words.NewKey();
        Add(view, view.Context.Format.Words, ref key);
        if (key.IsBlank) return null;
        return _words.Find(key)
            ?? _words.Keep(key, new(Texts.Get(view.Code), Texts.Get(view.Qualifier), Texts.Get(view.Qualifier2), Texts.Get(view.Label), Texts.Get(view.Detail)));
    }

    /// <summary>Where a scan took place; <see langword="null"/> where that is not told.</summary>
    public Place? PlaceOf(in EventView view)
    {
        var key = _places.NewKey();
        Add(view, view.Context.Format.Fields.Places, ref key);
        return key.IsBlank ? null : _places.Find(key) ?? PlaceOf(new PlaceParts
        {
            City = view.City,
            State = view.State,
            PostalCode = view.PostalCode,
            Country = view.Country,
            Text = view.Place,
            Facility = view.Facility,
            Latitude = view.Latitude,
            Longitude = view.Longitude,
        });
    }

    /// <summary>The place of which these parts are told; <see langword="null"/> where none is.</summary>
    public Place? PlaceOf(in PlaceParts parts)
    {
        var key = _places.NewKey();
        key.Add(0, parts.City);
        key.Add(1, parts.State);
        key.Add(2, parts.PostalCode);
        key.Add(3, parts.Country);
        key.Add(4, parts.Text);
        key.Add(5, parts.Facility);
        key.Add(6, parts.Latitude);
        key.Add(7, parts.Longitude);
        if (key.IsBlank) return null;
        return _places.Find(key) ?? (Make(parts) is { } place ? _places.Keep(key, place) : null);
    }

    private static void Add(in EventView view, FieldPart[] parts, ref PartsKey key)
    {
        foreach (ref readonly var part in parts.AsSpan()) key.Add(part.Number, view.Scan.Read(part.Field));
    }

    private Place? Make(in PlaceParts parts)
    {
        var latitude = Degrees(parts.Latitude, 90);
        var longitude = Degrees(parts.Longitude, 180);
        var place = new Place
        {
            City = Texts.Get(parts.City),
            State = Texts.Get(parts.State),
            PostalCode = Texts.Get(parts.PostalCode),
            Country = Countries.Find(parts.Country) ?? Texts.Get(parts.Country),
            Text = Texts.Get(parts.Text),
            Facility = Texts.Get(parts.Facility),
            Latitude = longitude is null ? null : latitude,
            Longitude = latitude is null ? null : longitude,
        };
        return place == Nowhere ? null : place;
    }

    private static double? Degrees(ReadOnlySpan<byte> text, double limit) =>
        Utf8Parser.TryParse(text, out double degrees, out var used) && used == text.Length && Math.Abs(degrees) <= limit ? degrees : null;
}

/// <summary>A place as sent, in UTF-8; empty where a part is not told. Parts are numbered like <see cref="FieldPlan.Places"/>.</summary>
internal readonly ref struct PlaceParts
{
    public ReadOnlySpan<byte> City { get; init; }

    public ReadOnlySpan<byte> State { get; init; }

    public ReadOnlySpan<byte> PostalCode { get; init; }

    public ReadOnlySpan<byte> Country { get; init; }

    public ReadOnlySpan<byte> Text { get; init; }

    public ReadOnlySpan<byte> Facility { get; init; }

    public ReadOnlySpan<byte> Latitude { get; init; }

    public ReadOnlySpan<byte> Longitude { get; init; }
}
