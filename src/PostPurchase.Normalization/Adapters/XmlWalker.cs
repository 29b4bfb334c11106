namespace PostPurchase.Normalization.Adapters;

/// <summary>
/// Walks an XML payload (UTF-8) once, forward, along a plan. Checks that elements nest and close, that there is one root, and that references
/// and attributes are well written; document types are refused, so nothing outside the payload is ever read.
/// </summary>
internal ref struct XmlWalker
{
    private const int MaxDepth = 128;

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
        if (_position == _payload.Length) return Fail(ReadError.Truncated);
        if (_payload[_position] != '<') return Fail(ReadError.Malformed);
        if (++_depth > MaxDepth) return Fail(ReadError.TooDeep);
        _position++;
        var nameStart = _position;
        if (Name() is not { IsEmpty: false } name) return Fail(_position == _payload.Length ? ReadError.Truncated : ReadError.Malformed);
        var nameLength = _position - nameStart;

        var node = parent?.Find(Local(name));
        if (node is not null)
        {
            foreach (ref readonly var mark in node.Marks.AsSpan()) _captures.Mark(instance, mark, nameStart);
            foreach (var opening in node.Opens) instance = _captures.Open(opening, instance);
            if (node.KeySlots.Length > 0)
            {
                var key = new Value { Kind = ValueKind.Plain, Start = nameStart + nameLength - Local(name).Length, Length = Local(name).Length };
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
        while (true)
        {
            var next = _payload[_position..].IndexOf((byte)'<');
            if (next < 0)
            {
                _position = _payload.Length;
                return Fail(ReadError.Truncated);
            }
            _position += next;
            var rest = _payload[_position..];
            if (rest.Length < 2) return Fail(ReadError.Truncated);
            if (rest[1] == '/') return EndTag(node, instance, start, nameStart, nameLength);
            if (rest[1] is (byte)'!' or (byte)'?')
            {
                if (!SkipMarkup()) return false;
            }
            else if (!Element(inner, instance)) return false;
        }
    }

    private bool EndTag(PlanNode? node, int instance, int contentStart, int nameStart, int nameLength)
    {
        var contentEnd = _position;
        _position += 2;
        if (Name() is not { IsEmpty: false } name) return Fail(_position == _payload.Length ? ReadError.Truncated : ReadError.Malformed);
        if (_position == _payload.Length) return Fail(ReadError.Truncated);
        if (!name.SequenceEqual(_payload.Slice(nameStart, nameLength))) return Fail(ReadError.Malformed);
        Blanks();
        if (_position == _payload.Length) return Fail(ReadError.Truncated);
        if (_payload[_position] != '>') return Fail(ReadError.Malformed);
        _position++;
        if (node is { Slots.Length: > 0 }) Capture(node.Slots, instance, contentStart, contentEnd);
        return true;
    }

    private bool Attributes(PlanNode? node, int instance, out bool isEmpty)
    {
        isEmpty = false;
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
            if (!Attribute(node, instance)) return false;
        }
    }

    private bool Attribute(PlanNode? node, int instance)
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
        if (node is { HasAttributes: true } && node.FindAttribute(Local(name)) is { } attribute)
        {
            foreach (ref readonly var mark in attribute.Marks.AsSpan()) _captures.Mark(instance, mark, _position);
            Capture(attribute.Slots, instance, _position, _position + length);
        }
        _position += length + 1;
        return true;
    }

    private readonly void Capture(SlotTarget[] slots, int instance, int start, int end)
    {
        while (start < end && IsBlank(_payload[start])) start++;
        while (end > start && IsBlank(_payload[end - 1])) end--;
        if (start == end) return;
        var encoded = _payload[start..end].IndexOfAny((byte)'&', (byte)'<') >= 0;
        var value = new Value { Kind = encoded ? ValueKind.XmlEncoded : ValueKind.Plain, Start = start, Length = end - start };
        foreach (ref readonly var slot in slots.AsSpan()) _captures.Put(instance, slot, value);
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
        var start = _position;
        while (_position < _payload.Length && IsNameByte(_payload[_position])) _position++;
        return _payload[start.._position];
    }

    private static bool IsNameByte(byte value) => value > 0x20 && value is not ((byte)'/' or (byte)'>' or (byte)'=' or (byte)'<' or (byte)'"' or (byte)'\'' or (byte)'&');

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
