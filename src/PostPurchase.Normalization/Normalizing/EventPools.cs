using System.Buffers.Text;
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
        var code = view.Code;
        var qualifier = view.Qualifier;
        var qualifier2 = view.Qualifier2;
        var label = view.Label;
        var detail = view.Detail;
        var key = _words.NewKey();
        key.Add(code);
        key.Add(qualifier);
        key.Add(qualifier2);
        key.Add(label);
        key.Add(detail);
        if (key.IsBlank) return null;
        return _words.Find(key) ?? _words.Keep(key, new(Texts.Get(code), Texts.Get(qualifier), Texts.Get(qualifier2), Texts.Get(label), Texts.Get(detail)));
    }

    /// <summary>Where a scan took place; <see langword="null"/> where that is not told.</summary>
    public Place? PlaceOf(in EventView view) => PlaceOf(new PlaceParts
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

    /// <summary>The place of which these parts are told; <see langword="null"/> where none is.</summary>
    public Place? PlaceOf(in PlaceParts parts)
    {
        var key = _places.NewKey();
        key.Add(parts.City);
        key.Add(parts.State);
        key.Add(parts.PostalCode);
        key.Add(parts.Country);
        key.Add(parts.Text);
        key.Add(parts.Facility);
        key.Add(parts.Latitude);
        key.Add(parts.Longitude);
        if (key.IsBlank) return null;
        return _places.Find(key) ?? (Make(parts) is { } place ? _places.Keep(key, place) : null);
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

/// <summary>A place as sent, in UTF-8; empty where a part is not told.</summary>
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
