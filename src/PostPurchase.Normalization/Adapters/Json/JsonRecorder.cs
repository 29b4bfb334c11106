using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>What a walk does with what it meets: opens and closes instances, keeps the places of values.</summary>
internal ref struct JsonRecorder(ReadOnlySpan<byte> json, Captures captures, int scratchStart = JsonRecorder.Payload)
{
    /// <summary>The bytes are the payload itself and not a text kept in the captures.</summary>
    public const int Payload = -1;

    private const int LongestEscapedName = 256;

    private readonly ReadOnlySpan<byte> _json = json;
    private Value _key;

    /// <summary>The child with a name that is not the one expected; <see langword="null"/> where it is of no interest.</summary>
    public readonly PlanNode? FindChild(PlanNode node, int start, int length, bool isEscaped, ref MemberNames names, ref int expected)
    {
        var name = _json.Slice(start, length);
        if (isEscaped) return FindEscaped(node, name);
        var index = node.FindName(ref names, name, expected);
        if (index == MemberNames.Unknown) return node.AnyChild;
        expected = index + 1;
        return names[index].Child;
    }

    private static PlanNode? FindEscaped(PlanNode node, ReadOnlySpan<byte> escaped)
    {
        if (!node.HasChildren) return null;
        Span<byte> name = stackalloc byte[LongestEscapedName];
        return escaped.Length > name.Length ? node.AnyChild : node.Find(name[..JsonText.Unescape(escaped, name)]);
    }

    /// <summary>Notes a name that is of interest itself.</summary>
    public void Name(PlanNode child, int instance, int start, int length, bool isEscaped)
    {
        if (child.KeySlots.Length > 0) _key = Captured(start, length, isEscaped);
        foreach (ref readonly var mark in child.Marks.AsSpan()) captures.Mark(instance, mark, start);
    }

    /// <summary>Keeps a text at a node that is plain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Plain(PlanNode node, int instance, int start, int length, bool isEscaped)
    {
        if (node.FirstSlot.Scope >= 0 && Captured(start, length, isEscaped) is { Kind: not ValueKind.None } value) captures.Put(instance, node.FirstSlot, value);
    }

    /// <summary>Keeps a value of the payload where it is looked for later. Where it stands is told even if it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Keep(ref Value target, int start, int length, bool isEscaped)
    {
        target.Kind = IsBlank(start, length) ? ValueKind.None : isEscaped ? ValueKind.JsonEscaped : ValueKind.Plain;
        target.Start = start;
        target.Length = length;
    }

    /// <summary>Takes a text, without its quotes.</summary>
    public readonly void Text(PlanNode node, int instance, int start, int length, bool isEscaped)
    {
        if (node.IsEmbedded && Embedded(node, instance, _json.Slice(start, length))) return;
        Scalar(node, instance, start, length, isEscaped);
    }

    /// <summary>Takes a text, a number or a truth value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Scalar(PlanNode node, int instance, int start, int length, bool isEscaped)
    {
        if (node.Opens.Length > 0)
        {
            var inner = Open(node, instance);
            Put(node, inner, Captured(start, length, isEscaped));
            Close(node, inner);
        }
        else Put(node, instance, Captured(start, length, isEscaped));
    }

    /// <summary>Opens the instances that begin at a node; gives the innermost.</summary>
    public readonly int Open(PlanNode node, int instance)
    {
        foreach (var opening in node.Opens) instance = captures.Open(opening, instance);
        foreach (ref readonly var slot in node.KeySlots.AsSpan()) captures.Put(instance, slot, _key);
        return instance;
    }

    /// <summary>Closes the instances that <see cref="Open"/> opened; gives the one around them.</summary>
    public readonly int Close(PlanNode node, int instance)
    {
        for (var i = node.Opens.Length - 1; i >= 0; i--)
        {
            var parent = captures[instance].Parent;
            captures.Close(_json, instance, node.Opens[i]);
            instance = parent;
        }
        return instance;
    }

    /// <summary>Puts a value into all the slots of a node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Put(PlanNode node, int instance, in Value value)
    {
        if (value.Kind == ValueKind.None) return;
        foreach (ref readonly var slot in node.Slots.AsSpan()) captures.Put(instance, slot, value);
    }

    /// <summary>Walks on inside a text that holds JSON; <see langword="false"/> where it holds none.</summary>
    private readonly bool Embedded(PlanNode node, int instance, ReadOnlySpan<byte> escaped)
    {
        if (scratchStart != Payload || escaped.IndexOfAny((byte)'{', (byte)'[') < 0) return false;
        var text = captures.Unescaped(escaped, out var start);
        return ScanningWalker.WalkEmbedded(text, start, node, instance, captures);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Value Captured(int start, int length, bool isEscaped)
    {
        if (IsBlank(start, length)) return default;
        if (scratchStart == Payload) return new() { Kind = isEscaped ? ValueKind.JsonEscaped : ValueKind.Plain, Start = start, Length = length };
        return isEscaped ? captures.Keep(_json.Slice(start, length), isEscaped: true) : new() { Kind = ValueKind.Scratch, Start = scratchStart + start, Length = length };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsBlank(int start, int length) => length == 0 || (_json[start] == ' ' && _json.Slice(start, length).IndexOfAnyExcept((byte)' ') < 0);
}
