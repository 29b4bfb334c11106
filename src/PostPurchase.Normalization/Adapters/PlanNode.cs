using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace PostPurchase.Normalization.Adapters;

/// <summary>A step of a plan: what to do with the value under one name. Lists are transparent: each item is treated as the value.</summary>
internal sealed class PlanNode
{
    /// <summary>Stands for no child where an index is asked for.</summary>
    public const int NoChild = -1;

    private PlanNode[] _children = [];
    private Key[] _keys = [];
    private int[] _successors = [0];

    private PlanNode(string name)
    {
        Name = name;
        Utf8Name = Encoding.UTF8.GetBytes(name);
    }

    public static PlanNode CreateRoot() => new("");

    public string Name { get; }

    public byte[] Utf8Name { get; }

    /// <summary>The slots that a scalar here fills.</summary>
    public SlotTarget[] Slots { get; private set; } = [];

    /// <summary>The first of them, for the common case that there is one; its scope is negative where there is none.</summary>
    public SlotTarget FirstSlot { get; private set; } = new(Captures.None, 0, IsList: false);

    /// <summary>Whether a text here is only captured, at most once, and its name is of no interest.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>The scopes that every item here opens, outermost first.</summary>
    public PlanOpening[] Opens { get; private set; } = [];

    /// <summary>The node for all names that no child has; it gets the name itself in its <see cref="KeySlots"/>.</summary>
    public PlanNode? AnyChild { get; private set; }

    public SlotTarget[] KeySlots { get; private set; } = [];

    /// <summary>Slots that only note that the name is there, whatever its value; what a format is told by.</summary>
    public SlotTarget[] Marks { get; private set; } = [];

    /// <summary>Whether the name itself is of interest.</summary>
    public bool NotesNames => KeySlots.Length > 0 || Marks.Length > 0;

    public bool HasChildren => _children.Length > 0 || AnyChild is not null;

    public bool HasAttributes { get; private set; }

    /// <summary>Whether a text here holds JSON that the plan goes on in.</summary>
    public bool IsEmbedded { get; private set; }

    public ReadOnlySpan<PlanNode> Children => _children;

    public PlanNode Child(string name)
    {
        foreach (var child in _children)
        {
            if (child.Name == name) return child;
        }
        var added = new PlanNode(name);
        _children = [.. _children, added];
        _keys = [.. _keys, KeyOf(added)];
        _successors = new int[_keys.Length + 1];
        if (name.StartsWith('@')) HasAttributes = true;
        return added;
    }

    public void AddSlot(SlotTarget slot)
    {
        Slots = [.. Slots, slot];
        FirstSlot = Slots[0];
        IsPlain &= Slots.Length == 1;
    }

    public void AddMark(SlotTarget slot)
    {
        Marks = [.. Marks, slot];
        IsPlain = false;
    }

    public void AddKeySlot(SlotTarget slot)
    {
        KeySlots = [.. KeySlots, slot];
        IsPlain = false;
    }

    public void Open(PlanOpening opening)
    {
        Opens = [.. Opens, opening];
        IsPlain = false;
    }

    /// <summary>Says that a text here holds JSON that the plan goes on in.</summary>
    public void Embed()
    {
        IsEmbedded = true;
        IsPlain = false;
    }

    public PlanNode Values() => AnyChild ??= new PlanNode("*");

    public PlanNode? Find(ReadOnlySpan<byte> name)
    {
        foreach (var child in _children)
        {
            if (name.SequenceEqual(child.Utf8Name)) return child;
        }
        return AnyChild;
    }

