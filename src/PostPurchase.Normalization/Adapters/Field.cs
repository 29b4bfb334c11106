using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Adapters;

/// <summary>A place where a field's value may have been captured.</summary>
internal readonly record struct FieldSlot(int Scope, int Slot);

/// <summary>The places where a field may stand; the first that holds something counts.</summary>
internal sealed class Field
{
    public static readonly Field None = new([]);

    private readonly FieldSlot[] _others;
    private readonly FieldSlot _first;

    public Field(FieldSlot[] slots)
    {
        IsNone = slots.Length == 0;
        _first = IsNone ? new(Captures.None, 0) : slots[0];
        _others = slots.Length > 1 ? slots[1..] : [];
    }

    public bool IsNone { get; }

    public FieldSlot First => _first;

    /// <summary>The value as seen from inside <paramref name="instance"/>, as an index into the captures; negative where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(Captures captures, int instance)
    {
        if (IsNone) return Captures.None;
        var index = captures.Find(instance, _first);
        return index >= 0 || _others.Length == 0 ? index : FindOther(captures, instance);
    }

    private int FindOther(Captures captures, int instance)
    {
        foreach (ref readonly var slot in _others.AsSpan())
        {
            var index = captures.Find(instance, slot);
            if (index >= 0) return index;
        }
        return Captures.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Read(Captures captures, ReadOnlySpan<byte> payload, int instance)
    {
        var index = Find(captures, instance);
        return index < 0 ? default : captures.Bytes(payload, ref captures.ValueAt(index));
    }
}
