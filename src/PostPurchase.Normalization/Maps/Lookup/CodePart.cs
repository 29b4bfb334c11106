using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>A code or qualifier, without blanks at its ends, packed into a machine word: up to eight bytes as they are, more as their hash.</summary>
internal readonly struct CodePart
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const ulong OtherMultiplier = 0xC2B2AE3D27D4EB4F;
    private const ulong EachByte = 0x0101010101010101;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CodePart(ReadOnlySpan<byte> text, CodeComparison compare)
    {
        if (compare == CodeComparison.Number || (!text.IsEmpty && (text[0] <= ' ' || text[^1] <= ' '))) text = Significant(text, compare);
        Length = text.Length;
        if (text.Length > sizeof(ulong)) Word = Hashed(text, compare);
        else Word = compare == CodeComparison.IgnoreCase ? Lower(Packed(text)) : Packed(text);
    }

    /// <summary>Says, with <see cref="Length"/>, all of a short text.</summary>
    public ulong Word { get; }

    public int Length { get; }

    public bool IsEmpty => Length == 0;

    /// <summary>Whether <see cref="Word"/> and <see cref="Length"/> say it all.</summary>
    public bool IsShort => Length <= sizeof(ulong);

    /// <summary>A text in the form in which it is compared.</summary>
    public static byte[] Normal(ReadOnlySpan<byte> text, CodeComparison compare)
    {
        var normal = Significant(text, compare).ToArray();
        if (compare != CodeComparison.IgnoreCase) return normal;
        for (var i = 0; i < normal.Length; i++) normal[i] = (byte)Lower(normal[i]);
        return normal;
    }

    /// <summary>Whether a text says the same as one in the form of <see cref="Normal"/>.</summary>
    public static bool IsNormal(ReadOnlySpan<byte> text, CodeComparison compare, ReadOnlySpan<byte> normal)
    {
        if (text.Length != normal.Length) text = Significant(text, compare);
        if (compare != CodeComparison.IgnoreCase) return text.SequenceEqual(normal);
        return text.Length == normal.Length && (text.Length < sizeof(ulong) ? Lower(Packed(text)) == Packed(normal) : IsLower(text, normal));
    }

    /// <summary>Likewise, for as many bytes of both, eight at least.</summary>
    private static bool IsLower(ReadOnlySpan<byte> text, ReadOnlySpan<byte> normal)
    {
        ref var own = ref MemoryMarshal.GetReference(text);
        ref var other = ref MemoryMarshal.GetReference(normal);
        var last = text.Length - sizeof(ulong);
        for (var at = 0; at < last; at += sizeof(ulong))
        {
            if (Lower(WordAt(ref own, at)) != WordAt(ref other, at)) return false;
        }
        return Lower(WordAt(ref own, last)) == WordAt(ref other, last);
    }

    /// <summary>A hash of two parts; its upper bits are the better ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(ulong code, ulong qualifier) => (code * Multiplier) + (qualifier * OtherMultiplier);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Packed(ReadOnlySpan<byte> text)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        // The two halves overlap where the text is shorter; with its length they are still unequivocal.
        if (text.Length >= sizeof(uint))
        {
            return Unsafe.ReadUnaligned<uint>(ref first) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, text.Length - sizeof(uint))) << 32);
        }
        if (text.Length >= sizeof(ushort))
        {
            return Unsafe.ReadUnaligned<ushort>(ref first) | ((ulong)Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref first, text.Length - sizeof(ushort))) << 16);
        }
        return text.IsEmpty ? 0UL : first;
    }

    /// <summary>A hash of more than eight bytes; the last eight overlap those before.</summary>
    private static ulong Hashed(ReadOnlySpan<byte> text, CodeComparison compare)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var ignoresCase = compare == CodeComparison.IgnoreCase;
        var last = text.Length - sizeof(ulong);
        var hash = 0UL;
        for (var at = 0; at < last; at += sizeof(ulong)) hash = With(hash, WordAt(ref first, at), ignoresCase);
        return With(hash, WordAt(ref first, last), ignoresCase);
    }

    private static ulong With(ulong hash, ulong word, bool ignoresCase) =>
        BitOperations.RotateLeft((hash ^ (ignoresCase ? Lower(word) : word)) * Multiplier, 31);

    private static ulong WordAt(ref byte text, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, at));

    /// <summary>Eight bytes at once: A to Z become a to z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Lower(ulong word)
    {
        const ulong HighBits = 0x80 * EachByte;
        var low = word & ~HighBits;
        var fromA = low + ((0x80 - 'A') * EachByte);
        var beyondZ = low + ((0x7F - 'Z') * EachByte);
        return word | (((fromA ^ beyondZ) & ~word & HighBits) >> 2);
    }

    /// <summary>What counts of a text.</summary>
    private static ReadOnlySpan<byte> Significant(ReadOnlySpan<byte> text, CodeComparison compare)
    {
        text = text.Trim(" \t\r\n"u8);
        if (compare != CodeComparison.Number || text.IsEmpty) return text;
        var significant = text.TrimStart((byte)'0');
        return significant.IsEmpty ? text[^1..] : significant;
    }
}
