using System.Text;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>How wide a text is at most in the usual fonts of screens; nothing here can ask the font.</summary>
internal static class TextWidth
{
    /// <summary>Letters in bold take so much more.</summary>
    public const double Bold = 1.12;

    public static double Of(string text, double size)
    {
        var width = 0.0;
        foreach (var rune in text.EnumerateRunes()) width += Of(rune);
        return width * size;
    }

    /// <summary>As much of a text as has room, with a mark where something is left out; empty where not even three letters have.</summary>
    public static string Cut(string text, double size, double room)
    {
        if (Of(text, size) <= room) return text;
        var kept = new StringBuilder();
        var width = Of("…", size);
        var letters = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Of(rune) * size;
            if (width > room) break;
            kept.Append(rune.ToString());
            letters++;
        }
        return letters < 3 ? "" : kept.ToString().TrimEnd() + "…";
    }

    /// <summary>A text in as many lines as there may be; the last is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double room, int lines)
    {
        var wrapped = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length == 0 || wrapped.Count == lines - 1 || Of(longer, size) <= room) line = longer;
            else
            {
                wrapped.Add(Cut(line, size, room));
                line = word;
            }
        }
        if (line.Length > 0) wrapped.Add(Cut(line, size, room));
        return wrapped;
    }

    private static double Of(Rune rune) => rune.Value switch
    {
        ' ' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or 'i' or 'j' or 'l' or 'I' or '·' => 0.33,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or '/' => 0.42,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '…' or '→' => 1.0,
        >= '0' and <= '9' => 0.64,
        >= 'a' and <= 'z' => 0.62,
        >= 'A' and <= 'Z' => 0.73,
        < 0x1100 => 0.68,
        _ => 1.05,
    };
}
