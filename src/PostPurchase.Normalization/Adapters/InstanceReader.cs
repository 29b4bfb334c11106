using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Adapters;

/// <summary>An instance among captures, from inside which fields are read. Valid until another is opened.</summary>
internal ref struct InstanceReader
{
    private ref byte _start;
    private ref Value _slots;
    private int _length;
    private int _scope;

    public InstanceReader(Captures captures, ReadOnlySpan<byte> payload, int instance) => Begin(captures, payload, instance);

    public Captures Captures { readonly get; private set; }

    public int Instance { readonly get; private set; }

    public readonly ReadOnlySpan<byte> Payload => MemoryMarshal.CreateReadOnlySpan(ref _start, _length);

    /// <summary>Begins to read an instance, in place.</summary>
    [MemberNotNull(nameof(Captures))]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(Captures captures, ReadOnlySpan<byte> payload, int instance)
    {
        Captures = captures;
        _start = ref MemoryMarshal.GetReference(payload);
        _length = payload.Length;
        TurnTo(instance);
    }

    /// <summary>Turns to another instance of the same captures.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TurnTo(int instance)
    {
        Instance = instance;
        _slots = ref MemoryMarshal.GetReference(Captures.Slots(instance));
        _scope = Captures[instance].Scope;
    }

    /// <summary>The bytes of a field; empty where it is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ReadOnlySpan<byte> Read(Field field)
    {
        if (field.First.Scope != _scope) return field.IsNone ? default : ReadElsewhere(field);
        ref readonly var value = ref Unsafe.Add(ref _slots, field.First.Slot);
        // What stands in the payload was found there.
        if (value.Kind == ValueKind.Plain) return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _start, value.Start), value.Length);
        return value.Kind == ValueKind.None && field.IsSinglePlace ? default : ReadElsewhere(field);
    }

    /// <summary>Where a field's value is among the captures; negative where it is not there.</summary>
    public readonly int Find(Field field) => field.Find(Captures, Instance);

    public readonly ReadOnlySpan<byte> Bytes(int value) => Captures.Bytes(Payload, ref Captures.ValueAt(value));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly ReadOnlySpan<byte> ReadElsewhere(Field field)
    {
        if (field.StandsOnlyIn(_scope)) return ReadHere(field);
        var index = Find(field);
        return index < 0 ? field.Literal : Bytes(index);
    }

    private readonly ReadOnlySpan<byte> ReadHere(Field field)
    {
        ref var value = ref Unsafe.Add(ref _slots, field.First.Slot);
        if (value.Kind != ValueKind.None || value.Next != 0) return Captures.Bytes(Payload, ref value);
        foreach (ref readonly var slot in field.Others)
        {
            value = ref Unsafe.Add(ref _slots, slot.Slot);
            if (value.Kind != ValueKind.None || value.Next != 0) return Captures.Bytes(Payload, ref value);
        }
        return field.Literal;
    }
}
