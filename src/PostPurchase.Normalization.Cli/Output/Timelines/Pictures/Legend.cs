namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>What the marks in a picture mean, those only that it has.</summary>
internal static class Legend
{
    private const double Size = 11;

    private static readonly (MarkForm Form, string Class, string Text)[] Entries =
    [
        (MarkForm.Dot, "f-in_transit", "scan"),
        (MarkForm.Triangle, "f-held", "problem"),
        (MarkForm.Ring, "s-flag paper", "odd scan, moves nothing or is doubtful"),
        (MarkForm.CrossedRing, "s-flag paper", "taken back"),
        (MarkForm.Square, "f-unmapped", "unknown code"),
        (MarkForm.Check, "f-delivered", "delivered"),
        (MarkForm.Back, "f-returned", "returned"),
        (MarkForm.Cross, "f-failed", "ended without delivery"),
        (MarkForm.HollowDiamond, "s-estimate paper", "earlier estimate"),
        (MarkForm.Diamond, "f-estimate", "estimate that counts"),
    ];

    public static void Draw(Canvas canvas)
    {
        var used = canvas.Shapes.OfType<MarkShape>().Select(mark => mark.Form).ToHashSet();
        canvas.Rule();
        double x = 24, y = canvas.Y + 8;
        foreach (var (form, @class, text) in Entries.Where(entry => used.Contains(entry.Form)))
        {
            var indent = form is MarkForm.Check or MarkForm.Back or MarkForm.Cross ? 15 : 12;
            var width = indent + TextWidth.Of(text, Size);
            if (x + width > canvas.Width - 12)
            {
                x = 24;
                y += 20;
            }
            canvas.Add(new MarkShape(form, x, y, @class));
            canvas.Add(new TextShape(x + indent, y + 4, text, Size, "muted"));
            x += width + 20;
        }
        canvas.Skip(y - canvas.Y + 8);
    }
}
