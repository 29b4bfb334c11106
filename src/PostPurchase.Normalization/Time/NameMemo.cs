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
    private const int LongestName = 24;
    private const int Places = 256;

    /// <summary>A name stands in its place or, where that is taken, in one of the next to it.</summary>
    private const int Neighbours = 4;
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
        var key = new Key(name, context);
        for (int place = key.Place, neighbour = 0; neighbour < Neighbours; neighbour++)
        {
            if (_entries[place ^ neighbour] is not { } entry) return false;
            if (!entry.Is(key)) continue;
            known = entry.Known;
            return true;
        }
        return false;
    }

    /// <summary>Remembers what a name means, if there is room; gives it back.</summary>
    [return: NotNullIfNotNull(nameof(known))]
    public T? Keep(ReadOnlySpan<byte> name, uint context, T? known)
    {
        if (name.Length > LongestName) return known;
        var key = new Key(name, context);
        for (int place = key.Place, neighbour = 0; neighbour < Neighbours; neighbour++)
        {
            ref var entry = ref _entries[place ^ neighbour];
            if (entry is not null && !entry.Is(key)) continue;
            entry ??= new(key, known);
            break;
        }
        return known;
    }

    private sealed class Entry(Key key, T? known)
    {
        private readonly Key _key = key;

        public readonly T? Known = known;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Is(Key other) => _key.Head == other.Head && _key.Tail == other.Tail && _key.Rest == other.Rest && _key.Middle == other.Middle;
    }

    /// <summary>A name's first and last bytes as machine words, which may overlap, and those between; with length and context they say it all.</summary>
    private readonly struct Key
    {
        public readonly ulong Head;
        public readonly ulong Middle;
        public readonly ulong Tail;

        /// <summary>Context and length.</summary>
        public readonly ulong Rest;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Key(ReadOnlySpan<byte> name, uint context)
        {
            ref var first = ref MemoryMarshal.GetReference(name);
            Rest = ((ulong)context << 32) | (uint)name.Length;
            if (name.Length >= sizeof(ulong))
            {
                Head = Unsafe.ReadUnaligned<ulong>(ref first);
                Tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, name.Length - sizeof(ulong)));
                if (name.Length > 2 * sizeof(ulong)) Middle = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, sizeof(ulong)));
            }
            else if (name.Length >= sizeof(uint))
            {
                Head = Unsafe.ReadUnaligned<uint>(ref first);
                Tail = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, name.Length - sizeof(uint)));
            }
            else if (!name.IsEmpty)
            {
                Head = (ulong)((first << 8) | Unsafe.Add(ref first, name.Length / 2));
                Tail = Unsafe.Add(ref first, name.Length - 1);
            }
        }

        public int Place => (int)(((Head * Multiplier) ^ BitOperations.RotateLeft(Tail + Middle + Rest, 29)) * Multiplier >> 56);
    }
}
