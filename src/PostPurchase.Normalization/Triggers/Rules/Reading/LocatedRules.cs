using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PostPurchase.Normalization.Triggers.Rules.Reading;

/// <summary>A rule, and where it stands.</summary>
/// <param name="File">The file; empty where the rule was made in code.</param>
/// <param name="Name">Its name, empty where it has none.</param>
/// <param name="Rule">The rule without what is at fault; <see langword="null"/> where it has no cause.</param>
/// <param name="Lines">On which line what stands.</param>
internal sealed record LocatedRule(string File, string Name, TriggerRule? Rule, RuleLines Lines);

/// <summary>Reads a file of rules with the line of everything in it, and past faults: each is told, what is at fault is left out, the rest is read.</summary>
/// <remarks>What a file may hold is what <see cref="RuleJsonContext"/> knows; nothing of it is told again here.</remarks>
internal sealed class LocatedRules
{
    private readonly byte[] _utf8;
    private readonly int _start;
    private readonly string _file;
    private readonly List<RuleFault> _faults;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    private int _countedTo;
    private int _line = 1;

    private LocatedRules(byte[] utf8, string file, List<RuleFault> faults) =>
        (_utf8, _start, _file, _faults) = (utf8, utf8.Length - RuleFile.WithoutMark(utf8).Length, file, faults);

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="file">Its name, for faults.</param>
    /// <param name="faults">Receives faults, in the order of the file.</param>
    /// <returns>Empty where it is not JSON.</returns>
    public static IReadOnlyList<LocatedRule> Read(byte[] utf8, string file, List<RuleFault> faults)
    {
        var own = new List<RuleFault>();
        var rules = new LocatedRules(utf8, file, own).Read();
        faults.AddRange(own.OrderBy(fault => fault.Line));
        return rules;
    }

    private List<LocatedRule> Read()
    {
        var known = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(known);
            var reader = new Utf8JsonReader(_utf8.AsSpan(_start), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (!reader.Read()) throw new JsonException("it holds nothing");
            if (!ReadValue(ref reader, RuleJsonContext.Default.RuleFileDocument, "", "a file of rules", null, writer)) return [];
            reader.Read();
        }
        catch (JsonException fault)
        {
            _faults.Add(new(_file, (int)(fault.LineNumber ?? 0) + 1, RuleFaultKind.NotJson, "not JSON: " + fault.Message));
            return [];
        }
        var file = JsonSerializer.Deserialize(known.WrittenSpan, RuleJsonContext.Default.RuleFileDocument)!;
        return [.. file.Rules.Select((rule, index) => Make(rule, file.Group, new(_lines, _faulty, $"rules[{index}]")))];
    }

    private LocatedRule Make(RuleDocument rule, TriggerGroup? group, RuleLines lines)
    {
        var faulty = new List<string>();
        var maker = new RuleMaker((path, kind, message) =>
        {
            if (lines.IsFaulty(path) || (path == "on" && RuleMaker.Kinds.Any(kind => lines.IsFaulty($"on.{kind}")))) return;
            faulty.Add(path);
            _faults.Add(new(_file, lines.Of(path), kind, rule.Name.Length == 0 ? message : $"{rule.Name}: {message}"));
        });
        var made = maker.Make(rule, group);
        faulty.ForEach(lines.SetFaulty);
        return new(_file, rule.Name, made, lines);
    }

    /// <summary>Reads a value and writes what is right with it.</summary>
    /// <param name="reader">Stands at the value, afterwards at its end.</param>
    /// <param name="type">What it has to be.</param>
    /// <param name="path">Its path.</param>
    /// <param name="what">What it is called in faults.</param>
    /// <param name="name">The name of the member that it is the value of; written with it.</param>
    /// <param name="writer">Receives it.</param>
    /// <returns>Whether anything was written.</returns>
    private bool ReadValue(ref Utf8JsonReader reader, JsonTypeInfo type, string path, string what, string? name, Utf8JsonWriter writer)
    {
        var line = LineAt(reader.TokenStartIndex);
        _lines.TryAdd(path, line);
        switch (type.Kind)
        {
            case JsonTypeInfoKind.None:
                return ReadWord(ref reader, type, line, path, what, name, writer);
            case JsonTypeInfoKind.Enumerable when reader.TokenType == JsonTokenType.StartArray:
                Begin(name, writer).WriteStartArray();
                ReadItems(ref reader, TypeOf(type.ElementType!), path, what, writer);
                writer.WriteEndArray();
                return true;
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary when reader.TokenType == JsonTokenType.StartObject:
                Begin(name, writer).WriteStartObject();
                ReadMembers(ref reader, type, line, path, what, writer);
                writer.WriteEndObject();
                return true;
            default:
                Fault(line, RuleFaultKind.BadMember, $"{what} is to be {(type.Kind == JsonTypeInfoKind.Enumerable ? "a list" : "an object")}");
                _faulty.Add(path);
                reader.Skip();
                return false;
        }
    }

