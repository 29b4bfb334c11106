namespace PostPurchase.Normalization.Triggers.Rules.Reading;

/// <summary>On which line of its file each part of a rule stands. A part is named by its path, such as <c>on.wait</c>, a text in a list by <see cref="ItemOf"/>.</summary>
internal sealed class RuleLines(Dictionary<string, int> lines, HashSet<string> faulty, string root)
{
    /// <summary>Of a rule that no file holds.</summary>
    public static RuleLines None { get; } = new([], [], "");

    /// <summary>The path of a text in a list.</summary>
    public static string ItemOf(string list, string text) => $"{list}={text}";

    /// <summary>The line of a part, or of the nearest thing that holds it; 0 where there is no file.</summary>
    public int Of(string path)
    {
        for (var part = $"{root}.{path}"; part.Length >= root.Length; part = part[..Math.Max(0, part.LastIndexOfAny(['.', '=']))])
        {
            if (lines.TryGetValue(part, out var line)) return line;
            if (part.Length == 0) break;
        }
        return 0;
    }

    /// <summary>Whether a part, or the list in which it stands, was left out as it could not be read.</summary>
    public bool IsFaulty(string path)
    {
        var full = $"{root}.{path}";
        return faulty.Contains(full) || (full.IndexOf('=') is > 0 and var item && faulty.Contains(full[..item]));
    }

    /// <summary>Notes that a part could not be read.</summary>
    public void SetFaulty(string path) => faulty.Add($"{root}.{(path.IndexOf('=') is > 0 and var item ? path[..item] : path)}");

    /// <summary>Names of the members that an object has.</summary>
    public IEnumerable<string> MembersOf(string path)
    {
        var start = $"{root}.{path}.";
        return lines.Keys.Where(key => key.StartsWith(start, StringComparison.Ordinal) && key.AsSpan(start.Length).IndexOfAny('.', '=') < 0).Select(key => key[start.Length..]);
    }
}
