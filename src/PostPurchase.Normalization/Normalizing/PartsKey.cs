using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Several texts as one run of bytes, each behind its number and length, so that no two sets of parts look the same.</summary>
internal ref struct PartsKey(Span<byte> buffer)
{
    public const int MaxLength = 256;

    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>Whether no part said anything.</summary>
    public bool IsBlank { get; private set; } = true;

    /// <summary>Whether the parts did not fit; the bytes then stand for nothing.</summary>
    public bool IsTooLong { get; private set; }

    public readonly ReadOnlySpan<byte> Bytes => _buffer[.._length];

    /// <summary>Adds a part, unless it is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int number, ReadOnlySpan<byte> part)
    {
        if (!part.IsEmpty) AddFilled(number, part);
    }

    private void AddFilled(int number, ReadOnlySpan<byte> part)
    {
        IsBlank = false;
        IsTooLong |= part.Length > byte.MaxValue || part.Length > _buffer.Length - _length - 2;
        if (IsTooLong) return;
        ref var target = ref Unsafe.Add(ref MemoryMarshal.GetReference(_buffer), _length);
        target = (byte)number;
        Unsafe.Add(ref target, 1) = (byte)part.Length;
        Copy(ref MemoryMarshal.GetReference(part), ref Unsafe.Add(ref target, 2), part.Length);
        _length += part.Length + 2;
    }

    /// <summary>Copies a few bytes without calling anything: the first and the last ones of them, which may overlap.</summary>
    private static void Copy(ref byte source, ref byte target, int length)
    {
        if (length > 2 * Vector128<byte>.Count) MemoryMarshal.CreateReadOnlySpan(ref source, length).CopyTo(MemoryMarshal.CreateSpan(ref target, length));
        else if (length >= Vector128<byte>.Count)
        {
            var last = Vector128.LoadUnsafe(ref source, (nuint)(length - Vector128<byte>.Count));
            Vector128.LoadUnsafe(ref source).StoreUnsafe(ref target);
            last.StoreUnsafe(ref target, (nuint)(length - Vector128<byte>.Count));
        }
        else if (length >= sizeof(ulong)) CopyEnds<ulong>(ref source, ref target, length);
        else if (length >= sizeof(uint)) CopyEnds<uint>(ref source, ref target, length);
        else if (length >= sizeof(ushort)) CopyEnds<ushort>(ref source, ref target, length);
        else if (length == 1) target = source;
    }

    private static void CopyEnds<T>(ref byte source, ref byte target, int length)
        where T : unmanaged
    {
        var last = Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref source, length - Unsafe.SizeOf<T>()));
        Unsafe.WriteUnaligned(ref target, Unsafe.ReadUnaligned<T>(ref source));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, length - Unsafe.SizeOf<T>()), last);
    }
}
