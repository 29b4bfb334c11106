namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>Something to draw, in pixels from the upper left corner. Classes name colours and strokes of <see cref="PictureStyle"/>.</summary>
/// <param name="Class">Classes, with blanks between.</param>
/// <param name="Title">What is told of it when pointed at.</param>
internal abstract record Shape(string Class, string? Title = null);

/// <summary>Which end of a text stands at its place.</summary>
internal enum TextAnchor
{
    Start,
    Middle,
    End,
}

/// <summary>A line of text on its base line.</summary>
internal sealed record TextShape(double X, double Y, string Text, double Size, string Class, TextAnchor Anchor = TextAnchor.Start) : Shape(Class)
{
    public double Width => TextWidth.Of(Text, Class.Contains("strong", StringComparison.Ordinal) ? Size * TextWidth.Bold : Size);

    public double Left => Anchor switch { TextAnchor.Start => X, TextAnchor.Middle => X - (Width / 2), _ => X - Width };
}

internal sealed record BoxShape(double X, double Y, double Width, double Height, double Radius, string Class, string? Title = null) : Shape(Class, Title);

internal sealed record LineShape(double X1, double Y1, double X2, double Y2, string Class, string? Title = null) : Shape(Class, Title);

/// <summary>Forms of marks, so that no meaning rests on colour alone.</summary>
internal enum MarkForm
{
    /// <summary>A scan.</summary>
    Dot,

    /// <summary>A scan that tells of a problem.</summary>
    Triangle,

    /// <summary>A scan that is odd.</summary>
    Ring,

    /// <summary>A scan that counts for nothing any more.</summary>
    CrossedRing,

    /// <summary>A scan that no map row covers.</summary>
    Square,

    /// <summary>Delivered.</summary>
    Check,

    /// <summary>Returned.</summary>
    Back,

    /// <summary>Ended otherwise.</summary>
    Cross,

    /// <summary>A place, or the end of a problem.</summary>
    SmallDot,

    /// <summary>The day that an estimate names.</summary>
    Diamond,

    /// <summary>The day that an earlier estimate named.</summary>
    HollowDiamond,
}

internal sealed record MarkShape(MarkForm Form, double X, double Y, string Class, string? Title = null) : Shape(Class, Title);

/// <summary>A picture, laid out.</summary>
internal sealed record Picture(double Width, double Height, string Title, string Description, IReadOnlyList<Shape> Shapes);
