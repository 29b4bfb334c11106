using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Time;

/// <summary>
/// What short names were found to mean before: payloads name the same few places, and comparing two machine words costs less than folding a
/// name. Thread-safe. Nothing is ever forgotten, and what finds its place taken is not kept, so that it allocates no more once it is warm.
/// </summary>
internal sealed class NameMemo<T>
    where T : class
{
    private const int LongestName = 16;
    private const int Places = 256;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly Entry?[] _entries = new Entry?[Places];

    /// <summary>Whether it is known what a name means; <see langword="null"/> is an answer too.</summary>
    /// <param name="name">The name as sent.</param>
    /// <param name="context">What else the answer depends on, in a few bits.</param>
    /// <param name="known">What it means.</param>
    public bool TryFind(ReadOnlySpan<byte> name, uint context, out T? known)
    {
        known = null;
        if (name.Length > LongestName) return false;
        var (head, tail) = Words(name);
        var entry = _entries[Place(head, tail, context)];
        if (entry is null || entry.Head != head || entry.Tail != tail || entry.Length != name.Length || entry.Context != context) return false;
        known = entry.Known;
        return true;
    }

    /// <summary>Remembers what a name means, if there is room; gives it back.</summary>
    [return: NotNullIfNotNull(nameof(known))]
    public T? Keep(ReadOnlySpan<byte> name, uint context, T? known)
    {
        if (name.Length > LongestName) return known;
        var (head, tail) = Words(name);
        ref var place = ref _entries[Place(head, tail, context)];
        place ??= new(head, tail, name.Length, context, known);
        return known;
    }

    /// <summary>First and last bytes as machine words, which may overlap; with the length they say it all.</summary>
    private static (ulong Head, ulong Tail) Words(ReadOnlySpan<byte> name)
    {
        ref var first = ref MemoryMarshal.GetReference(name);
        if (name.Length >= sizeof(ulong)) return (Unsafe.ReadUnaligned<ulong>(ref first), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, name.Length - sizeof(ulong))));
        if (name.Length >= sizeof(uint)) return (Unsafe.ReadUnaligned<uint>(ref first), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, name.Length - sizeof(uint))));
        return name.IsEmpty ? default : ((ulong)((first << 8) | Unsafe.Add(ref first, name.Length / 2)), Unsafe.Add(ref first, name.Length - 1));
    }

    private static int Place(ulong head, ulong tail, uint context) => (int)(((head * Multiplier) ^ BitOperations.RotateLeft(tail + context, 29)) * Multiplier >> 56);

    private sealed record Entry(ulong Head, ulong Tail, int Length, uint Context, T? Known);
}
