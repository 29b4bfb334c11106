using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Adapters;

/// <summary>An instance among captures, from inside which fields are read. Valid until another is opened.</summary>
internal readonly ref struct InstanceReader
{
    private readonly ref byte _start;
    private readonly ref Value _slots;
    private readonly int _scope;

    public InstanceReader(Captures captures, ReadOnlySpan<byte> payload, int instance)
    {
        Captures = captures;
        Payload = payload;
        Instance = instance;
        _start = ref MemoryMarshal.GetReference(payload);
        _slots = ref MemoryMarshal.GetReference(captures.Slots(instance));
        _scope = captures[instance].Scope;
    }

    public Captures Captures { get; }

    public ReadOnlySpan<byte> Payload { get; }

    public int Instance { get; }

    /// <summary>The bytes of a field; empty where it is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Read(Field field)
    {
        if (field.First.Scope != _scope) return field.HasSlots ? ReadElsewhere(field) : field.Literal;
        ref readonly var value = ref Unsafe.Add(ref _slots, field.First.Slot);
        // What stands in the payload was found there.
        if (value.Kind == ValueKind.Plain) return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _start, value.Start), value.Length);
        return value.Kind == ValueKind.None && value.Next == 0 && !field.HasAlternatives ? field.Literal : ReadElsewhere(field);
    }

    /// <summary>Where a field's value is among the captures; negative where it is not there.</summary>
    public int Find(Field field) => field.Find(Captures, Instance);

    public ReadOnlySpan<byte> Bytes(int value) => Captures.Bytes(Payload, ref Captures.ValueAt(value));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlySpan<byte> ReadElsewhere(Field field)
    {
        var index = Find(field);
        return index < 0 ? field.Literal : Bytes(index);
    }
}
