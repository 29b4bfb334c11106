using System.Runtime.InteropServices;
using PostPurchase.Normalization.Maps.Lookup;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Objects made lately, found by the bytes that they were made of. Bounded; not thread-safe.</summary>
internal sealed class RecentObjects<T>
    where T : class
{
    private const int Size = 1024;

    private readonly Slot[] _slots = new Slot[Size];
    private readonly byte[] _key = new byte[PartsKey.MaxLength];

    /// <summary>Begins a key; it is valid until the next one is begun.</summary>
    public PartsKey NewKey() => new(_key);

    public T? Find(in PartsKey key)
    {
        if (key.IsTooLong) return null;
        var bytes = key.Bytes;
        var index = IndexOf(bytes);
        if (_slots[index].Holds(bytes)) return _slots[index].Made;
        return _slots[Beside(index)].Holds(bytes) ? _slots[Beside(index)].Made : null;
    }

    /// <summary>Keeps what was made. What had its slot moves to the one beside it, and what was there goes.</summary>
    public T Keep(in PartsKey key, T made)
    {
        if (key.IsTooLong) return made;
        var bytes = key.Bytes;
        var index = IndexOf(bytes);
        ref var slot = ref _slots[index];
        (slot, _slots[Beside(index)]) = (_slots[Beside(index)], slot);
        if (slot.Key is null || slot.Key.Length < bytes.Length) slot.Key = new byte[bytes.Length];
        bytes.CopyTo(slot.Key);
        slot.KeyLength = bytes.Length;
        return slot.Made = made;
    }

    private static int IndexOf(ReadOnlySpan<byte> key) => (int)(ByteHash.Of(key) & (Size - 1));

    private static int Beside(int index) => index ^ 1;

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public T? Made;
        public byte[]? Key;
        public int KeyLength;

        public readonly bool Holds(ReadOnlySpan<byte> key) => Made is not null && key.SequenceEqual(Key.AsSpan(0, KeyLength));
    }
}
