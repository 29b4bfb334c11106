using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>What stands where in 64 bytes: a bit a byte, the first byte in the lowest bit.</summary>
internal readonly ref struct JsonBlock
{
    public const int Length = 64;

    private const byte CaseBit = 0x20;

    private readonly ref byte _bytes;

    public JsonBlock(ref byte bytes) => _bytes = ref bytes;

    public ulong Quotes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => EqualTo((byte)'"');
    }

    public ulong Backslashes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => EqualTo((byte)'\\');
    }

    public ulong Colons
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => EqualTo((byte)':');
    }

    public ulong Commas
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => EqualTo((byte)',');
    }

    /// <summary>Both kinds of opening brackets, which differ from each other by one bit, as the closing ones do.</summary>
    public ulong Opening
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => EqualTo((byte)'{', CaseBit);
    }

    public ulong Closing
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => EqualTo((byte)'}', CaseBit);
    }

    /// <summary>Blanks and control characters.</summary>
    public ulong BlanksAndControls
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Below(' ' + 1);
    }

    public ulong Controls
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Below((byte)' ');
    }

    /// <summary>What may stand between tokens.</summary>
    public ulong Blanks => EqualTo((byte)' ') | EqualTo((byte)'\n') | EqualTo((byte)'\r') | EqualTo((byte)'\t');

    /// <summary>Where <c>u</c> stands, which behind a backslash begins a code unit of four digits.</summary>
    public ulong CodeUnits => EqualTo((byte)'u');

    /// <summary>The characters that a backslash may stand before.</summary>
    public ulong Escapable =>
        Quotes | Backslashes | EqualTo((byte)'/') | EqualTo((byte)'b') | EqualTo((byte)'f') | EqualTo((byte)'n') | EqualTo((byte)'r') | EqualTo((byte)'t') | EqualTo((byte)'u');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong EqualTo(byte value, byte ignored = 0)
    {
        if (Vector512.IsHardwareAccelerated) return Vector512.Equals(Vector512.LoadUnsafe(ref _bytes) | Vector512.Create(ignored), Vector512.Create(value)).ExtractMostSignificantBits();
        if (Vector256.IsHardwareAccelerated)
        {
            return Vector256.Equals(Vector256.LoadUnsafe(ref _bytes) | Vector256.Create(ignored), Vector256.Create(value)).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(Vector256.LoadUnsafe(ref _bytes, 32) | Vector256.Create(ignored), Vector256.Create(value)).ExtractMostSignificantBits() << 32);
        }
        var mask = 0UL;
        for (var at = 0; at < Length; at += Vector128<byte>.Count)
        {
            mask |= (ulong)Vector128.Equals(Vector128.LoadUnsafe(ref _bytes, (nuint)at) | Vector128.Create(ignored), Vector128.Create(value)).ExtractMostSignificantBits() << at;
        }
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Below(byte end)
    {
        if (Vector512.IsHardwareAccelerated) return Vector512.LessThan(Vector512.LoadUnsafe(ref _bytes), Vector512.Create(end)).ExtractMostSignificantBits();
        if (Vector256.IsHardwareAccelerated)
        {
            return Vector256.LessThan(Vector256.LoadUnsafe(ref _bytes), Vector256.Create(end)).ExtractMostSignificantBits()
                | ((ulong)Vector256.LessThan(Vector256.LoadUnsafe(ref _bytes, 32), Vector256.Create(end)).ExtractMostSignificantBits() << 32);
        }
        var mask = 0UL;
        for (var at = 0; at < Length; at += Vector128<byte>.Count)
        {
            mask |= (ulong)Vector128.LessThan(Vector128.LoadUnsafe(ref _bytes, (nuint)at), Vector128.Create(end)).ExtractMostSignificantBits() << at;
        }
        return mask;
    }
}
