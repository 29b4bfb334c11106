namespace PostPurchase.Normalization.Maps;

/// <summary>A path of a map file, read: <c>scope/name[].name[type=SDD].@attribute</c>.</summary>
internal sealed record PayloadPath(string Text, string Scope, IReadOnlyList<PathStep> Steps)
{
    public const string Root = "$";
    public const string DefaultScope = "scan";
    private const string EmbeddedMark = "~json";

    /// <summary>Reads a path; <paramref name="fault"/> says in words what is wrong with it.</summary>
    public static PayloadPath? Parse(string text, string defaultScope, out string? fault)
    {
        fault = null;
        var scope = defaultScope;
        var rest = text.AsSpan().Trim();
        if (rest.SequenceEqual(Root)) return new(text, Root, []);

        var slash = IndexOutsideQuotes(rest, '/');
        if (slash >= 0)
        {
            scope = rest[..slash].ToString();
            rest = rest[(slash + 1)..];
        }

        var steps = new List<PathStep>();
        while (!rest.IsEmpty)
        {
            var dot = IndexOutsideQuotes(rest, '.');
            var step = dot < 0 ? rest : rest[..dot];
            if (ParseStep(step, out fault) is not { } parsed)
            {
                fault = $"path '{text}': {fault}";
                return null;
            }
            steps.Add(parsed);
            if (dot < 0) break;
            rest = rest[(dot + 1)..];
            if (rest.IsEmpty) fault = $"path '{text}' ends with a dot";
        }

        if (steps.Count == 0) fault ??= $"path '{text}' is empty";
        return fault is null ? new(text, scope, steps) : null;
    }

    private static PathStep? ParseStep(ReadOnlySpan<char> step, out string? fault)
    {
        fault = null;
        var name = step;
        var suffix = ReadOnlySpan<char>.Empty;
        if (step.StartsWith("="))
        {
            fault = "a literal cannot stand here";
            return null;
        }
        if (step.StartsWith("'"))
        {
            var close = step[1..].IndexOf('\'');
            if (close < 0)
            {
                fault = "a quote is not closed";
                return null;
            }
            name = step.Slice(1, close);
            suffix = step[(close + 2)..];
        }
        else
        {
            var bracket = step.IndexOfAny('[', '{');
            if (bracket >= 0)
            {
                name = step[..bracket];
                suffix = step[bracket..];
            }
        }

        if (suffix.IsEmpty && name.EndsWith(EmbeddedMark)) return new(name[..^EmbeddedMark.Length].ToString(), PathStepKind.Embedded, null, []);
        if (name.IsEmpty && suffix.IsEmpty)
        {
            fault = "a step is empty";
            return null;
        }

        var kind = suffix switch
        {
            "" => PathStepKind.Member,
            "[]" => PathStepKind.Items,
            "{}" => PathStepKind.Values,
            _ => PathStepKind.Filtered,
        };
        if (kind != PathStepKind.Filtered) return new(name.ToString(), kind, null, []);
        if (suffix is not ['[', .. var inner, ']'])
        {
            fault = $"'{suffix}' is neither [], {{}}, [0], [field=value] nor [field!=value]";
            return null;
        }

        if (inner is "0") return new(name.ToString(), PathStepKind.First, null, []);
        var equals = inner.IndexOf('=');
        var excludes = equals > 0 && inner[equals - 1] == '!';
        var field = equals <= 0 ? default : inner[..(excludes ? equals - 1 : equals)];
        if (field.IsEmpty)
        {
            fault = $"'{suffix}' is neither [], {{}}, [0], [field=value] nor [field!=value]";
            return null;
        }
        if (field.IndexOfAny(".[/'") >= 0)
        {
            fault = $"'{suffix}' compares a field that is not one step below the item";
            return null;
        }
        return new(name.ToString(), PathStepKind.Filtered, field.ToString(), inner[(equals + 1)..].ToString().Split('|'), excludes);
    }

    /// <summary>Index of a character that stands neither in quotes nor in brackets; negative for none.</summary>
    internal static int IndexOutsideQuotes(ReadOnlySpan<char> text, char sought)
    {
        var quoted = false;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\'') quoted = !quoted;
            else if (quoted) continue;
            else if (text[i] == '[') depth++;
            else if (text[i] == ']') depth--;
            else if (depth == 0 && text[i] == sought) return i;
        }
        return -1;
    }
}

/// <summary>One step of a path.</summary>
/// <param name="Name">Property or element name; <c>@name</c> an attribute, <c>#text</c> an element's own text, <c>@key</c> the name of the property that <c>{}</c> entered.</param>
/// <param name="Kind">How the value below the name is entered.</param>
/// <param name="FilterField">For <see cref="PathStepKind.Filtered"/>: the item's field that is compared.</param>
/// <param name="FilterValues">The values, any of which lets an item pass.</param>
/// <param name="FilterExcludes">Whether those values keep an item out instead.</param>
internal sealed record PathStep(string Name, PathStepKind Kind, string? FilterField, IReadOnlyList<string> FilterValues, bool FilterExcludes = false);

internal enum PathStepKind
{
    Member,
    Items,
    Filtered,
    First,
    Values,

    /// <summary>The value is a text that holds JSON.</summary>
    Embedded,
}
