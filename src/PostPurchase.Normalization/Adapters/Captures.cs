using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PostPurchase.Normalization.Adapters.Json;
using PostPurchase.Normalization.Adapters.Xml;

namespace PostPurchase.Normalization.Adapters;

/// <summary>
/// What a walk over a payload found: instances of scopes and, for each, the places of its values. Holds ranges, never copies,
/// but for values that an adapter hands over or that have to be decoded. Reused from payload to payload; not thread-safe.
/// </summary>
internal sealed class Captures
{
    public const int None = -1;

    private Instance[] _instances = new Instance[64];
    private Value[] _values = new Value[1024];
    private byte[] _scratch = new byte[1024];
    private byte[] _embedded = [];
    private int _valueCount;
    private int _scratchUsed;

    public int InstanceCount { get; private set; }

    /// <summary>The values of an object that is being read.</summary>
    public Value[] ShapeValues { get; } = new Value[ObjectShapes.MostValues];

    /// <summary>The index of the JSON payload at hand.</summary>
    public JsonIndex Index { get; } = new();

    public void Clear()
    {
        InstanceCount = 0;
        _valueCount = 0;
        _scratchUsed = 0;
    }

    public ref Instance this[int instance]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _instances[instance];
    }

    /// <summary>How many values there are room for; those of an instance stand side by side.</summary>
    public int ValueCount => _valueCount;

    public ref Value ValueAt(int index) => ref _values[index];

    /// <summary>Opens an instance of a scope below <paramref name="parent"/>.</summary>
    public int Open(PlanOpening opening, int parent)
    {
        if (InstanceCount == _instances.Length) Array.Resize(ref _instances, InstanceCount * 2);
        var index = InstanceCount++;
        ref var instance = ref _instances[index];
        instance.Scope = opening.Scope.Index;
        instance.Parent = parent;
        instance.FirstSlot = Reserve(opening.Scope.SlotCount);
        instance.IsOtherwise = opening.Otherwise;
        instance.IsClosed = false;
        return index;
    }

    /// <summary>Takes back the opening of an instance, and of all that were opened since.</summary>
    public void TakeBack(int instance)
    {
        InstanceCount = instance;
        _valueCount = _instances[instance].FirstSlot;
    }

    /// <summary>Ends an instance: hands its values on as the scope says. One that its opening filters out goes, with all inside it.</summary>
    public void Close(ReadOnlySpan<byte> payload, int instance, PlanOpening opening)
    {
        var scope = opening.Scope;
        foreach (var transfer in CollectionsMarshal.AsSpan(scope.Transfers))
        {
            if (transfer.Filter is { } filter && !Passes(payload, instance, filter)) continue;
            var value = Slot(instance, transfer.From);
            Put(_instances[instance].Parent, transfer.To, value);
        }
        _instances[instance].IsClosed = true;
        if (scope.IsTransient || (opening.Filter is { } condition && !Passes(payload, instance, condition))) InstanceCount = instance;
    }

    /// <summary>Index of the value in a slot, seen from inside <paramref name="instance"/>; negative where nothing stands there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int instance, in FieldSlot slot)
    {
        ref readonly var inner = ref _instances[instance];
        var index = inner.FirstSlot + slot.Slot;
        if (inner.Scope != slot.Scope)
        {
            var owner = Enclosing(inner.Parent, slot.Scope);
            if (owner == None) return None;
            index = _instances[owner].FirstSlot + slot.Slot;
        }
        ref readonly var value = ref _values[index];
        return value.Kind != ValueKind.None || value.Next != 0 ? index : None;
    }

    /// <summary>Puts a value where it belongs, seen from inside <paramref name="instance"/>; the first one stays, but for lists.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int instance, in SlotTarget target, in Value value)
    {
        if (instance == None) return;
        var owner = _instances[instance].Scope == target.Scope ? instance : Enclosing(instance, target.Scope);
        if (owner == None) return;
        if (target.IsList)
        {
            Append(owner, target.Slot, value);
            return;
        }
        ref var slot = ref _values[_instances[owner].FirstSlot + target.Slot];
        if (slot.Kind != ValueKind.None || value.Kind == ValueKind.None) return;
        slot.Kind = value.Kind;
        slot.Start = value.Start;
        slot.Length = value.Length;
    }

    /// <summary>Puts bytes of the payload, not empty, into the slot at an index, unless something stands there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int index, int start, int length) => _values[index].PutFirst(start, length);

    /// <summary>The slots of an instance, and room for at least one value behind them. Valid until another is opened, or a list grows.</summary>
    public Span<Value> Slots(int instance) => _values.AsSpan(_instances[instance].FirstSlot);

    /// <summary>Notes that a name is there.</summary>
    public void Mark(int instance, in SlotTarget target, int position) =>
        Put(instance, target, new Value { Kind = ValueKind.Plain, Start = position, Length = 1 });

    private bool Passes(ReadOnlySpan<byte> payload, int instance, PlanFilter filter)
    {
        var bytes = Bytes(payload, ref Slot(instance, filter.Slot));
        foreach (var value in filter.Values)
        {
            if (bytes.SequenceEqual(value)) return !filter.Excludes;
        }
        return filter.Excludes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Value Slot(int instance, int slot) => ref _values[_instances[instance].FirstSlot + slot];

    /// <summary>The instance of <paramref name="scope"/> that <paramref name="instance"/> lies in, itself included.</summary>
    public int Enclosing(int instance, int scope)
    {
        while (instance != None && _instances[instance].Scope != scope) instance = _instances[instance].Parent;
        return instance;
    }

    /// <summary>Appends to a list slot.</summary>
    private void Append(int instance, int slot, Value value)
    {
        value.Next = 0;
        ref var head = ref Slot(instance, slot);
        if (head.Kind == ValueKind.None && head.Next == 0)
        {
            head = value;
            head.Next = EndOfList;
            return;
        }

        var added = Reserve(1);
        var at = _instances[instance].FirstSlot + slot;
        while (_values[at].Next > 0) at = _values[at].Next;
        _values[at].Next = added;
        _values[added] = value;
        _values[added].Next = EndOfList;
    }

    /// <summary>Marks the end of a list; a slot that was never appended to has 0 there.</summary>
    public const int EndOfList = -1;

    /// <summary>Copies bytes that do not stand in the payload as they are meant.</summary>
    public Value Keep(ReadOnlySpan<byte> bytes, bool isEscaped = false)
    {
        var start = _scratchUsed;
        var target = Scratch(bytes.Length);
        var length = bytes.Length;
        if (isEscaped) length = JsonText.Unescape(bytes, target);
        else bytes.CopyTo(target);
        GiveBack(bytes.Length - length);
        return length == 0 ? default : new() { Kind = ValueKind.Scratch, Start = start, Length = length };
    }

    /// <summary>Keeps the meaning of an escaped string; gives where it begins, and a copy that stays in place while more is kept.</summary>
    public ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> escaped, out int start)
    {
        var value = Keep(escaped, isEscaped: true);
        start = value.Start;
        if (_embedded.Length < value.Length) _embedded = new byte[Math.Max(value.Length, _embedded.Length * 2)];
        _scratch.AsSpan(value.Start, value.Length).CopyTo(_embedded);
        return _embedded.AsSpan(0, value.Length);
    }

    private Span<byte> Scratch(int length)
    {
        if (_scratchUsed + length > _scratch.Length) Array.Resize(ref _scratch, Math.Max(_scratch.Length * 2, _scratchUsed + length));
        var span = _scratch.AsSpan(_scratchUsed, length);
        _scratchUsed += length;
        return span;
    }

    private void GiveBack(int unused) => _scratchUsed -= unused;

    /// <summary>The bytes of a value; decoded ones are kept until <see cref="Clear"/>, and the value then points at them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> payload, ref Value value) =>
        value.Kind == ValueKind.Plain ? payload.Slice(value.Start, value.Length) : OtherBytes(payload, ref value);

    private ReadOnlySpan<byte> OtherBytes(ReadOnlySpan<byte> payload, ref Value value) => value.Kind switch
    {
        ValueKind.None => default,
        ValueKind.Scratch => _scratch.AsSpan(value.Start, value.Length),
        _ => Decode(payload, ref value),
    };

    private ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> payload, ref Value value)
    {
        var raw = payload.Slice(value.Start, value.Length);
        var start = _scratchUsed;
        var target = Scratch(raw.Length);
        var written = value.Kind == ValueKind.JsonEscaped ? JsonText.Unescape(raw, target) : XmlText.Decode(raw, target);
        GiveBack(raw.Length - written);
        value.Kind = written == 0 ? ValueKind.None : ValueKind.Scratch;
        value.Start = start;
        value.Length = written;
        return _scratch.AsSpan(start, written);
    }

    private int Reserve(int count)
    {
        var start = _valueCount;
        if (start + count >= _values.Length) Array.Resize(ref _values, Math.Max(_values.Length * 2, start + count + 1));
        _values.AsSpan(start, count).Clear();
        _valueCount += count;
        return start;
    }

    [StructLayout(LayoutKind.Auto)]
    internal struct Instance
    {
        public int Scope;
        public int Parent;
        public int FirstSlot;
        public bool IsOtherwise;
        public bool IsClosed;

        /// <summary>Whether it is an event; told when events are made.</summary>
        public bool IsScan;
    }
}

/// <summary>Where a value stands.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Value
{
    public ValueKind Kind;
    public int Start;
    public int Length;
    public int Next;

    /// <summary>Becomes bytes of the payload, not empty, unless it is something already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PutFirst(int start, int length)
    {
        if (Kind == ValueKind.None) Become(start, length);
    }

    /// <summary>Becomes another value, unless it is something already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PutFirst(in Value value)
    {
        if (Kind != ValueKind.None) return;
        Kind = value.Kind;
        Start = value.Start;
        Length = value.Length;
    }

    /// <summary>Becomes bytes of the payload that are not all blanks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Become(int start, int length)
    {
        Kind = length > 0 ? ValueKind.Plain : ValueKind.None;
        Start = start;
        Length = length;
    }
}

internal enum ValueKind : byte
{
    None,

    /// <summary>Bytes of the payload, as they stand.</summary>
    Plain,

    /// <summary>A JSON string with escapes.</summary>
    JsonEscaped,

    /// <summary>XML text with references.</summary>
    XmlEncoded,

    /// <summary>Bytes in the scratch buffer.</summary>
    Scratch,
}
