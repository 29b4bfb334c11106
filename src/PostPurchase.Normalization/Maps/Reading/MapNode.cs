using System.Text.Json;

namespace PostPurchase.Normalization.Maps.Reading;

/// <summary>A value of a map file with the line it stands on, so that every fault can be located.</summary>
internal sealed class MapNode
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private const int LongestShared = 64;

    private MapNode(JsonValueKind kind, int line)
    {
        Kind = kind;
        Line = line;
    }

    public JsonValueKind Kind { get; }

    public int Line { get; }

    public string Text { get; private init; } = "";

    public IReadOnlyList<KeyValuePair<string, MapNode>> Members { get; private init; } = [];

    public IReadOnlyList<MapNode> Items { get; private init; } = [];

    public MapNode? this[string name]
    {
        get
        {
            foreach (var member in Members)
            {
                if (member.Key == name) return member.Value;
            }
            return null;
        }
    }

    /// <summary>Reads a file; <see langword="null"/> with a fault where it is not JSON.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="file">Its name, for faults.</param>
    /// <param name="faults">Receives faults.</param>
    /// <param name="skipped">Members of the root that are left out.</param>
    public static MapNode? Read(ReadOnlySpan<byte> utf8, string file, List<MapFault> faults, params string[] skipped)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            var lines = new LineCounter(utf8);
            var reader = new Utf8JsonReader(utf8, Lenient);
            if (!reader.Read()) return null;
            var root = ReadValue(ref reader, ref lines, new(StringComparer.Ordinal), skipped);
            reader.Read();
            return root;
        }
        catch (JsonException fault)
        {
            faults.Add(new(file, (int)(fault.LineNumber ?? 0) + 1, MapFaultKind.NotJson, "not JSON: " + fault.Message));
            return null;
        }
    }

    private static MapNode ReadValue(ref Utf8JsonReader reader, ref LineCounter lines, HashSet<string> texts, scoped ReadOnlySpan<string> skipped = default)
    {
        var line = lines.LineOf((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<KeyValuePair<string, MapNode>>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = TextOf(ref reader, texts);
                    reader.Read();
                    if (skipped.Contains(name))
                    {
                        reader.Skip();
                        continue;
                    }
                    members.Add(new(name, ReadValue(ref reader, ref lines, texts)));
                }
                return new(JsonValueKind.Object, line) { Members = members };
            case JsonTokenType.StartArray:
                var items = new List<MapNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(ref reader, ref lines, texts));
                return new(JsonValueKind.Array, line) { Items = items };
            case JsonTokenType.String:
                return new(JsonValueKind.String, line) { Text = TextOf(ref reader, texts) };
            case JsonTokenType.Number:
                return new(JsonValueKind.Number, line) { Text = System.Text.Encoding.UTF8.GetString(reader.ValueSpan) };
            case JsonTokenType.True:
                return new(JsonValueKind.True, line) { Text = "true" };
            case JsonTokenType.False:
                return new(JsonValueKind.False, line) { Text = "false" };
            default:
                return new(JsonValueKind.Null, line);
        }
    }

    /// <summary>The text at the reader. Types, sources and member names stand in nearly every line: each is kept once.</summary>
    private static string TextOf(ref Utf8JsonReader reader, HashSet<string> texts)
    {
        Span<char> buffer = stackalloc char[LongestShared];
        if (reader.ValueSpan.Length > LongestShared) return reader.GetString()!;
        var text = buffer[..reader.CopyString(buffer)];
        if (texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known)) return known;
        var added = text.ToString();
        texts.Add(added);
        return added;
    }

    /// <summary>Turns growing byte offsets into line numbers in one pass.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> utf8)
    {
        private readonly ReadOnlySpan<byte> _utf8 = utf8;
        private int _offset;
        private int _line = 1;

        public int LineOf(int offset)
        {
            _line += _utf8[_offset..offset].Count((byte)'\n');
            _offset = offset;
            return _line;
        }
    }
}
