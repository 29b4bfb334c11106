namespace PostPurchase.Normalization.Normalizing.Streams;

/// <summary>How payloads follow each other in a stream.</summary>
public enum PayloadFraming
{
    /// <summary>Told from the beginning: <c>[</c> is an array, a whole JSON object on the first of several lines means lines, all else is one payload.</summary>
    Auto,

    /// <summary>The stream is one payload.</summary>
    Whole,

    /// <summary>A payload a line (NDJSON); a broken line costs only itself.</summary>
    Lines,

    /// <summary>A JSON array whose items are payloads.</summary>
    Array,
}

/// <summary>What came of one payload of a stream.</summary>
/// <param name="Index">Zero-based number of the payload in the stream.</param>
/// <param name="Offset">Zero-based offset of its first byte in the stream.</param>
/// <param name="Result">The result; offsets in it count from the payload's beginning.</param>
public sealed record StreamedResult(long Index, long Offset, NormalizationResult Result);
