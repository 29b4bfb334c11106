namespace PostPurchase.Normalization.Adapters;

/// <summary>Reads a payload that no data file can describe: it cuts scans out of the bytes, and interprets nothing.</summary>
/// <remarks>
/// What codes mean stands in the carrier's map, as for declared formats; times, zones and everything after them work the same way.
/// An instance serves all threads at once. An adapter that throws costs only the payload at hand: it becomes a problem.
/// </remarks>
public interface ICarrierAdapter
{
    /// <summary>Whose payloads it reads, and how the scans it hands over are to be understood. Asked once.</summary>
    AdapterFormat Format { get; }

    /// <summary>Whether a payload is one of its own; asked only where the caller names no format.</summary>
    /// <param name="utf8Payload">The payload, UTF-8, no byte order mark.</param>
    bool Recognizes(ReadOnlySpan<byte> utf8Payload);

    /// <summary>Hands the payload's shipments and scans to the writer, in the payload's order.</summary>
    /// <param name="utf8Payload">The payload, UTF-8, no byte order mark.</param>
    /// <param name="scans">Receives them; the texts are copied, so that spans may point anywhere.</param>
    void Read(ReadOnlySpan<byte> utf8Payload, ScanWriter scans);
}

/// <summary>What an adapter declares instead of paths.</summary>
/// <param name="Id">Id of the format: lower case, hyphens.</param>
/// <param name="Carrier">Id of the carrier, whose map holds the codes.</param>
/// <param name="Set">The set of that map in which codes are looked up.</param>
public sealed record AdapterFormat(string Id, string Carrier, string Set)
{
    /// <summary>Patterns of <see cref="Scan.Time"/>, tried in order; letters as in the page on carrier maps. Default: ISO 8601.</summary>
    public IReadOnlyList<string> TimePatterns { get; init; } = ["iso"];

    /// <summary>Zone of local times: <c>local</c> (not known), <c>place</c> (that of the scan's place), or an IANA id. Default: <c>local</c>.</summary>
    public string Zone { get; init; } = "local";

    /// <summary>Whether the payload begins with the newest scan. Default: <see langword="false"/>.</summary>
    public bool IsNewestFirst { get; init; }
}

/// <summary>One scan as sent; every part is UTF-8 text or empty.</summary>
public ref struct Scan
{
    /// <summary>The main code.</summary>
    public ReadOnlySpan<byte> Code { get; set; }

    /// <summary>The code that qualifies it.</summary>
    public ReadOnlySpan<byte> Qualifier { get; set; }

    /// <summary>A second qualifying code.</summary>
    public ReadOnlySpan<byte> Qualifier2 { get; set; }

    /// <summary>The carrier's short text.</summary>
    public ReadOnlySpan<byte> Label { get; set; }

    /// <summary>A second text.</summary>
    public ReadOnlySpan<byte> Detail { get; set; }

    /// <summary>Date and time, in one of the declared patterns.</summary>
    public ReadOnlySpan<byte> Time { get; set; }

    /// <summary>Offset of that time, where it is sent apart.</summary>
    public ReadOnlySpan<byte> Offset { get; set; }

    /// <summary>City or locality.</summary>
    public ReadOnlySpan<byte> City { get; set; }

    /// <summary>State or province.</summary>
    public ReadOnlySpan<byte> State { get; set; }

    /// <summary>Postal code.</summary>
    public ReadOnlySpan<byte> PostalCode { get; set; }

    /// <summary>Country: alpha-2, alpha-3 or a name.</summary>
    public ReadOnlySpan<byte> Country { get; set; }

    /// <summary>The place in one text.</summary>
    public ReadOnlySpan<byte> Place { get; set; }

    /// <summary>Number of the piece.</summary>
    public ReadOnlySpan<byte> Piece { get; set; }
}
