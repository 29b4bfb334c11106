using System.Text;
using PostPurchase.Normalization.Adapters.Json;
using PostPurchase.Normalization.Adapters.Xml;

namespace PostPurchase.Normalization.Adapters;

/// <summary>A step of a plan: what to do with the value under one name. Lists are transparent: each item is treated as the value.</summary>
internal sealed class PlanNode
{
    private PlanNode[] _children = [];
    private MemberNames? _names;
    private ObjectShapes _shapes = ObjectShapes.None;
    private XmlNames _elements = XmlNames.None;
    private XmlNames _attributes = XmlNames.None;
    private SlotTarget _firstSlot = new(Captures.None, 0, IsList: false);

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
    public ref readonly SlotTarget FirstSlot => ref _firstSlot;

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

    /// <summary>The names of the children, and of members met that are of no interest; made once the plan is complete.</summary>
    public MemberNames Names => _names ??= new(_children);

    /// <summary>The names of elements met here so far.</summary>
    public XmlNames Elements => _elements;

    /// <summary>The names of attributes met here so far.</summary>
    public XmlNames Attributes => _attributes;

    /// <summary>The ways in which objects here were written so far, where they are items of a list or the payload itself.</summary>
    public ObjectShapes Shapes => _shapes;

    /// <summary>Learns one way more; <see langword="null"/> where it was tried in vain. Several threads may learn at once.</summary>
    public void Learn(ObjectShape? shape)
    {
        for (var known = _shapes; ;)
        {
            var before = Interlocked.CompareExchange(ref _shapes, known.With(shape), known);
            if (ReferenceEquals(before, known)) return;
            known = before;
        }
    }

    /// <summary>Finds a name that did not stand where it was expected, and learns from that.</summary>
    /// <param name="names">The names as they were, and as they are now.</param>
    /// <param name="name">The name as written, without escapes.</param>
    /// <param name="expected">Index of the name that was expected.</param>
    public int FindName(ref MemberNames names, ReadOnlySpan<byte> name, int expected)
    {
        var index = names.IndexOf(name, expected);
        if (index == MemberNames.Unknown && AnyChild is not null) return index;
        var better = index == MemberNames.Unknown ? names.With(name, expected) : names.Moved(index, expected);
        if (ReferenceEquals(better, names)) return index;
        // Threads that learn at once may undo each other; what is lost is learnt again.
        _names = names = better;
        return names.IndexOf(name, expected);
    }

    /// <summary>Finds an element that did not stand where it was expected, and learns its name.</summary>
    /// <param name="names">The names as they were, and as they are now.</param>
    /// <param name="written">The name as written.</param>
    /// <param name="local">The name without a prefix.</param>
    /// <param name="expected">Index of the name that was expected, and of the one that is expected next.</param>
    public PlanNode? FindElement(ref XmlNames names, ReadOnlySpan<byte> written, ReadOnlySpan<byte> local, ref int expected)
    {
        if (names.TryFind(written, ref expected, out var known)) return known;
        var child = Find(local);
        // Names that are data are as many as there are data.
        if (child is not null && child == AnyChild) return child;
        _elements = names = names.With(written, child, ref expected);
        return child;
    }

    /// <summary>The same for an attribute.</summary>
    public PlanNode? FindAttribute(ref XmlNames names, ReadOnlySpan<byte> written, ReadOnlySpan<byte> local, ref int expected)
    {
        if (names.TryFind(written, ref expected, out var known)) return known;
        var child = FindAttribute(local);
        _attributes = names = names.With(written, child, ref expected);
        return child;
    }

    public PlanNode Child(string name)
    {
        foreach (var child in _children)
        {
            if (child.Name == name) return child;
        }
        var added = new PlanNode(name);
        _children = [.. _children, added];
        _names = null;
        if (name.StartsWith('@')) HasAttributes = true;
        return added;
    }

    public void AddSlot(SlotTarget slot)
    {
        Slots = [.. Slots, slot];
        _firstSlot = Slots[0];
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

    /// <summary>Finds the child for an attribute; children for attributes are named with a leading <c>@</c>.</summary>
    private PlanNode? FindAttribute(ReadOnlySpan<byte> name)
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
internal sealed record PlanOpening(PlanScope Scope, bool Otherwise, PlanFilter? Filter = null)
{
    /// <summary>Whether there is nothing to do at its end but to note that.</summary>
    public bool IsPlain => Filter is null && !Scope.IsTransient && Scope.Transfers.Count == 0;
}

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
