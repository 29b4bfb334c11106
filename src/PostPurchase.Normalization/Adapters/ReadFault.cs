namespace PostPurchase.Normalization.Adapters;

/// <summary>Why a payload could not be read to its end.</summary>
internal enum ReadError : byte
{
    None,
    Empty,
    Malformed,
    Truncated,
    TooDeep,
    WrongEncoding,
    AdapterFailed,
}

/// <summary>The first fault of a payload's syntax.</summary>
/// <param name="Error">What is wrong.</param>
/// <param name="ByteOffset">Zero-based offset in the UTF-8 payload, in bytes.</param>
internal readonly record struct ReadFault(ReadError Error, int ByteOffset);
