using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Adapters;

/// <summary>Walks a JSON payload once, forward, along a plan; all that the plan does not name is checked and skipped.</summary>
internal ref struct JsonWalker
{
    /// <summary>The bytes are the payload itself and not a text kept in the captures.</summary>
    private const int Payload = -1;

    private const int LongestEscapedName = 256;

    private readonly ReadOnlySpan<byte> _json;
    private readonly Captures _captures;
    private readonly int _scratchStart;
    private JsonScanner _scanner;
    private Value _key;

    private JsonWalker(ReadOnlySpan<byte> json, Captures captures, int scratchStart = Payload)
    {
        _json = json;
        _captures = captures;
        _scratchStart = scratchStart;
        _scanner = new(json);
    }

    public static ReadFault Walk(ReadOnlySpan<byte> payload, PlanNode root, Captures captures)
    {
        var walker = new JsonWalker(payload, captures);
        var position = walker.Value(root, Captures.None, 0, 0);
        if (position >= 0 && (position = walker._scanner.Next(position)) < payload.Length) walker._scanner.FailAt(position);
        return walker._scanner.Fault;
    }

    private int Value(PlanNode node, int instance, int depth, int position)
    {
        position = _scanner.Next(position);
        var next = _scanner.ByteAt(position);
        if (next == '"')
        {
            var end = _scanner.String(position, out var isEscaped);
            if (end >= 0) Text(node, instance, position + 1, end - position - 2, isEscaped);
            return end;
        }
        if (next is (byte)'{' or (byte)'[')
        {
            if (depth == JsonScanner.MaxDepth) return _scanner.Fail(ReadError.TooDeep, position);
            if (next == '[') return List(node, instance, depth + 1, position + 1);
            var inner = node.Opens.Length == 0 ? instance : Open(node, instance);
            position = Object(node, inner, depth + 1, position + 1);
            if (position >= 0 && node.Opens.Length > 0) Close(node, inner);
            return position;
        }

        var start = position;
        position = _scanner.Literal(position, next);
        if (position >= 0 && next != 'n') Scalar(node, instance, start, position - start, isEscaped: false);
        return position;
    }

    private int List(PlanNode node, int instance, int depth, int position)
    {
        position = _scanner.Next(position);
        if (_scanner.ByteAt(position) == ']') return position + 1;
        while (true)
        {
            position = Value(node, instance, depth, position);
            if (position < 0) return position;
            position = _scanner.Next(position);
            var next = _scanner.ByteAt(position);
            if (next != ',' && next != ']') return _scanner.FailAt(position);
            position++;
            if (next == ']') return position;
        }
    }

    private int Object(PlanNode node, int instance, int depth, int position)
    {
        position = _scanner.Next(position);
        if (_scanner.ByteAt(position) == '}') return position + 1;
        var names = node.Names;
        var last = MemberNames.Unknown;
        while (true)
        {
            position = _scanner.Next(position);
            if (_scanner.ByteAt(position) != '"') return _scanner.FailAt(position);
            var start = position + 1;
            var expected = names.FindExpected(_json, start, last);
            if (expected == MemberNames.Unknown)
            {
                position = Unexpected(node, names, instance, depth, position, ref last);
            }
            else
            {
                last = expected;
                position = _scanner.Colon(start + names.Length(expected) + 1);
                if (position < 0) return position;
                position = names.Child(expected) is { } child ? Member(child, instance, depth, position, start) : Ignored(position, depth);
            }
            if (position < 0) return position;

            position = _scanner.Next(position);
            var next = _scanner.ByteAt(position);
            if (next != ',' && next != '}') return _scanner.FailAt(position);
            position++;
            if (next == '}') return position;
        }
    }

    /// <summary>A member whose value is wanted: a text is captured at once, all else goes the long way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Member(PlanNode child, int instance, int depth, int position, int nameStart)
    {
        position = _scanner.Next(position);
        if (child.IsPlain && _scanner.ByteAt(position) == '"')
        {
            var end = _scanner.String(position, out var isEscaped);
            if (end > 0 && child.FirstSlot.Scope >= 0) _captures.Put(instance, child.FirstSlot, Captured(position + 1, end - position - 2, isEscaped));
            return end;
        }
        if (child.NotesNames) NoteName(child, instance, nameStart, child.Utf8Name.Length, isEscaped: false);
        if (_scanner.IsNull(position)) return position + 4;
        return Value(child, instance, depth, position);
    }

    /// <summary>A member that did not follow the last one before: its name is read, then looked up.</summary>
    private int Unexpected(PlanNode node, MemberNames names, int instance, int depth, int position, ref int last)
    {
        var start = position + 1;
        position = _scanner.String(position, out var isEscaped);
        if (position < 0) return position;
        var length = position - start - 1;
        position = _scanner.Colon(position);
        if (position < 0) return position;

        PlanNode? child;
        if (isEscaped) child = FindEscaped(node, start, length);
        else
        {
            var index = names.Find(_json, start, length, last);
            if (index != MemberNames.Unknown) last = index;
            else node.Ignore(_json.Slice(start, length));
            child = index == MemberNames.Unknown ? node.AnyChild : names.Child(index);
        }
        if (child is null) return Ignored(position, depth);
        if (child.NotesNames) NoteName(child, instance, start, length, isEscaped);
        return Value(child, instance, depth, position);
    }

    /// <summary>Passes over a value that nobody asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Ignored(int position, int depth)
    {
        position = _scanner.Next(position);
        return _scanner.ByteAt(position) == '"' ? _scanner.String(position, out _) : _scanner.Skip(position, depth);
    }

    private readonly PlanNode? FindEscaped(PlanNode node, int start, int length)
    {
        if (!node.HasChildren) return null;
        Span<byte> name = stackalloc byte[LongestEscapedName];
        return length > name.Length ? node.AnyChild : node.Find(name[..JsonText.Unescape(_json.Slice(start, length), name)]);
    }

    private void NoteName(PlanNode child, int instance, int start, int length, bool isEscaped)
    {
        if (child.KeySlots.Length > 0) _key = Captured(start, length, isEscaped);
        foreach (ref readonly var mark in child.Marks.AsSpan()) _captures.Mark(instance, mark, start);
    }

    private readonly void Text(PlanNode node, int instance, int start, int length, bool isEscaped)
    {
        if (node.IsEmbedded && Embedded(node, instance, _json.Slice(start, length))) return;
        Scalar(node, instance, start, length, isEscaped);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Scalar(PlanNode node, int instance, int start, int length, bool isEscaped)
    {
        if (node.Opens.Length > 0)
        {
            var inner = Open(node, instance);
            Put(node, inner, Captured(start, length, isEscaped));
            Close(node, inner);
        }
        else Put(node, instance, Captured(start, length, isEscaped));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Put(PlanNode node, int instance, in Value value)
    {
        if (value.Kind == ValueKind.None) return;
        foreach (ref readonly var slot in node.Slots.AsSpan()) _captures.Put(instance, slot, value);
    }

    /// <summary>Walks on inside a text that holds JSON; <see langword="false"/> where it holds none.</summary>
    private readonly bool Embedded(PlanNode node, int instance, ReadOnlySpan<byte> escaped)
    {
        if (_scratchStart != Payload || escaped.IndexOfAny((byte)'{', (byte)'[') < 0) return false;
        var text = _captures.Unescaped(escaped, out var start);
        var walker = new JsonWalker(text, _captures, start);
        var position = walker._scanner.Next(0);
        return walker._scanner.ByteAt(position) is (byte)'{' or (byte)'[' && walker.Value(node, instance, 0, position) >= 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Value Captured(int start, int length, bool isEscaped)
    {
        if (length == 0 || (_json[start] == ' ' && _json.Slice(start, length).IndexOfAnyExcept((byte)' ') < 0)) return default;
        if (_scratchStart == Payload) return new() { Kind = isEscaped ? ValueKind.JsonEscaped : ValueKind.Plain, Start = start, Length = length };
        return isEscaped ? _captures.Keep(_json.Slice(start, length), isEscaped: true) : new() { Kind = ValueKind.Scratch, Start = _scratchStart + start, Length = length };
    }

    private readonly int Open(PlanNode node, int instance)
    {
        foreach (var opening in node.Opens) instance = _captures.Open(opening, instance);
        foreach (ref readonly var slot in node.KeySlots.AsSpan()) _captures.Put(instance, slot, _key);
        return instance;
    }

    private readonly void Close(PlanNode node, int instance)
    {
        for (var i = node.Opens.Length - 1; i >= 0; i--)
        {
            var parent = _captures[instance].Parent;
            _captures.Close(_json, instance, node.Opens[i]);
            instance = parent;
        }
    }
}
