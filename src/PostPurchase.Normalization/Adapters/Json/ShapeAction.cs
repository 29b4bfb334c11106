namespace PostPurchase.Normalization.Adapters.Json;

internal enum ShapeActionKind : byte
{
    Text,
    Literal,
    Open,
    Close,
}

/// <summary>Something to do once an object was read: keep a value, or open or close instances.</summary>
internal readonly struct ShapeAction
{
    public ShapeAction(ShapeActionKind kind, PlanNode node, int value = 0)
    {
        Kind = kind;
        Node = node;
        Value = value;
        IsKept = kind is ShapeActionKind.Text or ShapeActionKind.Literal && node is { IsEmbedded: false, Opens: [] };
        // Where it goes into one slot, that can be done at once.
        var isSimple = IsKept && node.Slots is [{ IsList: false }];
        Scope = isSimple ? node.FirstSlot.Scope : Captures.None;
        Slot = isSimple ? node.FirstSlot.Slot : 0;
    }

    public ShapeActionKind Kind { get; }

    public PlanNode Node { get; }

    /// <summary>Number of the value in the object.</summary>
    public int Value { get; }

    /// <summary>Whether a value is only to be kept, in slots.</summary>
    public bool IsKept { get; }

    /// <summary>The slot that takes the value first, where it is only kept: one that is no list, if there is one.</summary>
    public SlotTarget MainSlot => Node.Slots[Math.Max(0, Array.FindIndex(Node.Slots, slot => !slot.IsList))];

    /// <summary>The scope whose slot takes the value, if nothing else is to be done with it; negative for none.</summary>
    public int Scope { get; }

    /// <summary>That slot.</summary>
    public int Slot { get; }

    /// <summary>Whether the value is only to be kept, in slots of one scope.</summary>
    public bool IsKeptIn(int scope) => IsKept && Node.Slots.Length > 0 && Array.TrueForAll(Node.Slots, slot => slot.Scope == scope);
}

/// <summary>A value that goes into one more slot of the same instance, or begins a list there.</summary>
/// <param name="From">The slot it stands in.</param>
/// <param name="To">The other slot, or the same one.</param>
internal readonly record struct SlotCopy(int From, SlotTarget To);