    /// <summary>
    /// The child that followed the last one before, if the text at <paramref name="start"/> is its name up to the closing quote: scans
    /// repeat their members in one order, so that most names need not even be searched for their end.
    /// </summary>
    /// <param name="text">The payload.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="last">Index of the child found last in this object; <see cref="NoChild"/> for none.</param>
    /// <returns>Index of the child; <see cref="NoChild"/> where another name stands there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindExpected(ReadOnlySpan<byte> text, int start, int last)
    {
        var keys = _keys;
        var expected = _successors[last + 1] - 1;
        if ((uint)expected >= (uint)keys.Length) return NoChild;
        ref readonly var key = ref keys[expected];
        if (start + Math.Max(key.Length, sizeof(ulong)) >= text.Length) return NoChild;
        ref var name = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start);
        if (Unsafe.Add(ref name, key.Length) != '"' || (Unsafe.ReadUnaligned<ulong>(ref name) & key.Mask) != key.Head) return NoChild;
        if (key.Length > sizeof(ulong) && (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref name, key.Length - sizeof(ulong))) != key.Tail || !IsMiddleSame(text, start, key))) return NoChild;
        return expected;
    }

    /// <summary>Finds the child for a name that stands in <paramref name="text"/>: by its length and first eight bytes, then by the rest.</summary>
    /// <param name="text">The payload.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="last">Index of the child found last in this object. Receives that of the one found.</param>
    public PlanNode? Find(ReadOnlySpan<byte> text, int start, int length, ref int last)
    {
        var keys = _keys;
        if (keys.Length == 0) return AnyChild;
        if (start + sizeof(ulong) > text.Length) return Find(text.Slice(start, length));
        ref var name = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start);
        var bytes = Unsafe.ReadUnaligned<ulong>(ref name);
        for (var i = 0; i < keys.Length; i++)
        {
            ref readonly var key = ref keys[i];
            if (key.Length != length || (bytes & key.Mask) != key.Head) continue;
            if (length > sizeof(ulong) && (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref name, length - sizeof(ulong))) != key.Tail || !IsMiddleSame(text, start, key))) continue;
            // Threads may overwrite each other's guess; a wrong one only costs the search.
            _successors[last + 1] = i + 1;
            last = i;
            return key.Node;
        }
        return AnyChild;
    }

    /// <summary>What lies between the first and the last eight bytes of a long name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMiddleSame(ReadOnlySpan<byte> text, int start, in Key key) =>
        key.Length <= 2 * sizeof(ulong)
        || text.Slice(start + sizeof(ulong), key.Length - (2 * sizeof(ulong))).SequenceEqual(key.Node.Utf8Name.AsSpan(sizeof(ulong), key.Length - (2 * sizeof(ulong))));

    private static Key KeyOf(PlanNode child)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        Span<byte> mask = stackalloc byte[sizeof(ulong)];
        head.Clear();
        mask.Clear();
        var length = Math.Min(child.Utf8Name.Length, head.Length);
        child.Utf8Name.AsSpan(0, length).CopyTo(head);
        mask[..length].Fill(0xFF);
        var tail = child.Utf8Name.Length < sizeof(ulong) ? 0 : MemoryMarshal.Read<ulong>(child.Utf8Name.AsSpan(child.Utf8Name.Length - sizeof(ulong)));
        return new(MemoryMarshal.Read<ulong>(head), MemoryMarshal.Read<ulong>(mask), tail, child.Utf8Name.Length, child);
    }

    private readonly record struct Key(ulong Head, ulong Mask, ulong Tail, int Length, PlanNode Node);

    /// <summary>Finds the child for an attribute; children for attributes are named with a leading <c>@</c>.</summary>
    public PlanNode? FindAttribute(ReadOnlySpan<byte> name)
    {
        foreach (var child in _children)
        {
            if (child.Utf8Name.AsSpan() is [(byte)'@', .. var rest] && name.SequenceEqual(rest)) return child;
        }
        return null;
    }
}

/// <summary>Where a captured value goes.</summary>
/// <param name="Scope">Index of the scope; the instance is the innermost of it around the value.</param>
/// <param name="Slot">Slot there.</param>
/// <param name="IsList">Whether the slot takes all values, not just the first.</param>
internal readonly record struct SlotTarget(int Scope, int Slot, bool IsList);

/// <summary>A scope that opens at a node.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Otherwise">Whether the instance counts only where there is no other of its kind.</param>
/// <param name="Filter">The condition on which an instance stays; <see langword="null"/> for none.</param>
internal sealed record PlanOpening(PlanScope Scope, bool Otherwise, PlanFilter? Filter = null);

/// <summary>A scope of a plan: its slots, and what is handed to the scope around when an item ends.</summary>
internal sealed class PlanScope(int index, string name)
{
    public int Index { get; } = index;

    public string Name { get; } = name;

    public int SlotCount { get; set; }

    /// <summary>Whether instances only gather values for the scope around, and are dropped when they end.</summary>
    public bool IsTransient { get; set; }

    public List<PlanTransfer> Transfers { get; } = [];
}

/// <summary>Hands a value of an item to the scope around, if the item passes the filter.</summary>
/// <param name="From">Slot in the item.</param>
/// <param name="To">Slot around it; a list takes an empty value too, so that two lists stay side by side.</param>
/// <param name="Filter">The condition; <see langword="null"/> for none.</param>
internal sealed record PlanTransfer(int From, SlotTarget To, PlanFilter? Filter);

/// <summary>A condition on an item: its field equals one of the values, or with <paramref name="Excludes"/> none of them.</summary>
internal sealed record PlanFilter(int Slot, byte[][] Values, bool Excludes);
