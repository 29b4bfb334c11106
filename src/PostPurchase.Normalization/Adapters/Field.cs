namespace PostPurchase.Normalization.Adapters;

/// <summary>A place where a field's value may have been captured.</summary>
internal readonly record struct FieldSlot(int Scope, int Slot);

/// <summary>The places where a field may stand; the first that holds something counts.</summary>
/// <param name="Slots">The places.</param>
/// <param name="Literal">What the field is where none of them holds anything; <see langword="null"/> for nothing.</param>
internal sealed record Field(FieldSlot[] Slots, byte[]? Literal = null)
{
    public static readonly Field None = new([]);

    public bool IsNone => Slots.Length == 0 && Literal is null;

    /// <summary>The value as seen from inside <paramref name="instance"/>, as an index into the captures; negative where there is none.</summary>
    public int Find(Captures captures, int instance)
    {
        foreach (ref readonly var slot in Slots.AsSpan())
        {
            var owner = captures.Enclosing(instance, slot.Scope);
            if (owner == Captures.None) continue;
            var index = captures[owner].FirstSlot + slot.Slot;
            ref var value = ref captures.ValueAt(index);
            if (value.Kind != ValueKind.None || value.Next != 0) return index;
        }
        return Captures.None;
    }

    public ReadOnlySpan<byte> Read(Captures captures, ReadOnlySpan<byte> payload, int instance)
    {
        var index = Find(captures, instance);
        return index == Captures.None ? Literal : captures.Bytes(payload, ref captures.ValueAt(index));
    }
}
