using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>Lines for people: coloured in a terminal and cut at its edge; plain and whole in files and pipes.</summary>
internal sealed class Terminal
{
    private const string Gap = "  ";

    private readonly IAnsiConsole _console;

    /// <param name="output">Where lines go.</param>
    /// <param name="width">Cells of a line; <see langword="null"/> for lines of any length.</param>
    /// <param name="isPlain">Whether colours are left out.</param>
    public Terminal(TextWriter output, int? width, bool isPlain)
    {
        _console = AnsiConsole.Create(new()
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(output),
        });
        Width = width ?? int.MaxValue;
        // The console would break lines by itself; they are cut before.
        _console.Profile.Width = short.MaxValue;
    }

    /// <summary>Cells of a line.</summary>
    public int Width { get; }

    /// <summary>Standard output. Without colours where it is redirected or <c>NO_COLOR</c> is set.</summary>
    public static Terminal OfStandardOutput() => new(
        Console.Out,
        Console.IsOutputRedirected ? null : AnsiConsole.Profile.Width,
        Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>Writes pieces of text, each in its style, as one line without blanks at its end.</summary>
    public void WriteLine(params ReadOnlySpan<Styled> pieces)
    {
        while (!pieces.IsEmpty && string.IsNullOrWhiteSpace(pieces[^1].Text)) pieces = pieces[..^1];
        var line = new StringBuilder();
        var room = Width;
        for (var i = 0; i < pieces.Length && room > 0; i++)
        {
            var text = Cut(i == pieces.Length - 1 ? pieces[i].Text.TrimEnd(' ') : pieces[i].Text, room);
            line.Append(CultureInfo.InvariantCulture, $"[{pieces[i].Style}]{Markup.Escape(text)}[/]");
            room -= Cells(text);
        }
        _console.MarkupLine(line.ToString());
    }

    /// <summary>Writes parts of a line, two blanks between; those for which there is no room begin further lines, deeper indented.</summary>
    public void WriteParts(string indent, params ReadOnlySpan<Styled> parts)
    {
        var line = new List<Styled> { indent };
        var used = indent.Length;
        foreach (var part in parts)
        {
            if (string.IsNullOrWhiteSpace(part.Text)) continue;
            if (line.Count > 1 && used + Gap.Length + Cells(part.Text.TrimEnd(' ')) > Width)
            {
                WriteLine([.. line]);
                line = [indent + Gap + Gap];
                used = line[0].Text.Length;
            }
            if (line.Count > 1) line.Add(Gap);
            line.Add(part);
            used += Gap.Length + Cells(part.Text);
        }
        WriteLine([.. line]);
    }

    /// <summary>Cells of a terminal, of which wide characters take two.</summary>
    public static int Cells(string text) => new Segment(text).CellCount();

    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Cells(text)));

    /// <summary>As much of a text as has room, with a mark where something is left out.</summary>
    public static string Cut(string text, int width)
    {
        if (Cells(text) <= width) return text;
        var kept = new StringBuilder();
        var room = width - 1;
        foreach (var rune in text.EnumerateRunes())
        {
            room -= Cells(rune.ToString());
            if (room < 0) break;
            kept.Append(rune.ToString());
        }
        return width < 1 ? "" : kept.Append('…').ToString();
    }
}

/// <summary>A text and its style, as Spectre.Console names styles.</summary>
internal readonly record struct Styled(string Text, string Style = "default")
{
    public static implicit operator Styled(string text) => new(text);
}
