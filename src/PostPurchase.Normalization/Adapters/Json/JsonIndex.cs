using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>
/// Where the brackets, colons and commas of a JSON text stand, those inside strings left out. Building it checks strings, and that values
/// and names begin only where they may. The buffer is used again from text to text; not thread-safe.
/// </summary>
/// <remarks>
/// What holds of a text that was indexed: strings are closed and well-formed; a string, number or word begins only after an opening
/// bracket, a colon or a comma, so that between two positions there is at most one of them, and blanks; the first position is that of
/// an opening bracket and the last one of a closing bracket, with only blanks around them. What is left to check is the business of <see cref="IndexedWalker"/>.
/// </remarks>
internal sealed class JsonIndex
{
    /// <summary>Positions are written in steps of so many; what is too much is written over.</summary>
    private const int Step = 8;

    private int[] _positions = new int[1024];

    /// <summary>Whether this machine has the vectors to build it.</summary>
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    /// <summary>How many positions there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is a backslash anywhere.</summary>
    public bool HasEscapes { get; private set; }

    /// <summary>The positions; behind the last one stands the first, so that one may look ahead: no separator, whoever looks for one.</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, Count + 1);

    /// <summary>Indexes a text that is valid UTF-8; <see langword="false"/> where it is not JSON, or neither object nor list.</summary>
    public bool TryBuild(ReadOnlySpan<byte> json)
    {
        HasEscapes = false;
        Span<byte> rest = stackalloc byte[JsonBlock.Length];
        rest.Fill((byte)' ');
        json[(json.Length & -JsonBlock.Length)..].CopyTo(rest);

        ref var text = ref MemoryMarshal.GetReference(json);
        var count = 0;
        // Carried from block to block: all ones inside a string; ones where the next block's first byte is escaped, goes on with a
        // number or word, or may begin something.
        var carriedString = 0UL;
        var carriedEscape = 0UL;
        var carriedScalar = 0UL;
        var carriedFollows = 1UL;
        var faults = 0UL;
        for (var start = 0; start < json.Length; start += JsonBlock.Length)
        {
            ref var bytes = ref start + JsonBlock.Length <= json.Length ? ref Unsafe.Add(ref text, start) : ref MemoryMarshal.GetReference(rest);
            var block = new JsonBlock(ref bytes);
            var quotes = block.Quotes;
            var backslashes = block.Backslashes;
            if ((backslashes | carriedEscape) != 0)
            {
                HasEscapes = true;
                (var escaped, carriedEscape) = Escaped(backslashes, carriedEscape);
                if (!AreEscapes(json, start, escaped, ref bytes)) return false;
                quotes &= ~escaped;
            }
            var inString = PrefixXor(quotes) ^ carriedString;
            carriedString = (ulong)((long)inString >> 63);
            var strings = inString | quotes;

            var closing = block.Closing & ~strings;
            var openers = (block.Opening | block.Colons | block.Commas) & ~strings;
            var blanks = block.BlanksAndControls & ~strings;
            if (blanks != 0) faults |= blanks & ~Blanks(ref bytes);

            var scalars = ~(strings | openers | closing | blanks);
            var begins = (quotes & inString) | (scalars & ~((scalars << 1) | carriedScalar));
            carriedScalar = scalars >> 63;
            faults |= (begins & ~Follows(openers, blanks, ref carriedFollows)) | (block.Controls & inString);
            count = Add(count, start, openers | closing);
        }
        Count = count;
        if ((faults | carriedString | carriedEscape) != 0 || count == 0 || !IsBracketed(json)) return false;
        _positions[count] = _positions[0];
        return true;
    }

    /// <summary>Where something may begin: behind openers, and behind the blanks behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Follows(ulong openers, ulong blanks, ref ulong carried)
    {
        var follows = (openers << 1) | carried;
        carried = openers >> 63;
        if (blanks == 0) return follows;
        // Adding its first bit to a run of ones carries over to the bit behind the run.
        var behind = blanks + (blanks & follows);
        if (behind < blanks) carried = 1;
        return (follows | behind) & ~blanks;
    }

    /// <summary>Each bit becomes the parity of itself and all below: ones from an opening quote up to the closing one, which is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        // Multiplying by all ones without carrying is the same in one step.
        if (Pclmulqdq.IsSupported) return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }

    /// <summary>The bytes that a backslash stands before which is not escaped itself.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (ulong Escaped, ulong Carried) Escaped(ulong backslashes, ulong carried)
    {
        var escaped = carried;
        for (var rest = backslashes & ~escaped; rest != 0;)
        {
            var next = (rest & (0 - rest)) << 1;
            escaped |= next;
            rest &= (rest - 1) & ~next;
        }
        return (escaped, (backslashes & ~escaped) >> 63);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Blanks(ref byte bytes) => new JsonBlock(ref bytes).Blanks;

    /// <summary>Whether bytes behind backslashes are those that JSON knows, with four digits behind each <c>u</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AreEscapes(ReadOnlySpan<byte> json, int start, ulong escaped, ref byte bytes)
    {
        var block = new JsonBlock(ref bytes);
        if ((escaped & ~block.Escapable) != 0) return false;
        for (var units = escaped & block.CodeUnits; units != 0; units &= units - 1)
        {
            var digits = start + BitOperations.TrailingZeroCount(units) + 1;
            if (digits + 4 > json.Length) return false;
            foreach (var digit in json.Slice(digits, 4))
            {
                if (!char.IsAsciiHexDigit((char)digit)) return false;
            }
        }
        return true;
    }

    /// <summary>Appends a position for each bit; gives the new count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Add(int count, int start, ulong bits)
    {
        if (count + JsonBlock.Length + Step >= _positions.Length) Array.Resize(ref _positions, _positions.Length * 2);
        ref var target = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_positions), count);
        count += BitOperations.PopCount(bits);
        while (true)
        {
            target = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            Unsafe.Add(ref target, 1) = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            Unsafe.Add(ref target, 2) = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            Unsafe.Add(ref target, 3) = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            Unsafe.Add(ref target, 4) = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            Unsafe.Add(ref target, 5) = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            Unsafe.Add(ref target, 6) = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            Unsafe.Add(ref target, 7) = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            if (bits == 0) return count;
            target = ref Unsafe.Add(ref target, Step);
        }
    }

    /// <summary>Whether the text begins and ends with a bracket, but for blanks.</summary>
    private bool IsBracketed(ReadOnlySpan<byte> json)
    {
        var (first, last) = (_positions[0], _positions[Count - 1]);
        return json[first] is (byte)'{' or (byte)'[' && json[last] is (byte)'}' or (byte)']'
            && json[..first].IndexOfAnyExcept(" \t\r\n"u8) < 0 && json[(last + 1)..].IndexOfAnyExcept(" \t\r\n"u8) < 0;
    }
}
