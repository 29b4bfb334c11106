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
        var key = Key.Of(name, context);
        var place = key.Place;
        var entry = _entries[place];
        if (entry is null) return false;
        if (entry.Key != key)
        {
            entry = _entries[place ^ 1];
            if (entry is null || entry.Key != key) return false;
        }
        known = entry.Known;
        return true;
    }

    /// <summary>Remembers what a name means, if there is room; gives it back.</summary>
    [return: NotNullIfNotNull(nameof(known))]
    public T? Keep(ReadOnlySpan<byte> name, uint context, T? known)
    {
        if (name.Length > LongestName) return known;
        var key = Key.Of(name, context);
        ref var place = ref _entries[key.Place];
        // Its neighbour where another name stands there.
        if (place is not null && place.Key != key) place = ref _entries[key.Place ^ 1];
        place ??= new(key, known);
        return known;
    }

    private sealed record Entry(Key Key, T? Known);

    /// <summary>A name's first and last bytes as machine words, which may overlap, and those between; with the length they say it all.</summary>
    private readonly record struct Key(ulong Head, ulong Middle, ulong Tail, ulong ContextAndLength)
    {
        public int Place => (int)(((Head * Multiplier) ^ BitOperations.RotateLeft(Tail + Middle + ContextAndLength, 29)) * Multiplier >> 56);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Key Of(ReadOnlySpan<byte> name, uint context)
        {
            ref var first = ref MemoryMarshal.GetReference(name);
            var rest = ((ulong)context << 32) | (uint)name.Length;
            if (name.Length >= sizeof(ulong))
            {
                var middle = name.Length > 2 * sizeof(ulong) ? Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, sizeof(ulong))) : 0;
                return new(Unsafe.ReadUnaligned<ulong>(ref first), middle, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, name.Length - sizeof(ulong))), rest);
            }
            if (name.Length >= sizeof(uint)) return new(Unsafe.ReadUnaligned<uint>(ref first), 0, Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, name.Length - sizeof(uint))), rest);
            return name.IsEmpty ? new(0, 0, 0, rest) : new((ulong)((first << 8) | Unsafe.Add(ref first, name.Length / 2)), 0, Unsafe.Add(ref first, name.Length - 1), rest);
        }
    }
}
