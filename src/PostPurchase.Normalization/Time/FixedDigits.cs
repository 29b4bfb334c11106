using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Time;

/// <summary>Reads dates and clock times whose parts all have two digits, several at once in a machine word.</summary>
internal static class FixedDigits
{
    // Zeros where digits are looked for, as they stand in memory.
    private const ulong Clock = 0x30_30_3A_30_30_3A_30_30; // 00:00:00
    private const ulong YearMonth = 0x2D_30_30_2D_30_30_30_30; // 0000-00-
    private const ulong Plain = 0x30_30_30_30_30_30_30_30;

    /// <summary>What brings a byte over 0x7F if it is over 9, or over 0 where the separator stands.</summary>
    private const ulong ClockExcess = 0x76_76_7F_76_76_7F_76_76;
    private const ulong YearMonthExcess = 0x7F_76_76_7F_76_76_76_76;
    private const ulong PlainExcess = 0x76_76_76_76_76_76_76_76;

    private const ulong HighBits = 0x80_80_80_80_80_80_80_80;

    /// <summary>Reads <c>HH:mm:ss</c>; the text holds at least eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadClock(ReadOnlySpan<byte> text, out int hour, out int minute, out int second)
    {
        var isRead = TryReadPairs(text, Clock, ClockExcess, out var pairs);
        (hour, minute, second) = (Pair(pairs, 0), Pair(pairs, 3), Pair(pairs, 6));
        return isRead && hour < 24 && minute < 60 && second < 60;
    }

    /// <summary>Reads <c>yyyy-MM-dd</c>; the text holds at least ten bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDate(ReadOnlySpan<byte> text, out int year, out int month, out int day)
    {
        var isRead = TryReadPairs(text, YearMonth, YearMonthExcess, out var pairs);
        (year, month) = ((Pair(pairs, 0) * 100) + Pair(pairs, 2), Pair(pairs, 5));
        var (tens, ones) = ((uint)(text[8] - '0'), (uint)(text[9] - '0'));
        day = (int)((tens * 10) + ones);
        return isRead && tens <= 9 && ones <= 9;
    }

    /// <summary>Reads <c>yyyyMMdd</c>; the text holds at least eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadPlainDate(ReadOnlySpan<byte> text, out int year, out int month, out int day)
    {
        var isRead = TryReadPairs(text, Plain, PlainExcess, out var pairs);
        (year, month, day) = ((Pair(pairs, 0) * 100) + Pair(pairs, 2), Pair(pairs, 4), Pair(pairs, 6));
        return isRead;
    }

    /// <summary>Reads <c>HHmmss</c>; the text holds at least six bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadPlainClock(ReadOnlySpan<byte> text, out int hour, out int minute, out int second)
    {
        var digits = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(text[4..]) << 32)) ^ (Plain >> 16);
        var pairs = (digits * 10) + (digits >> 8);
        (hour, minute, second) = (Pair(pairs, 0), Pair(pairs, 2), Pair(pairs, 4));
        return (((digits + (PlainExcess >> 16)) | digits) & HighBits) == 0 && hour < 24 && minute < 60 && second < 60;
    }

    /// <summary>The number that eight digits make.</summary>
    /// <param name="digits">Their values, the first one in the lowest byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Eight(ulong digits)
    {
        var pairs = ((digits * 10) + (digits >> 8)) & 0x00_FF_00_FF_00_FF_00_FF;
        var fours = ((pairs * 100) + (pairs >> 16)) & 0x00_00_FF_FF_00_00_FF_FF;
        return (int)(uint)((fours * 10_000) + (fours >> 32));
    }

    /// <summary>Reads up to eight digits as those behind a decimal point; the text holds at least eight bytes.</summary>
    /// <param name="text">Begins with the digits.</param>
    /// <param name="fraction">In units of the eighth digit.</param>
    /// <returns>How many digits there are, but no more than eight.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadFraction(ReadOnlySpan<byte> text, out int fraction)
    {
        var digits = BinaryPrimitives.ReadUInt64LittleEndian(text) ^ Plain;
        var excess = ((digits + PlainExcess) | digits) & HighBits;
        var count = BitOperations.TrailingZeroCount(excess) / 8;
        if (count < sizeof(ulong)) digits &= (1UL << (8 * count)) - 1;
        fraction = Eight(digits);
        return count;
    }

    /// <summary>Gives, in the byte of each first digit, the number that two digits make.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadPairs(ReadOnlySpan<byte> text, ulong zeros, ulong excess, out ulong pairs)
    {
        var digits = BinaryPrimitives.ReadUInt64LittleEndian(text) ^ zeros;
        pairs = (digits * 10) + (digits >> 8);
        return (((digits + excess) | digits) & HighBits) == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pair(ulong pairs, int at) => (byte)(pairs >> (8 * at));
}
