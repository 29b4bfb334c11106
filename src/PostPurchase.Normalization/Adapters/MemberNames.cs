using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Adapters;

/// <summary>
/// The names of an object's members as a plan knows them: those of children, and those met before that nobody asked for. Remembers which
/// follows which, since carriers write the members of their scans in one order. Immutable but for that guess.
/// </summary>
internal sealed class MemberNames
{
    /// <summary>Stands for no name where an index is asked for.</summary>
    public const int Unknown = -1;

    /// <summary>So many names of no interest are remembered; beyond that, payloads are odd or hostile.</summary>
    private const int MostIgnored = 32;

    public static readonly MemberNames None = new([]);

    private readonly Key[] _keys;
    private readonly int[] _successors;
    private readonly int _ignored;

    public MemberNames(PlanNode[] children)
        : this([.. children.Select(child => new Key(child.Utf8Name, child))], 0)
    {
    }

    private MemberNames(Key[] keys, int ignored)
    {
        _keys = keys;
        _ignored = ignored;
        _successors = new int[keys.Length + 1];
    }

    /// <summary>The child of that name; <see langword="null"/> where its value is of no interest.</summary>
    public PlanNode? Child(int index) => _keys[index].Child;

    public int Length(int index) => _keys[index].Length;

    /// <summary>The same with one more name of no interest; <see langword="null"/> where enough are known.</summary>
    public MemberNames? With(ReadOnlySpan<byte> ignored) =>
        _ignored < MostIgnored && ignored.Length > 0 ? new([.. _keys, new(ignored.ToArray(), null)], _ignored + 1) : null;

    /// <summary>
    /// The name that followed the last one before, if it stands at <paramref name="start"/> up to the closing quote: most names need not even be
    /// searched for their end.
    /// </summary>
    /// <param name="text">The payload.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="last">Index of the name met last in this object; <see cref="Unknown"/> for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindExpected(ReadOnlySpan<byte> text, int start, int last)
    {
        var keys = _keys;
        var expected = _successors[last + 1] - 1;
        if ((uint)expected >= (uint)keys.Length) return Unknown;
        ref readonly var key = ref keys[expected];
        if (start + Math.Max(key.Length, sizeof(ulong)) >= text.Length) return Unknown;
        ref var name = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start);
        if (Unsafe.Add(ref name, key.Length) != '"' || (Unsafe.ReadUnaligned<ulong>(ref name) & key.Mask) != key.Head) return Unknown;
        if (key.Length > sizeof(ulong) && (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref name, key.Length - sizeof(ulong))) != key.Tail || !IsMiddleSame(text, start, key))) return Unknown;
        return expected;
    }

    /// <summary>Finds a name that stands in <paramref name="text"/>: by its length and first eight bytes, then by the rest.</summary>
    /// <param name="text">The payload.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="last">Index of the name met last in this object.</param>
    public int Find(ReadOnlySpan<byte> text, int start, int length, int last)
    {
        var index = start + sizeof(ulong) > text.Length ? FindShort(text.Slice(start, length)) : Find(text, start, length);
        // Threads may overwrite each other's guess; a wrong one only costs the search.
        if (index != Unknown) _successors[last + 1] = index + 1;
        return index;
    }

    private int Find(ReadOnlySpan<byte> text, int start, int length)
    {
        ref var name = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start);
        var bytes = Unsafe.ReadUnaligned<ulong>(ref name);
        for (var i = 0; i < _keys.Length; i++)
        {
            ref readonly var key = ref _keys[i];
            if (key.Length != length || (bytes & key.Mask) != key.Head) continue;
            if (length > sizeof(ulong) && (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref name, length - sizeof(ulong))) != key.Tail || !IsMiddleSame(text, start, key))) continue;
            return i;
        }
        return Unknown;
    }

    /// <summary>Finds a name that ends within eight bytes of the payload's end.</summary>
    private int FindShort(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            if (name.SequenceEqual(_keys[i].Name)) return i;
        }
        return Unknown;
    }

    /// <summary>What lies between the first and the last eight bytes of a long name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMiddleSame(ReadOnlySpan<byte> text, int start, in Key key) =>
        key.Length <= 2 * sizeof(ulong)
        || text.Slice(start + sizeof(ulong), key.Length - (2 * sizeof(ulong))).SequenceEqual(key.Name.AsSpan(sizeof(ulong), key.Length - (2 * sizeof(ulong))));

    /// <summary>A name as machine words.</summary>
    private readonly struct Key
    {
        public Key(byte[] name, PlanNode? child)
        {
            Name = name;
            Child = child;
            Length = name.Length;
            Span<byte> head = stackalloc byte[sizeof(ulong)];
            Span<byte> mask = stackalloc byte[sizeof(ulong)];
            head.Clear();
            mask.Clear();
            var length = Math.Min(name.Length, head.Length);
            name.AsSpan(0, length).CopyTo(head);
            mask[..length].Fill(0xFF);
            Head = MemoryMarshal.Read<ulong>(head);
            Mask = MemoryMarshal.Read<ulong>(mask);
            Tail = name.Length < sizeof(ulong) ? 0 : MemoryMarshal.Read<ulong>(name.AsSpan(name.Length - sizeof(ulong)));
        }

        public readonly ulong Head;
        public readonly ulong Mask;
        public readonly ulong Tail;
        public readonly int Length;
        public readonly byte[] Name;
        public readonly PlanNode? Child;
    }
}
