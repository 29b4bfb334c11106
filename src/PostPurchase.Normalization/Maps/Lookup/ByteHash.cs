using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>A quick hash for tables that verify what they find.</summary>
internal static class ByteHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;
    private const int Step = 2 * sizeof(ulong);

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        if (bytes.Length < Step) return (uint)Mixed(hash, Few(bytes), Few(bytes[(bytes.Length / 2)..]));
        var rest = bytes;
        for (; rest.Length > Step; rest = rest[Step..]) hash = Mixed(hash, Word(rest), Word(rest[sizeof(ulong)..]));
        // The last bytes, together with some that are in already.
        rest = bytes[^Step..];
        return (uint)Mixed(hash, Word(rest), Word(rest[sizeof(ulong)..]));
    }

    private static ulong Mixed(ulong hash, ulong one, ulong other)
    {
        var high = Math.BigMul(one ^ hash ^ First, other ^ Second, out var low);
        return high ^ low;
    }

    private static ulong Word(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<ulong>(bytes);

    /// <summary>The first bytes, at most eight.</summary>
    private static ulong Few(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(ulong)) return Word(bytes);
        if (bytes.Length >= sizeof(uint)) return MemoryMarshal.Read<uint>(bytes) | ((ulong)MemoryMarshal.Read<uint>(bytes[^sizeof(uint)..]) << 32);
        return bytes.IsEmpty ? 0 : bytes[0] | ((ulong)bytes[bytes.Length / 2] << 8) | ((ulong)bytes[^1] << 16);
    }
}
