using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Adapters;

/// <summary>A place where a field's value may have been captured.</summary>
internal readonly record struct FieldSlot(int Scope, int Slot);

/// <summary>One of several fields that together tell something.</summary>
/// <param name="Number">Its number among them.</param>
/// <param name="Field">The field.</param>
internal readonly record struct FieldPart(int Number, Field Field)
{
    /// <summary>Numbers fields; those that a format does not have are left out.</summary>
    public static FieldPart[] Of(params ReadOnlySpan<Field> fields)
    {
        var parts = new List<FieldPart>();
        for (var i = 0; i < fields.Length; i++)
        {
            if (!fields[i].IsNone) parts.Add(new(i, fields[i]));
        }
        return [.. parts];
    }
}

/// <summary>The places where a field may stand; the first that holds something counts.</summary>
internal sealed class Field
{
    public static readonly Field None = new([]);

    private readonly FieldSlot[] _others;
    private readonly FieldSlot _first;
    private readonly bool _hasSlots;
    private readonly bool _isInOneScope;
    private readonly byte[]? _literal;

    /// <summary>Describes a field.</summary>
    /// <param name="slots">The places.</param>
    /// <param name="literal">What the field is where none of them holds anything; <see langword="null"/> for nothing.</param>
    public Field(FieldSlot[] slots, byte[]? literal = null)
    {
        _hasSlots = slots.Length > 0;
        _literal = literal;
        IsNone = !_hasSlots && literal is null;
        IsSinglePlace = slots.Length == 1 && literal is null;
        _first = _hasSlots ? slots[0] : new(Captures.None, 0);
        _others = slots.Length > 1 ? slots[1..] : [];
        _isInOneScope = _hasSlots && Array.TrueForAll(slots, slot => slot.Scope == _first.Scope);
    }

    public bool IsNone { get; }

    /// <summary>Whether it is nothing but what stands in one place.</summary>
    public bool IsSinglePlace { get; }

    public FieldSlot First => _first;

    /// <summary>What the field is where none of its places holds anything.</summary>
    public ReadOnlySpan<byte> Literal => _literal;

    /// <summary>The places but for the first.</summary>
    public ReadOnlySpan<FieldSlot> Others => _others;

    /// <summary>Whether it may stand in an instance of a scope itself.</summary>
    public bool StandsIn(int scope)
    {
        foreach (ref readonly var slot in _others.AsSpan())
        {
            if (slot.Scope == scope) return true;
        }
        return _first.Scope == scope;
    }

    /// <summary>Whether it stands nowhere but in instances of a scope.</summary>
    public bool StandsOnlyIn(int scope) => _isInOneScope && _first.Scope == scope;

    /// <summary>The value as seen from inside <paramref name="instance"/>, as an index into the captures; negative where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(Captures captures, int instance)
    {
        if (!_hasSlots) return Captures.None;
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

    /// <summary>The value as seen from inside <paramref name="instance"/>; empty where there is none.</summary>
    public ReadOnlySpan<byte> Read(Captures captures, ReadOnlySpan<byte> payload, int instance) => new InstanceReader(captures, payload, instance).Read(this);
}
