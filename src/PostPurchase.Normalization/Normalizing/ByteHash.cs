using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>A quick hash for tables that verify what they find.</summary>
internal static class ByteHash
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        var rest = bytes;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..]) hash = (hash ^ MemoryMarshal.Read<ulong>(rest)) * Factor;
        // The last bytes, together with some that are in already.
        if (bytes.Length >= sizeof(ulong)) return (uint)(((hash ^ MemoryMarshal.Read<ulong>(bytes[^sizeof(ulong)..])) * Factor) >> 40);
        var few = 0UL;
        foreach (var value in rest) few = (few << 8) | value;
        return (uint)(((hash ^ few) * Factor) >> 40);
    }
}
