using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>
/// Walks the index of a JSON payload along a plan. Takes only what is well-formed; of all else it says no more than that it is not.
/// </summary>
/// <remarks>
/// Methods take where something may begin, as a position in the payload, and the number of the next indexed position; they give the
/// number of the position behind what they read, negative on a fault. The index has checked strings and where things begin. Left to
/// check are numbers and words, that brackets match, that names stand in objects only, and that nothing is missing between separators.
/// As the last position is that of a closing bracket, whatever begins has an indexed position and a byte behind it.
/// </remarks>
internal ref partial struct IndexedWalker
{
    private const int Failed = JsonScanner.Failed;

    private static readonly ushort QuoteAndComma = MemoryMarshal.Read<ushort>("\","u8);

    private readonly ReadOnlySpan<byte> _json;
    private readonly ref byte _start;
    private readonly ref int _positions;
    private readonly bool _hasEscapes;
    private readonly ref ulong _escapedBlocks;
    private readonly Captures _captures;
    private JsonScanner _scanner;
    private JsonRecorder _recorder;

    private IndexedWalker(ReadOnlySpan<byte> json, Captures captures)
    {
        _json = json;
        _start = ref MemoryMarshal.GetReference(json);
        _positions = ref MemoryMarshal.GetReference(captures.Index.Positions);
        _hasEscapes = captures.Index.HasEscapes;
        _escapedBlocks = ref MemoryMarshal.GetReference(captures.Index.EscapedBlocks);
        _captures = captures;
        _scanner = new(json);
        _recorder = new(json, captures);
    }

    /// <summary>Fills the captures from a payload that was indexed; <see langword="false"/> where it is not well-formed or nests too deep.</summary>
    public static bool TryWalk(ReadOnlySpan<byte> payload, PlanNode root, Captures captures)
    {
        var walker = new IndexedWalker(payload, captures);
        return walker.ItemOrValue(root, Captures.None, 0, walker.PositionOf(0), 0) == captures.Index.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int PositionOf(int token) => Unsafe.Add(ref _positions, token);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte ByteAt(int position) => Unsafe.Add(ref _start, position);

    /// <summary>Position of the next byte that is no blank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Next(int position) => ByteAt(position) > ' ' ? position : NextBeyondBlanks(position);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int NextBeyondBlanks(int position)
    {
        while (ByteAt(position) <= ' ') position++;
        return position;
    }

    /// <summary>Position of the last quote before an indexed position, which closes a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int QuoteBefore(int position)
    {
        position--;
        while (ByteAt(position) != '"') position--;
        return position;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Value(PlanNode node, int instance, int depth, int position, int token)
    {
        position = Next(position);
        var first = ByteAt(position);
        if (first == '"')
        {
            var start = position + 1;
            var length = QuoteBefore(PositionOf(token)) - start;
            _recorder.Text(node, instance, start, length, IsEscaped(start, length));
            return token;
        }
        if (first is (byte)'{' or (byte)'[')
        {
            if (depth == JsonScanner.MaxDepth) return Failed;
            if (first == '[') return List(node, instance, depth + 1, position + 1, token + 1);
            var inner = node.Opens.Length == 0 ? instance : _recorder.Open(node, instance);
            token = Object(node, inner, depth + 1, position + 1, token + 1);
            if (token >= 0 && node.Opens.Length > 0) _recorder.Close(node, inner);
            return token;
        }

        var end = Literal(position, first, token);
        if (end < 0) return Failed;
        if (first != 'n') _recorder.Scalar(node, instance, position, end - position, isEscaped: false);
        return token;
    }

    /// <summary>The payload, or what stands in a list.</summary>
    private int ItemOrValue(PlanNode node, int instance, int depth, int position, int token)
    {
        position = Next(position);
        return ByteAt(position) == '{' ? Shaped(node, instance, depth, position, token) : Value(node, instance, depth, position, token);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int List(PlanNode node, int instance, int depth, int position, int token)
    {
        if (ByteAt(Next(position)) == ']') return token + 1;
        token = ItemOrValue(node, instance, depth, position, token);
        return token < 0 ? Failed : RestOfList(node, instance, depth, token);
    }

    /// <summary>Goes on behind an item.</summary>
    private int RestOfList(PlanNode node, int instance, int depth, int token)
    {
        while (true)
        {
            var position = PositionOf(token++);
            var separator = ByteAt(position++);
            if (separator == ']') return token;
            if (separator != ',') return Failed;
            token = ItemOrValue(node, instance, depth, position, token);
            if (token < 0) return Failed;
        }
    }

    /// <summary>Goes on behind a member.</summary>
    private int RestOfObject(PlanNode node, int instance, int depth, int token)
    {
        var position = PositionOf(token++);
        var separator = ByteAt(position++);
        if (separator == '}') return token;
        return separator != ',' || ByteAt(Next(position)) == '}' ? Failed : Object(node, instance, depth, position, token);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Object(PlanNode node, int instance, int depth, int position, int token)
    {
        if (ByteAt(Next(position)) == '}') return token + 1;
        var names = node.Names;
        ref readonly var name = ref names[0];
        ref var json = ref _start;
        ref var colon = ref Unsafe.Add(ref _positions, token);
        // Texts with escapes are not captured as they stand; no name has such a scope.
        var (scope, firstSlot) = instance < 0 || _hasEscapes ? (int.MinValue, 0) : (_captures[instance].Scope, _captures[instance].FirstSlot);
        while (true)
        {
            if (name.StandsAt(ref json, _json.Length, position))
            {
                var value = position + name.Length;
                var end = Unsafe.Add(ref colon, 1);
                if (Unsafe.Add(ref json, value) == '"' && Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref json, end - 1)) == QuoteAndComma && name.IsSimple)
                {
                    // What is not beyond a quote is a blank, or the closing quote.
                    if (name.Scope == scope && Unsafe.Add(ref json, value + 1) > '"') _captures.Put(firstSlot + name.Slot, value + 1, end - value - 2);
                    else if (name.Scope >= 0) Text(name.Child!, instance, value + 1, end - 1);
                    position = end + 1;
                    colon = ref Unsafe.Add(ref colon, 2);
                    name = ref Unsafe.Add(ref Unsafe.AsRef(in name), 1);
                    continue;
                }
                token = Member(name, instance, depth, position + 1, value, NumberOf(ref colon) + 1);
                name = ref Unsafe.Add(ref Unsafe.AsRef(in name), 1);
            }
            else if (Unsafe.Add(ref json, position) <= ' ')
            {
                position = NextBeyondBlanks(position);
                continue;
            }
            else
            {
                var expected = names.IndexOf(in name);
                token = Unexpected(node, instance, depth, position, NumberOf(ref colon), ref names, ref expected);
                name = ref names[expected];
            }
            if (token < 0) return Failed;

            position = PositionOf(token++);
            var separator = ByteAt(position++);
            if (separator == '}') return token;
            if (separator != ',') return Failed;
            colon = ref Unsafe.Add(ref _positions, token);
        }
    }

    private readonly int NumberOf(ref int position) => (int)(Unsafe.ByteOffset(ref _positions, ref position) / sizeof(int));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Text(PlanNode child, int instance, int start, int end) =>
        _recorder.Plain(child, instance, start, end - start, IsEscaped(start, end - start));

    /// <summary>A member whose value is no text with a comma behind it, or is not just to be kept.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Member(in MemberName name, int instance, int depth, int nameStart, int position, int token)
    {
        if (name.IsSimple)
        {
            position = Next(position);
            if (ByteAt(position) == '"')
            {
                if (name.Scope >= 0) Text(name.Child!, instance, position + 1, QuoteBefore(PositionOf(token)));
                return token;
            }
            if (PositionOf(token) == position + 4 && _scanner.IsNull(position)) return token;
        }
        if (name.Child is not { } child) return Ignored(position, depth, token);
        if (child.NotesNames) _recorder.Name(child, instance, nameStart, child.Utf8Name.Length, isEscaped: false);
        return Value(child, instance, depth, position, token);
    }

    /// <summary>A member that is not the one expected: its name is looked up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Unexpected(PlanNode node, int instance, int depth, int position, int token, ref MemberNames names, ref int expected)
    {
        var colon = PositionOf(token++);
        if (ByteAt(position) != '"' || ByteAt(colon) != ':') return Failed;
        var start = position + 1;
        var length = QuoteBefore(colon) - start;
        var isEscaped = IsEscaped(start, length);
        var child = _recorder.FindChild(node, start, length, isEscaped, ref names, ref expected);
        if (child is null) return Ignored(colon + 1, depth, token);
        if (child.NotesNames) _recorder.Name(child, instance, start, length, isEscaped);
        return Value(child, instance, depth, colon + 1, token);
    }

    /// <summary>Checks a number or word up to the indexed position behind it; gives its end.</summary>
    private int Literal(int position, byte first, int token)
    {
        var end = _scanner.Literal(position, first);
        return end == PositionOf(token) || (end > 0 && ByteAt(end) <= ' ') ? end : Failed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsEscaped(int start, int length) => _hasEscapes && JsonIndex.MayHaveEscapes(ref _escapedBlocks, start, start + length) && _json.Slice(start, length).Contains((byte)'\\');
}
