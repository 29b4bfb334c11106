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
    /// <summary>Positions are written in steps of at most so many; what is too much is written over.</summary>
    private const int Step = 16;

    /// <summary>Bits of a position that say where in its block it is; of a block's number, where in a word of 64 bits.</summary>
    private const int BlockBits = 6;
    private const int WordBits = 6;

    /// <summary>Which of eight bytes, repeated, holds a bit, and which of its bits that is.</summary>
    private static readonly Vector512<byte> ByteOfBit = Vector512<byte>.Indices >> 3;
    private static readonly Vector512<byte> BitInByte = Vector512.Create(0x8040201008040201UL).AsByte();

    private int[] _positions = new int[1024];

    /// <summary>A bit for each block: whether there is a backslash in it. Not cleared before there is one.</summary>
    private ulong[] _escapedBlocks = [];

    /// <summary>Whether this machine has the vectors to build it.</summary>
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    /// <summary>How many positions there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is a backslash anywhere.</summary>
    public bool HasEscapes { get; private set; }

    /// <summary>A bit for each block of the text: whether there is a backslash in it; says nothing where there is none at all.</summary>
    public ReadOnlySpan<ulong> EscapedBlocks => _escapedBlocks;

    /// <summary>The positions; behind the last one stands the first, so that one may look ahead: no separator, whoever looks for one.</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, Count + 1);

    /// <summary>Whether there may be backslashes between two positions: in the blocks that they stand in, or they are far apart. <paramref name="escapedBlocks"/> begin those of a text that has some.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHaveEscapes(ref ulong escapedBlocks, int start, int end)
    {
        var first = start >> BlockBits;
        var last = end >> BlockBits;
        return last > first + 1 || (((Unsafe.Add(ref escapedBlocks, first >> WordBits) >> first) | (Unsafe.Add(ref escapedBlocks, last >> WordBits) >> last)) & 1) != 0;
    }

    /// <summary>Indexes a text that is valid UTF-8; <see langword="false"/> where it is not JSON, or neither object nor list.</summary>
    public bool TryBuild(ReadOnlySpan<byte> json)
    {
        HasEscapes = false;
        var whole = json.Length & -JsonBlock.Length;
        var progress = new Progress { Follows = 1 };
        if (!TryPass(json, ref MemoryMarshal.GetReference(json), 0, whole, ref progress)) return false;
        if (whole < json.Length)
        {
            Span<byte> rest = stackalloc byte[JsonBlock.Length];
            rest.Fill((byte)' ');
            json[whole..].CopyTo(rest);
            if (!TryPass(json, ref MemoryMarshal.GetReference(rest), whole, whole + JsonBlock.Length, ref progress)) return false;
        }
        Count = progress.Count;
        if ((progress.Faults | progress.InString | progress.Escaped) != 0 || Count == 0 || !IsBracketed(json)) return false;
        _positions[Count] = _positions[0];
        return true;
    }

    /// <summary>Goes over blocks of a text, of which <paramref name="text"/> holds those from <paramref name="start"/> to <paramref name="end"/>.</summary>
    private bool TryPass(ReadOnlySpan<byte> json, ref byte text, int start, int end, ref Progress progress)
    {
        while (progress.Position < end)
        {
            if (progress.Count + JsonBlock.Length + Step >= _positions.Length) Array.Resize(ref _positions, _positions.Length * 2);
            PassPlain(ref text, start, end, ref progress, ref MemoryMarshal.GetArrayDataReference(_positions), _positions.Length - JsonBlock.Length - Step);
            if (progress.Position < end && !TryPassEscapes(json, ref Unsafe.Add(ref text, progress.Position - start), ref progress)) return false;
        }
        return true;
    }

    /// <summary>Goes over blocks for as long as there are no escapes and there is room for positions. Calls nothing, so that all stays in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PassPlain(ref byte text, int start, int end, ref Progress from, ref int positions, int mostPositions)
    {
        var progress = from;
        while (progress.Position < end && progress.Count < mostPositions)
        {
            var block = new JsonBlock(ref Unsafe.Add(ref text, progress.Position - start));
            if ((block.Backslashes | progress.Escaped) != 0) break;
            Pass(block, block.Quotes, ref progress, ref positions);
        }
        from = progress;
    }

    /// <summary>Goes over a block with escapes, if there is room for its positions.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryPassEscapes(ReadOnlySpan<byte> json, ref byte bytes, ref Progress progress)
    {
        var block = new JsonBlock(ref bytes);
        if (progress.Count >= _positions.Length - JsonBlock.Length - Step || (block.Backslashes | progress.Escaped) == 0) return true;
        if (!HasEscapes) BeginEscapes(json.Length);
        if (block.Backslashes != 0) _escapedBlocks[progress.Position >> (BlockBits + WordBits)] |= 1UL << (progress.Position >> BlockBits);
        (var escaped, progress.Escaped) = Escaped(block.Backslashes, progress.Escaped);
        if (!AreEscapes(json, progress.Position, escaped, block)) return false;
        Pass(block, block.Quotes & ~escaped, ref progress, ref MemoryMarshal.GetArrayDataReference(_positions));
        return true;
    }

    private void BeginEscapes(int length)
    {
        HasEscapes = true;
        var words = (length >> (BlockBits + WordBits)) + 1;
        if (_escapedBlocks.Length < words) _escapedBlocks = new ulong[Math.Max(words, _escapedBlocks.Length * 2)];
        else Array.Clear(_escapedBlocks, 0, words);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(in JsonBlock block, ulong quotes, ref Progress progress, ref int positions)
    {
        var inString = PrefixXor(quotes) ^ progress.InString;
        progress.InString = (ulong)((long)inString >> 63);
        var strings = inString | quotes;

        var closing = block.Closing & ~strings;
        var openers = (block.Opening | block.Colons | block.Commas) & ~strings;
        var blanks = block.BlanksAndControls & ~strings;
        if (blanks != 0) progress.Faults |= blanks & ~block.Blanks;

        var scalars = ~(strings | openers | closing | blanks);
        var begins = (quotes & inString) | (scalars & ~((scalars << 1) | progress.InScalar));
        progress.InScalar = scalars >> 63;
        progress.Faults |= (begins & ~Follows(openers, blanks, ref progress.Follows)) | (block.Controls & inString);
        Write(openers | closing, progress.Position, ref Unsafe.Add(ref positions, progress.Count));
        progress.Count += BitOperations.PopCount(openers | closing);
        progress.Position += JsonBlock.Length;
    }

    /// <summary>How far a text was indexed.</summary>
    private struct Progress
    {
        public int Position;
        public int Count;

        /// <summary>Not zero where something stands that JSON does not have there.</summary>
        public ulong Faults;

        /// <summary>All ones where the next block begins inside a string.</summary>
        public ulong InString;

        /// <summary>One where the next block's first byte is escaped; likewise below.</summary>
        public ulong Escaped;

        /// <summary>One where it goes on with a number or word.</summary>
        public ulong InScalar;

        /// <summary>One where something may begin there.</summary>
        public ulong Follows;
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

    /// <summary>Whether bytes behind backslashes are those that JSON knows, with four digits behind each <c>u</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AreEscapes(ReadOnlySpan<byte> json, int start, ulong escaped, in JsonBlock block)
    {
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

    /// <summary>Writes a position for each bit; a few more than that are overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ulong bits, int start, ref int target)
    {
        if (Avx512Vbmi2.IsSupported)
        {
            WriteCompressed(bits, start, ref target);
            return;
        }
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
            if (bits == 0) return;
            target = ref Unsafe.Add(ref target, 8);
        }
    }

    /// <summary>The same, sixteen at once: the numbers from 0 to 63 whose bits are set are moved together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteCompressed(ulong bits, int start, ref int target)
    {
        var spread = Avx512BW.Shuffle(Vector512.Create(bits).AsByte(), ByteOfBit);
        var numbers = Avx512Vbmi2.Compress(Vector512<byte>.Zero, ~Vector512.Equals(spread & BitInByte, Vector512<byte>.Zero), Vector512<byte>.Indices);
        var from = Vector512.Create(start);
        for (var count = BitOperations.PopCount(bits); ; count -= Step)
        {
            (from + Avx512F.ConvertToVector512Int32(numbers.GetLower().GetLower())).StoreUnsafe(ref target);
            if (count <= Step) return;
            numbers = Avx512F.AlignRight32(Vector512<int>.Zero, numbers.AsInt32(), 4).AsByte();
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