    private void ReadItems(ref Utf8JsonReader reader, JsonTypeInfo type, string path, string what, Utf8JsonWriter writer)
    {
        var index = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = reader.TokenType == JsonTokenType.String ? RuleLines.ItemOf(path, reader.GetString()!) : $"{path}[{index}]";
            // What is left out does not count, so that the next takes its place.
            if (ReadValue(ref reader, type, item, type.Type == typeof(RuleDocument) ? "a rule" : what, null, writer)) index++;
            else
            {
                _lines.Remove(item);
                _faulty.Remove(item);
                _faulty.Add(path);
            }
        }
    }

    private void ReadMembers(ref Utf8JsonReader reader, JsonTypeInfo type, int line, string path, string what, Utf8JsonWriter writer)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameLine = LineAt(reader.TokenStartIndex);
            var name = reader.GetString()!;
            var property = type.Properties.FirstOrDefault(one => one.Name == name);
            reader.Read();
            if (!seen.Add(name)) Fault(nameLine, RuleFaultKind.Duplicate, $"\"{name}\" stands twice");
            else if (type.Kind == JsonTypeInfoKind.Object && property is null) Fault(nameLine, RuleFaultKind.BadMember, $"{what} has no member \"{name}\"");
            else if (reader.TokenType != JsonTokenType.Null || property is not { IsSetNullable: true })
            {
                var inner = path.Length == 0 ? name : $"{path}.{name}";
                if (ReadValue(ref reader, TypeOf(property?.PropertyType ?? type.ElementType!), inner, $"\"{name}\"", name, writer)) written.Add(name);
                continue;
            }
            reader.Skip();
        }
        foreach (var missing in type.Properties.Where(one => one.IsRequired && !written.Contains(one.Name)))
        {
            if (!seen.Contains(missing.Name)) Fault(line, RuleFaultKind.MissingMember, $"\"{missing.Name}\" is missing");
            _faulty.Add(path.Length == 0 ? missing.Name : $"{path}.{missing.Name}");
            WriteEmpty(missing, writer);
        }
    }

    /// <summary>In place of a member that has to be there, so that the rest is read.</summary>
    private static void WriteEmpty(JsonPropertyInfo missing, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(missing.Name);
        writer.WriteRawValue(missing.PropertyType == typeof(string) ? "\"\""u8 : TypeOf(missing.PropertyType).Kind == JsonTypeInfoKind.Enumerable ? "[]"u8 : "{}"u8);
    }

    private bool ReadWord(ref Utf8JsonReader reader, JsonTypeInfo type, int line, string path, string what, string? name, Utf8JsonWriter writer)
    {
        var sent = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        var value = reader;
        try
        {
            if (reader.TokenType != JsonTokenType.Null && JsonSerializer.Deserialize(ref value, type) is not null)
            {
                Begin(name, writer).WriteRawValue(Raw(reader));
                return true;
            }
        }
        catch (JsonException)
        {
            // Told below in our words.
        }
        var inner = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var word = what.Trim('"');
        Fault(line, RuleFaultKind.BadMember, inner switch
        {
            { IsEnum: true } => $"\"{word}\" is '{sent}', not one of {string.Join(", ", Enum.GetNames(inner).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}",
            _ when inner == typeof(string) => $"\"{word}\" is to be a text",
            _ when inner == typeof(bool) => $"\"{word}\" is to be true or false",
            _ when inner == typeof(int) => $"\"{word}\" is to be a whole number",
            _ => $"\"{word}\" is to be a number",
        });
        _faulty.Add(path);
        reader.Skip();
        return false;
    }

    /// <summary>The bytes of a single value.</summary>
    private ReadOnlySpan<byte> Raw(in Utf8JsonReader reader) => _utf8.AsSpan(_start + (int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex));

    private static Utf8JsonWriter Begin(string? name, Utf8JsonWriter writer)
    {
        if (name is not null) writer.WritePropertyName(name);
        return writer;
    }

    private static JsonTypeInfo TypeOf(Type type) => RuleJsonContext.Default.GetTypeInfo(type)!;

    private void Fault(int line, RuleFaultKind kind, string message) => _faults.Add(new(_file, line, kind, message));

    /// <summary>Turns growing offsets into line numbers in one pass.</summary>
    private int LineAt(long offset)
    {
        var at = _start + (int)offset;
        _line += _utf8.AsSpan(_countedTo, at - _countedTo).Count((byte)'\n');
        _countedTo = at;
        return _line;
    }
}
