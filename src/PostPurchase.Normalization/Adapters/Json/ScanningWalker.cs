using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>
/// Walks a JSON payload once, forward, byte by byte: for processors without vectors, for payloads that are not well-formed, and for JSON inside texts.
/// </summary>
internal ref struct ScanningWalker
{
    private readonly ReadOnlySpan<byte> _json;
    private JsonScanner _scanner;
    private JsonRecorder _recorder;

    private ScanningWalker(ReadOnlySpan<byte> json, JsonRecorder recorder)
    {
        _json = json;
        _scanner = new(json);
        _recorder = recorder;
    }

    public static ReadFault Walk(ReadOnlySpan<byte> payload, PlanNode root, Captures captures)
    {
        var walker = new ScanningWalker(payload, new(payload, captures));
        var position = walker.Value(root, Captures.None, 0, 0);
        if (position >= 0 && (position = walker._scanner.Next(position)) < payload.Length) walker._scanner.FailAt(position);
        return walker._scanner.Fault;
    }

    /// <summary>Walks a text that was kept in the captures; <see langword="false"/> where it is no object or list, or a broken one.</summary>
    public static bool WalkEmbedded(ReadOnlySpan<byte> text, int scratchStart, PlanNode node, int instance, Captures captures)
    {
        var walker = new ScanningWalker(text, new(text, captures, scratchStart));
        var position = walker._scanner.Next(0);
        return walker._scanner.ByteAt(position) is (byte)'{' or (byte)'[' && walker.Value(node, instance, 0, position) >= 0;
    }

    private int Value(PlanNode node, int instance, int depth, int position)
    {
        position = _scanner.Next(position);
        var next = _scanner.ByteAt(position);
        if (next == '"')
        {
            var end = _scanner.String(position, out var isEscaped);
            if (end >= 0) _recorder.Text(node, instance, position + 1, end - position - 2, isEscaped);
            return end;
        }
        if (next is (byte)'{' or (byte)'[')
        {
            if (depth == JsonScanner.MaxDepth) return _scanner.Fail(ReadError.TooDeep, position);
            if (next == '[') return List(node, instance, depth + 1, position + 1);
            var inner = node.Opens.Length == 0 ? instance : _recorder.Open(node, instance);
            position = Object(node, inner, depth + 1, position + 1);
            if (position >= 0 && node.Opens.Length > 0) _recorder.Close(node, inner);
            return position;
        }

        var start = position;
        position = _scanner.Literal(position, next);
        if (position >= 0 && next != 'n') _recorder.Scalar(node, instance, start, position - start, isEscaped: false);
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
        var expected = 0;
        while (true)
        {
            position = _scanner.Next(position);
            if (_scanner.ByteAt(position) != '"') return _scanner.FailAt(position);
            ref readonly var name = ref names[expected];
            if (name.StandsAt(ref MemoryMarshal.GetReference(_json), _json.Length, position))
            {
                var value = position + name.Length;
                expected++;
                position = name.Child is { } child ? Member(child, instance, depth, value, position + 1) : Ignored(value, depth);
            }
            else position = Unexpected(node, instance, depth, position, ref names, ref expected);
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
            if (end > 0) _recorder.Plain(child, instance, position + 1, end - position - 2, isEscaped);
            return end;
        }
        if (child.NotesNames) _recorder.Name(child, instance, nameStart, child.Utf8Name.Length, isEscaped: false);
        if (_scanner.IsNull(position)) return position + 4;
        return Value(child, instance, depth, position);
    }

    /// <summary>A member that is not the one expected: its name is read, then looked up.</summary>
    private int Unexpected(PlanNode node, int instance, int depth, int position, ref MemberNames names, ref int expected)
    {
        var start = position + 1;
        position = _scanner.String(position, out var isEscaped);
        if (position < 0) return position;
        var length = position - start - 1;
        position = _scanner.Colon(position);
        if (position < 0) return position;

        var child = _recorder.FindChild(node, start, length, isEscaped, ref names, ref expected);
        if (child is null) return Ignored(position, depth);
        if (child.NotesNames) _recorder.Name(child, instance, start, length, isEscaped);
        return Value(child, instance, depth, position);
    }

    /// <summary>Passes over a value that nobody asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Ignored(int position, int depth)
    {
        position = _scanner.Next(position);
        return _scanner.ByteAt(position) == '"' ? _scanner.String(position, out _) : _scanner.Skip(position, depth);
    }
}
