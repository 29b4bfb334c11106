using PostPurchase.Normalization.Adapters;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Words for payloads that could not be read.</summary>
internal static class Faults
{
    public static ProblemView View(ReadFault fault, string? carrier, string? format) => fault.Error switch
    {
        ReadError.Empty => View(ProblemKind.Empty, "the payload is empty"u8, fault, carrier, format),
        ReadError.Truncated => View(ProblemKind.Truncated, "the payload ends before it is complete"u8, fault, carrier, format),
        ReadError.TooDeep => View(ProblemKind.TooDeep, "the payload nests too deep"u8, fault, carrier, format),
        ReadError.WrongEncoding => View(ProblemKind.WrongEncoding, "the payload is not UTF-8 and declares no other encoding that is known"u8, fault, carrier, format),
        ReadError.AdapterFailed => View(ProblemKind.AdapterFailed, "the adapter written for this format failed"u8, fault with { ByteOffset = -1 }, carrier, format),
        _ => View(ProblemKind.Malformed, "the payload is not well-formed"u8, fault, carrier, format),
    };

    private static ProblemView View(ProblemKind kind, ReadOnlySpan<byte> message, ReadFault fault, string? carrier, string? format) =>
        new() { Kind = kind, Carrier = carrier, Format = format, Message = message, ByteOffset = fault.ByteOffset };
}
