using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PostPurchase.Normalization.Adapters.Xml;

/// <content>Elements and attributes that stand where they were expected, and are written in the plainest way.</content>
internal ref partial struct XmlWalker
{
    /// <summary>Reads the element at the position, one of those inside another.</summary>
    private bool Child(PlanNode parent, int instance, ref XmlNames names, ref int expected)
    {
        var nameStart = _position + 1;
        ref var payload = ref MemoryMarshal.GetReference(_payload);
        if (!names[expected].StandsAt(ref payload, _payload.Length, nameStart))
        {
            // What was written just now comes again in lists.
            if (expected == 0 || !names[expected - 1].StandsAt(ref payload, _payload.Length, nameStart)) return Unexpected(parent, instance, ref names, ref expected);
            expected--;
        }
        ref readonly var name = ref names[expected];
        var nameEnd = nameStart + name.Length;
        if (nameEnd == _payload.Length || !(_payload[nameEnd] is (byte)'>' or (byte)'/' || IsBlank(_payload[nameEnd]))) return Unexpected(parent, instance, ref names, ref expected);
        expected++;
        if (name.IsPlain && TryText(name, instance, nameEnd)) return true;
        if (++_depth > MaxDepth) return Fail(ReadError.TooDeep);
        _position = nameEnd;
        return Rest(name.Child, instance, nameStart, name.Length);
    }

    /// <summary>Reads an element with nothing but text in it, or nothing at all, if it is written in the plainest way.</summary>
    private bool TryText(in XmlName name, int instance, int nameEnd)
    {
        if (_depth == MaxDepth || nameEnd + 1 >= _payload.Length) return false;
        if (_payload[nameEnd] == '/')
        {
            if (_payload[nameEnd + 1] != '>') return false;
            _position = nameEnd + 2;
            return true;
        }
        if (_payload[nameEnd] != '>') return false;

        var start = nameEnd + 1;
        var end = NextMarkup(start, out var hasReferences);
        var closing = end + 2;
        if (end < 0 || closing + name.Length >= _payload.Length || _payload[end + 1] != '/' || _payload[closing + name.Length] != '>') return false;
        if (!name.StandsAt(ref MemoryMarshal.GetReference(_payload), _payload.Length, closing)) return false;
        _position = closing + name.Length + 1;
        if (name.Child is { Slots.Length: > 0 } child) Keep(child.FirstSlot, instance, start, end, hasReferences);
        return true;
    }

    /// <summary>Reads an attribute that stands where it was expected, if it is written in the plainest way and is not long.</summary>
    private bool TryAttribute(in XmlName name, int instance, ref int expected)
    {
        ref var payload = ref MemoryMarshal.GetReference(_payload);
        var start = _position + name.Length + 2;
        if (!name.StandsAt(ref payload, _payload.Length, _position) || start + Vector256<byte>.Count > _payload.Length) return false;
        if (_payload[start - 2] != '=' || _payload[start - 1] != '"' || !name.IsPlain) return false;

        var bytes = Vector256.LoadUnsafe(ref payload, (nuint)start);
        var quotes = Vector256.Equals(bytes, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        var value = (quotes - 1) & ~quotes;
        if (quotes == 0 || (Vector256.Equals(bytes, Vector256.Create((byte)'<')).ExtractMostSignificantBits() & value) != 0) return false;
        var end = start + BitOperations.TrailingZeroCount(quotes);
        expected++;
        _position = end + 1;
        if (name.Child is { Slots.Length: > 0 } child)
        {
            var hasReferences = (Vector256.Equals(bytes, Vector256.Create((byte)'&')).ExtractMostSignificantBits() & value) != 0;
            Keep(child.FirstSlot, instance, start, end, hasReferences);
        }
        return true;
    }

    private readonly void Keep(in SlotTarget slot, int instance, int start, int end, bool hasReferences)
    {
        var value = Trimmed(start, end, hasReferences);
        if (value.Kind != ValueKind.None) _captures.Put(instance, slot, value);
    }
}
