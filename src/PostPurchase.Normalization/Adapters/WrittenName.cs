using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Adapters;

/// <summary>A name as it is written, with what must stand around it, as bytes and as machine words.</summary>
internal readonly struct WrittenName
{
    private readonly ulong _head;
    private readonly ulong _mask;
    private readonly ulong _middle;
    private readonly ulong _tail;
    private readonly byte[] _written;
    private readonly int _reach;

    /// <summary>One that stands nowhere.</summary>
    public WrittenName()
    {
        _written = [];
        // What is masked out is zero in every text.
        _head = 1;
        _reach = sizeof(ulong);
    }

    public WrittenName(byte[] written)
    {
        _written = written;
        Length = _written.Length;
        _reach = Math.Max(Length, sizeof(ulong));
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        Span<byte> mask = stackalloc byte[sizeof(ulong)];
        head.Clear();
        mask.Clear();
        var length = Math.Min(Length, sizeof(ulong));
        _written.AsSpan(0, length).CopyTo(head);
        mask[..length].Fill(0xFF);
        _head = MemoryMarshal.Read<ulong>(head);
        _mask = MemoryMarshal.Read<ulong>(mask);
        _middle = Length < 2 * sizeof(ulong) ? 0 : MemoryMarshal.Read<ulong>(_written.AsSpan(sizeof(ulong)));
        _tail = Length < sizeof(ulong) ? 0 : MemoryMarshal.Read<ulong>(_written.AsSpan(Length - sizeof(ulong)));
    }

    /// <summary>Length in bytes.</summary>
    public int Length { get; }

    public ReadOnlySpan<byte> Bytes => _written;

    /// <summary>Whether the name stands at a position of a text, so written. Short ones are not found at the very end of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool StandsAt(ref byte text, int textLength, int position)
    {
        if (position + _reach > textLength) return false;
        ref var written = ref Unsafe.Add(ref text, position);
        if ((Unsafe.ReadUnaligned<ulong>(ref written) & _mask) != _head) return false;
        if (Length <= sizeof(ulong)) return true;
        if (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref written, Length - sizeof(ulong))) != _tail) return false;
        if (Length <= 2 * sizeof(ulong)) return true;
        return Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref written, sizeof(ulong))) == _middle && (Length <= 3 * sizeof(ulong) || IsSame(ref written));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsSame(ref byte written) => MemoryMarshal.CreateReadOnlySpan(ref written, Length).SequenceEqual(_written);
}
