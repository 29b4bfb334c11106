using System.Text.Json;

namespace PostPurchase.Normalization.Adapters;

/// <summary>Walks a JSON payload once, forward, along a plan; all that the plan does not name is skipped.</summary>
internal ref struct JsonWalker
{
    private const int MaxDepth = 64;

    /// <summary>The bytes are the payload itself and not a text kept in the captures.</summary>
    private const int Payload = -1;

    private readonly ReadOnlySpan<byte> _payload;
    private readonly Captures _captures;
    private readonly int _scratchStart;
    private Utf8JsonReader _reader;
    private Value _key;

    private JsonWalker(ReadOnlySpan<byte> payload, Captures captures, int scratchStart = Payload)
    {
        _payload = payload;
        _captures = captures;
        _scratchStart = scratchStart;
        // Not the final block: an unexpected end is then an answer, not an exception.
        _reader = new Utf8JsonReader(payload, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
    }

    public static ReadFault Walk(ReadOnlySpan<byte> payload, PlanNode root, Captures captures)
    {
        var walker = new JsonWalker(payload, captures);
        try
        {
            if (!walker._reader.Read() || !walker.Value(root, Captures.None)) return new(ReadError.Truncated, payload.Length);
            walker._reader.Read();
            return default;
        }
        catch (JsonException)
        {
            var tooDeep = walker._reader.CurrentDepth >= MaxDepth;
            return new(tooDeep ? ReadError.TooDeep : ReadError.Malformed, (int)walker._reader.BytesConsumed);
        }
    }

    private bool Value(PlanNode node, int instance)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var inner = Open(node, instance);
                if (!Object(node, inner)) return false;
                Close(node, inner);
                return true;
            case JsonTokenType.StartArray:
                while (_reader.Read())
                {
                    if (_reader.TokenType == JsonTokenType.EndArray) return true;
                    if (!Value(node, instance)) return false;
                }
                return false;
            case JsonTokenType.Null:
                return true;
            default:
                Scalar(node, instance);
                return true;
        }
    }

    private bool Object(PlanNode node, int instance)
    {
        while (_reader.Read())
        {
            if (_reader.TokenType == JsonTokenType.EndObject) return true;
            if (Find(node) is not { } child)
            {
                if (!_reader.TrySkip()) return false;
                continue;
            }
            if (child.KeySlots.Length > 0) _key = Captured();
            foreach (ref readonly var mark in child.Marks.AsSpan()) _captures.Mark(instance, mark, (int)_reader.TokenStartIndex);
            if (!_reader.Read() || !Value(child, instance)) return false;
        }
        return false;
    }

    private readonly PlanNode? Find(PlanNode node)
    {
        if (!node.HasChildren) return null;
        if (!_reader.ValueIsEscaped) return node.Find(_reader.ValueSpan);
        Span<byte> name = stackalloc byte[256];
        return _reader.ValueSpan.Length > name.Length ? node.AnyChild : node.Find(name[..JsonText.Unescape(_reader.ValueSpan, name)]);
    }

    private void Scalar(PlanNode node, int instance)
    {
        if (node.IsEmbedded && _reader.TokenType == JsonTokenType.String && Embedded(node, instance)) return;
        var inner = Open(node, instance);
        if (node.Slots.Length > 0)
        {
            var value = Captured();
            if (value.Kind != ValueKind.None)
            {
                foreach (ref readonly var slot in node.Slots.AsSpan()) _captures.Put(inner, slot, value);
            }
        }
        if (node.Opens.Length > 0) Close(node, inner);
    }

    /// <summary>Walks on inside a text that holds JSON; <see langword="false"/> where it holds none.</summary>
    private readonly bool Embedded(PlanNode node, int instance)
    {
        if (_scratchStart != Payload || _reader.ValueSpan.IndexOfAny((byte)'{', (byte)'[') < 0) return false;
        var (text, start) = _captures.Unescaped(_reader.ValueSpan);
        var walker = new JsonWalker(text, _captures, start);
        try
        {
            return walker._reader.Read() && walker._reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && walker.Value(node, instance);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private readonly Value Captured()
    {
        var span = _reader.ValueSpan;
        if (span.IsEmpty || (span[0] == ' ' && span.IndexOfAnyExcept((byte)' ') < 0)) return default;
        var text = _reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        var start = (int)_reader.TokenStartIndex + (text ? 1 : 0);
        if (_scratchStart != Payload) return _reader.ValueIsEscaped ? _captures.Keep(span, isEscaped: true) : new() { Kind = ValueKind.Scratch, Start = _scratchStart + start, Length = span.Length };
        return new() { Kind = _reader.ValueIsEscaped ? ValueKind.JsonEscaped : ValueKind.Plain, Start = start, Length = span.Length };
    }

    private int Open(PlanNode node, int instance)
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
            _captures.Close(_payload, instance, node.Opens[i]);
            instance = parent;
        }
    }
}
