using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PostPurchase.Normalization.Time;

/// <summary>The bytes of a short text in two vectors: its first half and its last, which may overlap.</summary>
internal readonly struct TextLanes
{
    /// <summary>Of texts that fit.</summary>
    public const int ShortestText = sizeof(uint);

    /// <inheritdoc cref="ShortestText"/>
    public const int LongestText = 2 * Half;

    public const int Count = 2 * Half;

    /// <summary>Lanes of a vector.</summary>
    public const int Half = 16;

    /// <summary>Stands for a lane in <see cref="Gather"/> where there is none.</summary>
    public const byte NoLane = 0xFF;

    private readonly Vector128<byte> _low;
    private readonly Vector128<byte> _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TextLanes(Vector128<byte> low, Vector128<byte> high) => (_low, _high) = (low, high);

    public static bool AreSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian;
    }

    /// <summary>A bit for each lane that holds a digit.</summary>
    public uint Digits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => DigitsOf(_low) | (DigitsOf(_high) << Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextLanes Of(ReadOnlySpan<byte> text)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        if (text.Length >= Half) return new(Vector128.LoadUnsafe(ref first), Vector128.LoadUnsafe(ref first, (nuint)(text.Length - Half)));
        if (text.Length >= sizeof(ulong))
        {
            return new(Vector128.Create(Unsafe.ReadUnaligned<ulong>(ref first), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, text.Length - sizeof(ulong)))).AsByte(), default);
        }
        var head = Unsafe.ReadUnaligned<uint>(ref first);
        var tail = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, text.Length - sizeof(uint)));
        return new(Vector128.CreateScalar(head | ((ulong)tail << 32)).AsByte(), default);
    }

    /// <summary>The lanes as they are told one by one.</summary>
    public static TextLanes From(ReadOnlySpan<byte> lanes) => new(Vector128.Create(lanes[..Half]), Vector128.Create(lanes[Half..]));

    /// <summary>The lane in which a byte of a text stands; there may be another one.</summary>
    public static int LaneOf(int at, int length)
    {
        var half = length >= Half ? Half : length >= sizeof(ulong) ? sizeof(ulong) : sizeof(uint);
        return at < half ? at : at - length + (2 * half);
    }

    /// <summary>Whether the <paramref name="bits"/> that count are those of <paramref name="other"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreLike(TextLanes other, TextLanes bits) =>
        (((_low ^ other._low) & bits._low) | ((_high ^ other._high) & bits._high)) == Vector128<byte>.Zero;

    /// <summary>Whether ASCII letters stand in all lanes of <paramref name="places"/>, whose bits are set there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreLetters(TextLanes places) => ((NoLetters(_low) & places._low) | (NoLetters(_high) & places._high)) == Vector128<byte>.Zero;

    /// <summary>The values of up to 16 digits, each from one lane; zeros where no lane is told.</summary>
    /// <param name="from">For each digit the lane, in the first vector where it is one of the first, in the second where it is one of those.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Gather(TextLanes from)
    {
        var zero = Vector128.Create((byte)'0');
        return Vector128.ShuffleNative(_low - zero, from._low) | Vector128.ShuffleNative(_high - zero, from._high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint DigitsOf(Vector128<byte> text) =>
        Vector128.LessThan(text - Vector128.Create((byte)'0'), Vector128.Create((byte)10)).ExtractMostSignificantBits();

    private static Vector128<byte> NoLetters(Vector128<byte> text) =>
        Vector128.GreaterThan((text | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)('z' - 'a')));
}
