namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>Collects the shapes of a picture, lane under lane: captions in a gutter at the left, or above the lane where the picture is narrow.</summary>
internal sealed class Canvas(double width)
{
    public const double TitleSize = 13;
    public const double DetailSize = 11.5;

    private const double Gutter = 224;
    private const double Padding = 16;
    private const double NarrowBelow = 640;
    private const double LineHeight = 15;

    private readonly List<Shape> _shapes = [];

    public double Width => width;

    public bool IsNarrow => width < NarrowBelow;

    public double Left => IsNarrow ? Padding + 8 : Padding + Gutter;

    public double Right => width - Padding - 8;

    /// <summary>Where the next lane begins.</summary>
    public double Y { get; private set; } = Padding;

    public IReadOnlyList<Shape> Shapes => _shapes;

    public double Height => Y + Padding;

    public void Add(Shape shape) => _shapes.Add(shape);

    /// <summary>Puts shapes under those that are there.</summary>
    public void Insert(int index, Shape shape) => _shapes.Insert(index, shape);

    public void Skip(double height) => Y += height;

    /// <summary>Makes room for a lane and writes what it is.</summary>
    /// <param name="title">On two lines where it is long.</param>
    /// <param name="detail">Below the title, on two lines where it is long.</param>
    /// <param name="height">Of what is drawn in the lane.</param>
    /// <param name="titleClass">Its colour.</param>
    /// <returns>The upper edge of what is drawn in the lane.</returns>
    public double Lane(string title, string detail, double height, string titleClass = "ink strong")
    {
        var room = IsNarrow ? width - (2 * Padding) : Gutter - 20;
        var y = Y;
        if (IsNarrow && TextWidth.Of(title, TitleSize * TextWidth.Bold) + 10 + TextWidth.Of(detail, DetailSize) <= room)
        {
            Add(new TextShape(Padding, y + 12, title, TitleSize, $"{titleClass} halo"));
            if (detail.Length > 0) Add(new TextShape(width - Padding, y + 12, detail, DetailSize, "muted halo", TextAnchor.End));
            Y = y + 20 + height;
            return y + 20;
        }
        List<(string Text, double Size, string Class)> lines = [.. TextWidth.Wrap(title, TitleSize * TextWidth.Bold, room, 2).Select(line => (line, TitleSize, titleClass))];
        if (detail.Length > 0) lines.AddRange(TextWidth.Wrap(detail, DetailSize, room, 2).Select(line => (line, DetailSize, "muted")));
        var textHeight = (LineHeight * lines.Count) + 2;
        var top = IsNarrow ? y : y + Math.Max(0, (height - textHeight) / 2);
        for (var i = 0; i < lines.Count; i++) Add(new TextShape(Padding, top + 12 + (LineHeight * i), lines[i].Text, lines[i].Size, $"{lines[i].Class} halo"));
        Y = IsNarrow ? y + textHeight + 4 + height : y + Math.Max(height, textHeight);
        return IsNarrow ? y + textHeight + 4 : y + Math.Max(0, (textHeight - height) / 2);
    }

    /// <summary>Lines of text over the whole width.</summary>
    public void Paragraph(string text, double size, string @class, int lines)
    {
        foreach (var line in TextWidth.Wrap(text, size * TextWidth.Bold, width - (2 * Padding), lines))
        {
            Add(new TextShape(Padding, Y + size, line, size, @class));
            Y += size * 1.4;
        }
    }

    /// <summary>A thin line between groups of lanes.</summary>
    public void Rule()
    {
        Y += 8;
        Add(new LineShape(Padding, Y, width - Padding, Y, "rule"));
        Y += 10;
    }
}
