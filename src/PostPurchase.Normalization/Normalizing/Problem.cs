using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Why a payload, or a shipment in it, has no events to give.</summary>
public enum ProblemKind
{
    /// <summary>The payload is empty or blank.</summary>
    Empty,

    /// <summary>The payload is not well-formed JSON or XML.</summary>
    Malformed,

    /// <summary>The payload ends too early. Shipments that were complete before are given.</summary>
    Truncated,

    /// <summary>The payload nests deeper than is read.</summary>
    TooDeep,

    /// <summary>The payload is not UTF-8, nor in an encoding that it declares and that is known.</summary>
    WrongEncoding,

    /// <summary>The payload is longer than the host allows.</summary>
    TooLarge,

    /// <summary>No known format fits the payload.</summary>
    UnknownFormat,

    /// <summary>Several formats fit equally well, or a carrier that was named has several; the caller has to name one.</summary>
    AmbiguousFormat,

    /// <summary>An adapter written by hand failed.</summary>
    AdapterFailed,

    /// <summary>The carrier does not know the number, or not yet.</summary>
    NotFound,

    /// <summary>The carrier knows the number but has nothing to tell yet.</summary>
    NotYetAvailable,

    /// <summary>The carrier says that the number cannot be one.</summary>
    InvalidNumber,

    /// <summary>The carrier refused the caller: credentials, rights.</summary>
    AccessDenied,

    /// <summary>The carrier wants fewer calls.</summary>
    RateLimited,

    /// <summary>The carrier could not make sense of the request.</summary>
    BadRequest,

    /// <summary>The carrier reports an error of its own, or one of no known kind.</summary>
    CarrierError,

    /// <summary>A good answer that holds no scans.</summary>
    NoEvents,
}

/// <summary>A state of a payload or shipment that gave no events: told, never thrown.</summary>
public sealed record Problem
{
    /// <summary>What it is.</summary>
    public required ProblemKind Kind { get; init; }

    /// <summary>Id of the carrier, where it is known.</summary>
    public string? Carrier { get; init; }

    /// <summary>Id of the format, where it is known.</summary>
    public string? Format { get; init; }

    /// <summary>The number asked for, where the answer repeats it.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>The carrier's own code.</summary>
    public string? Code { get; init; }

    /// <summary>The carrier's own words, or ours where the payload could not be read.</summary>
    public string? Message { get; init; }

    /// <summary>Zero-based offset of the fault in the UTF-8 payload, in bytes; <see langword="null"/> where there is none.</summary>
    public long? ByteOffset { get; init; }
}

internal static class ProblemKinds
{
    /// <summary>The words of the kinds that a map may name.</summary>
    public static readonly string[] OfCarriers = MemberWords<ProblemKind>.InOrder[(int)ProblemKind.NotFound..(int)ProblemKind.NoEvents];
}
