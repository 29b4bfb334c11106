using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>
/// A validating scanner over JSON in UTF-8 that is known to be valid UTF-8: finds the ends of values, skips what nobody asked for, and takes
/// nothing that the JSON standard does not allow. Every method takes a position and gives the next one, negative on a fault;
/// faults are answers, never exceptions.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    public const int MaxDepth = 64;

    /// <summary>What a method gives instead of a position when there is a fault.</summary>
    public const int Failed = -1;

    private readonly ref byte _start = ref MemoryMarshal.GetReference(json);
    private readonly int _length = json.Length;

    /// <summary>The first fault.</summary>
    public ReadFault Fault { get; private set; }

    /// <summary>Position of the next byte that is no blank. By value: a position whose address is taken would live in memory, not in a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Next(int position) => position < _length && Unsafe.Add(ref _start, position) > ' ' ? position : NextBeyondBlanks(position);

    /// <summary>The byte at a position that <see cref="Next"/> gave; 0 at the end, which no valid text contains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly byte ByteAt(int position) => position < _length ? Unsafe.Add(ref _start, position) : (byte)0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int NextBeyondBlanks(int position)
    {
        while (position < _length && At(position) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') position++;
        return position;
    }

    /// <summary>Reads a string whose opening quote stands at <paramref name="position"/>; gives the position behind the closing one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int String(int position, out bool isEscaped)
    {
        isEscaped = false;
        if (Vector128.IsHardwareAccelerated && position + 1 + Vector128<byte>.Count <= _length)
        {
            var mask = Special(position + 1);
            if (mask != 0)
            {
                var end = position + 1 + BitOperations.TrailingZeroCount(mask);
                if (Unsafe.Add(ref _start, end) == '"') return end + 1;
            }
        }
        return LongString(position + 1, out isEscaped);
    }

    private int LongString(int position, out bool isEscaped)
    {
        isEscaped = false;
        while (true)
        {
            if (Vector128.IsHardwareAccelerated && position + Vector128<byte>.Count <= _length)
            {
                var mask = Special(position);
                if (mask == 0)
                {
                    position += Vector128<byte>.Count;
                    continue;
                }
                position += BitOperations.TrailingZeroCount(mask);
            }
            else
            {
                while (position < _length && At(position) is not ((byte)'"' or (byte)'\\') && At(position) >= ' ') position++;
                if (position == _length) return Fail(ReadError.Truncated, position);
            }

            var special = At(position);
            if (special == '"') return position + 1;
            if (special != '\\') return Fail(ReadError.Malformed, position);
            isEscaped = true;
            position = Escape(position + 1);
            if (position < 0) return Failed;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Special(int position)
    {
        var block = Vector128.LoadUnsafe(ref _start, (nuint)position);
        var special = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\')) | Vector128.LessThan(block, Vector128.Create((byte)' '));
        return special.ExtractMostSignificantBits();
    }

    private int Escape(int position)
    {
        if (position == _length) return Fail(ReadError.Truncated, position);
        switch (At(position))
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return position + 1;
            case (byte)'u':
                for (var i = 1; i <= 4; i++)
                {
                    if (position + i == _length) return Fail(ReadError.Truncated, _length);
                    if (!char.IsAsciiHexDigit((char)At(position + i))) return Fail(ReadError.Malformed, position + i);
                }
                return position + 5;
            default:
                return Fail(ReadError.Malformed, position);
        }
    }

    /// <summary>Reads a number or one of the three words; <paramref name="next"/> is the byte at the position.</summary>
    public int Literal(int position, byte next) => next switch
    {
        (byte)'t' => Word(position, "true"u8),
        (byte)'f' => Word(position, "false"u8),
        (byte)'n' => IsNull(position) ? position + 4 : Word(position, "null"u8),
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(position),
        _ => FailAt(position),
    };

    /// <summary>Whether the word <c>null</c> begins at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsNull(int position) =>
        position + sizeof(uint) <= _length && Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref _start, position)) == MemoryMarshal.Read<uint>("null"u8);

    private int Word(int position, ReadOnlySpan<byte> word)
    {
        var rest = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _start, position), _length - position);
        if (rest.StartsWith(word)) return position + word.Length;
        var same = rest.CommonPrefixLength(word);
        return Fail(same == rest.Length ? ReadError.Truncated : ReadError.Malformed, position + same);
    }

    private int Number(int position)
    {
        if (ByteAt(position) == '-') position++;
        if (ByteAt(position) == '0') position++;
        else if ((position = Digits(position)) < 0) return Failed;
        if (ByteAt(position) == '.' && (position = Digits(position + 1)) < 0) return Failed;
        if (ByteAt(position) is (byte)'e' or (byte)'E')
        {
            position++;
            if (ByteAt(position) is (byte)'+' or (byte)'-') position++;
            if ((position = Digits(position)) < 0) return Failed;
        }
        return position;
    }

    private int Digits(int position)
    {
        var first = position;
        while (ByteAt(position) is >= (byte)'0' and <= (byte)'9') position++;
        return position > first ? position : FailAt(position);
    }

    private readonly byte At(int position) => Unsafe.Add(ref _start, position);

    /// <summary>Passes over the value at a position, however deep, checking all of it.</summary>
    /// <param name="position">Where the value, or blanks before it, begin.</param>
    /// <param name="depth">Depth of what the value stands in.</param>
    public int Skip(int position, int depth)
    {
        // A bit a level: 1 for an object, 0 for a list.
        var objects = 0UL;
        var level = 0;
        while (true)
        {
            position = Next(position);
            var next = ByteAt(position);
            if (next == '"') position = String(position, out _);
            else if (next is (byte)'{' or (byte)'[')
            {
                if (depth + ++level > MaxDepth) return Fail(ReadError.TooDeep, position);
                position++;
                objects = (objects << 1) | (next == '{' ? 1UL : 0UL);
                position = Next(position);
                if (ByteAt(position) != (next == '{' ? '}' : ']'))
                {
                    if (next == '{' && (position = Name(position, out _)) < 0) return Failed;
                    continue;
                }
                position++;
                objects >>= 1;
                level--;
            }
            else position = Literal(position, next);
            if (position < 0) return Failed;

            while (true)
            {
                if (level == 0) return position;
                var isObject = (objects & 1) != 0;
                position = Next(position);
                next = ByteAt(position);
                if (next == ',')
                {
                    position++;
                    if (isObject && (position = Name(position, out _)) < 0) return Failed;
                    break;
                }
                if (next != (isObject ? '}' : ']')) return FailAt(position);
                position++;
                objects >>= 1;
                level--;
            }
        }
    }

    /// <summary>Passes over a property name and the colon behind it; <paramref name="isEscaped"/> tells of escapes in the name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Name(int position, out bool isEscaped)
    {
        isEscaped = false;
        position = Next(position);
        if (ByteAt(position) != '"') return FailAt(position);
        position = String(position, out isEscaped);
        return position < 0 ? Failed : Colon(position);
    }

    /// <summary>Passes over the colon behind a name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Colon(int position)
    {
        position = Next(position);
        return ByteAt(position) == ':' ? position + 1 : FailAt(position);
    }

    /// <summary>A fault at a position: the end where there is nothing more, else a byte out of place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int FailAt(int position) => Fail(position >= _length ? ReadError.Truncated : ReadError.Malformed, position);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Fail(ReadError error, int position)
    {
        Fault = new(error, position);
        return Failed;
    }
}
