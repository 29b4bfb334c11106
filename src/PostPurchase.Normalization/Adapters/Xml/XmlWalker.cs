using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PostPurchase.Normalization.Adapters.Xml;

/// <summary>
/// Walks an XML payload (UTF-8) once, forward, along a plan. Checks that elements nest and close, that there is one root, and that references
/// and attributes are well written; document types are refused, so nothing outside the payload is ever read.
/// </summary>
/// <remarks>
/// Carriers write one payload like the other, so names are expected in the order in which they were met (<see cref="XmlNames"/>), and an
/// element that holds nothing but text is read by a few comparisons. All that is not written so goes the longer way, which alone tells faults.
/// </remarks>
internal ref partial struct XmlWalker
{
    private const int MaxDepth = 128;

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(value => (byte)value), .. "/>=<\"'&"u8]);

    private readonly ReadOnlySpan<byte> _payload;
    private readonly Captures _captures;
    private int _position;
    private int _depth;
    private ReadFault _fault;

    private XmlWalker(ReadOnlySpan<byte> payload, Captures captures)
    {
        _payload = payload;
        _captures = captures;
    }

    public static ReadFault Walk(ReadOnlySpan<byte> payload, PlanNode root, Captures captures)
    {
        var walker = new XmlWalker(payload, captures);
        walker.Document(root);
        return walker._fault;
    }

    private void Document(PlanNode root)
    {
        var instance = Captures.None;
        foreach (var opening in root.Opens) instance = _captures.Open(opening, instance);
        if (!Misc() || !Element(root, instance) || !Misc()) return;
        if (_position < _payload.Length)
        {
            Fail(ReadError.Malformed);
            return;
        }
        Close(root, instance);
    }

    /// <summary>Blanks, comments and processing instructions outside the root element.</summary>
    private bool Misc()
    {
        while (true)
        {
            Blanks();
            if (_position == _payload.Length) return true;
            var rest = _payload[_position..];
            if (rest.StartsWith("<?"u8) || rest.StartsWith("<!--"u8))
            {
                if (!SkipMarkup()) return false;
            }
            else if (rest.StartsWith("<!"u8)) return Fail(ReadError.Malformed);
            else return true;
        }
    }

    /// <summary>Reads the element at the position; <paramref name="parent"/> is the plan of what it stands in, <see langword="null"/> to skip it.</summary>
    private bool Element(PlanNode? parent, int instance)
    {
        if (!StartTag(out var name)) return false;
        return Rest(parent?.Find(Local(name)), instance, _position - name.Length, name.Length);
    }

    /// <summary>Reads an element that another was expected in the place of: its name is looked up.</summary>
    private bool Unexpected(PlanNode parent, int instance, ref XmlNames names, ref int expected)
    {
        if (!StartTag(out var name)) return false;
        var child = parent.FindElement(ref names, name, Local(name), ref expected);
        return Rest(child, instance, _position - name.Length, name.Length);
    }

    /// <summary>Where the next markup begins; negative where none does. Tells whether there may be references before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int NextMarkup(int start, out bool hasReferences)
    {
        if (start + Vector256<byte>.Count <= _payload.Length)
        {
            var bytes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_payload), (nuint)start);
            var markup = Vector256.Equals(bytes, Vector256.Create((byte)'<')).ExtractMostSignificantBits();
            if (markup != 0)
            {
                hasReferences = (Vector256.Equals(bytes, Vector256.Create((byte)'&')).ExtractMostSignificantBits() & (markup - 1)) != 0;
                return start + BitOperations.TrailingZeroCount(markup);
            }
        }
        hasReferences = true;
        var next = _payload[start..].IndexOf((byte)'<');
        return next < 0 ? next : start + next;
    }

    /// <summary>Reads the name of the element at the position.</summary>
    private bool StartTag(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (_position == _payload.Length) return Fail(ReadError.Truncated);
        if (_payload[_position] != '<') return Fail(ReadError.Malformed);
        if (++_depth > MaxDepth) return Fail(ReadError.TooDeep);
        _position++;
        name = Name();
        return !name.IsEmpty || Fail(_position == _payload.Length ? ReadError.Truncated : ReadError.Malformed);
    }

    /// <summary>Reads an element behind its name.</summary>
    private bool Rest(PlanNode? node, int instance, int nameStart, int nameLength)
    {
        if (node is not null)
        {
            foreach (ref readonly var mark in node.Marks.AsSpan()) _captures.Mark(instance, mark, nameStart);
            foreach (var opening in node.Opens) instance = _captures.Open(opening, instance);
            if (node.KeySlots.Length > 0)
            {
                var local = Local(_payload.Slice(nameStart, nameLength));
                var key = new Value { Kind = ValueKind.Plain, Start = nameStart + nameLength - local.Length, Length = local.Length };
                foreach (ref readonly var slot in node.KeySlots.AsSpan()) _captures.Put(instance, slot, key);
            }
        }

        if (!Attributes(node, instance, out var isEmpty)) return false;
        if (!isEmpty && !Content(node, instance, nameStart, nameLength)) return false;
        if (node is not null) Close(node, instance);
        _depth--;
        return true;
    }

    private bool Content(PlanNode? node, int instance, int nameStart, int nameLength)
    {
        var start = _position;
        var inner = node is { HasChildren: true } ? node : null;
        var names = inner?.Elements ?? XmlNames.None;
        var expected = 0;
        while (true)
        {
            var next = NextMarkup(_position, out _);
            if (next < 0)
            {
                _position = _payload.Length;
                return Fail(ReadError.Truncated);
            }
            _position = next;
            if (next + 1 == _payload.Length) return Fail(ReadError.Truncated);
            switch (_payload[next + 1])
            {
                case (byte)'/':
                    return EndTag(node, instance, start, nameStart, nameLength);
                case (byte)'!' or (byte)'?':
                    if (!SkipMarkup()) return false;
                    break;
                default:
                    if (!(inner is null ? Element(null, instance) : Child(inner, instance, ref names, ref expected))) return false;
                    break;
            }
        }
    }

    private bool EndTag(PlanNode? node, int instance, int contentStart, int nameStart, int nameLength)
    {
        var contentEnd = _position;
        var opened = _payload.Slice(nameStart, nameLength);
        var rest = _payload[(contentEnd + 2)..];
        if (rest.Length > nameLength && rest[nameLength] == '>' && rest.StartsWith(opened)) _position += nameLength + 3;
        else if (!OtherEndTag(opened)) return false;
        if (node is { Slots.Length: > 0 }) Capture(node.Slots, instance, contentStart, contentEnd);
        return true;
    }

    /// <summary>Reads an end tag that is written in another way than the plainest, or is none of this element.</summary>
    private bool OtherEndTag(ReadOnlySpan<byte> opened)
    {
        _position += 2;
        if (Name() is not { IsEmpty: false } name) return Fail(_position == _payload.Length ? ReadError.Truncated : ReadError.Malformed);
        if (_position == _payload.Length) return Fail(ReadError.Truncated);
        if (!name.SequenceEqual(opened)) return Fail(ReadError.Malformed);
        Blanks();
        if (_position == _payload.Length) return Fail(ReadError.Truncated);
        if (_payload[_position] != '>') return Fail(ReadError.Malformed);
        _position++;
        return true;
    }

    private bool Attributes(PlanNode? node, int instance, out bool isEmpty)
    {
        isEmpty = false;
        var names = node is { HasAttributes: true } ? node.Attributes : XmlNames.None;
        var expected = 0;
        while (true)
        {
            Blanks();
            if (_position == _payload.Length) return Fail(ReadError.Truncated);
            var next = _payload[_position];
            if (next == '>')
            {
                _position++;
                return true;
            }
            if (next == '/')
            {
                _position++;
                if (_position == _payload.Length) return Fail(ReadError.Truncated);
                if (_payload[_position] != '>') return Fail(ReadError.Malformed);
                _position++;
                isEmpty = true;
                return true;
            }
            if (!TryAttribute(names[expected], instance, ref expected) && !Attribute(node, instance, ref names, ref expected)) return false;
        }
    }

    private bool Attribute(PlanNode? node, int instance, ref XmlNames names, ref int expected)
    {
        var name = Name();
        if (name.IsEmpty) return Fail(ReadError.Malformed);
        Blanks();
        if (_position == _payload.Length) return Fail(ReadError.Truncated);
        if (_payload[_position] != '=') return Fail(ReadError.Malformed);
        _position++;
        Blanks();
        if (_position == _payload.Length) return Fail(ReadError.Truncated);
        var quote = _payload[_position];
        if (quote is not ((byte)'"' or (byte)'\'')) return Fail(ReadError.Malformed);
        _position++;
        var length = _payload[_position..].IndexOf(quote);
        if (length < 0)
        {
            _position = _payload.Length;
            return Fail(ReadError.Truncated);
        }
        var value = _payload.Slice(_position, length);
        if (value.Contains((byte)'<')) return Fail(ReadError.Malformed);
        if (node is { HasAttributes: true } && node.FindAttribute(ref names, name, Local(name), ref expected) is { } attribute)
        {
            foreach (ref readonly var mark in attribute.Marks.AsSpan()) _captures.Mark(instance, mark, _position);
            Capture(attribute.Slots, instance, _position, _position + length);
        }
        _position += length + 1;
        return true;
    }

    private readonly void Capture(SlotTarget[] slots, int instance, int start, int end)
    {
        var value = Trimmed(start, end, hasMarkup: true);
        if (value.Kind == ValueKind.None) return;
        foreach (ref readonly var slot in slots.AsSpan()) _captures.Put(instance, slot, value);
    }

    /// <summary>A text without the blanks around it.</summary>
    private readonly Value Trimmed(int start, int end, bool hasMarkup)
    {
        while (start < end && IsBlank(_payload[start])) start++;
        while (end > start && IsBlank(_payload[end - 1])) end--;
        if (start == end) return default;
        var isEncoded = hasMarkup && _payload[start..end].IndexOfAny((byte)'&', (byte)'<') >= 0;
        return new() { Kind = isEncoded ? ValueKind.XmlEncoded : ValueKind.Plain, Start = start, Length = end - start };
    }

    private readonly void Close(PlanNode node, int instance)
    {
        for (var i = node.Opens.Length - 1; i >= 0; i--)
        {
            var parent = _captures[instance].Parent;
            _captures.Close(_payload, instance, node.Opens[i]);
            instance = parent;
        }
    }

    /// <summary>Comments, CDATA sections and processing instructions.</summary>
    private bool SkipMarkup()
    {
        var rest = _payload[_position..];
        ReadOnlySpan<byte> end;
        if (rest.StartsWith("<?"u8)) end = "?>"u8;
        else if (rest.StartsWith("<!--"u8)) end = "-->"u8;
        else if (rest.StartsWith("<![CDATA["u8)) end = "]]>"u8;
        else return Fail("<!--"u8.StartsWith(rest) || "<![CDATA["u8.StartsWith(rest) ? ReadError.Truncated : ReadError.Malformed);
        var close = rest.IndexOf(end);
        if (close < 0)
        {
            _position = _payload.Length;
            return Fail(ReadError.Truncated);
        }
        _position += close + end.Length;
        return true;
    }

    private ReadOnlySpan<byte> Name()
    {
        var rest = _payload[_position..];
        var length = rest.IndexOfAny(NameEnds);
        if (length < 0) length = rest.Length;
        _position += length;
        return rest[..length];
    }

    private static ReadOnlySpan<byte> Local(ReadOnlySpan<byte> name)
    {
        var colon = name.LastIndexOf((byte)':');
        return colon < 0 ? name : name[(colon + 1)..];
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    private void Blanks()
    {
        while (_position < _payload.Length && IsBlank(_payload[_position])) _position++;
    }

    private bool Fail(ReadError error)
    {
        _fault = new(error, _position);
        return false;
    }
}
