namespace PostPurchase.Normalization.Events;

/// <summary>Where a scan took place, as far as the carrier says. Absent values are <see langword="null"/>.</summary>
/// <remarks>Immutable; scans at the same place may share one object.</remarks>
public sealed record Place
{
    // Not a number where it is not told.
    private readonly double _latitude = double.NaN;
    private readonly double _longitude = double.NaN;

    /// <summary>City or locality, as sent.</summary>
    public string? City { get; init; }

    /// <summary>State or province, as sent.</summary>
    public string? State { get; init; }

    /// <summary>Postal code, as sent.</summary>
    public string? PostalCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2 where the text sent is a known country, else the text.</summary>
    public string? Country { get; init; }

    /// <summary>The place in one text, where it was not sent in parts.</summary>
    public string? Text { get; init; }

    /// <summary>The carrier's code of the facility.</summary>
    public string? Facility { get; init; }

    /// <summary>Degrees north, WGS 84.</summary>
    public double? Latitude { get => Told(_latitude); init => _latitude = value ?? double.NaN; }

    /// <summary>Degrees east, WGS 84.</summary>
    public double? Longitude { get => Told(_longitude); init => _longitude = value ?? double.NaN; }

    private static double? Told(double degrees) => double.IsNaN(degrees) ? null : degrees;
}
