using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>The places along the way, as many by name as have room; all have a mark.</summary>
internal sealed class PlaceLane(Canvas canvas, Shipment shipment, TimeAxis axis, Moments moments)
{
    private const double LabelSize = 11;
    private const double RowHeight = 16;
    private const double LongestLabel = 190;

    private readonly List<List<(double From, double To)>> _rows = [];

    public void Draw()
    {
        var stays = Stays();
        if (stays.Count == 0) return;
        var rows = canvas.IsNarrow ? 5 : 4;
        var named = stays.OrderByDescending(stay => stay.Rank).ThenBy(stay => stay.X).ToList();
        List<Label>? labels;
        while ((labels = TryPlace(named, rows)) is null) named.RemoveAt(named.Count - 1);
        var height = 14 + (RowHeight * (labels.Count == 0 ? 1 : labels.Max(label => label.Row) + 1));
        var distinct = stays.Select(stay => stay.Name).Distinct(StringComparer.Ordinal).Count();
        var top = canvas.Lane("Places", distinct == 1 ? "1 place" : $"{distinct} places", height);
        canvas.Add(new LineShape(axis.X(moments.Scans[0]), top + 5, axis.End, top + 5, "track"));
        foreach (var (stay, row, left, text) in labels)
        {
            var y = top + 14 + (RowHeight * row) + 11;
            if (row > 0) canvas.Add(new LineShape(stay.X, top + 5, stay.X, y - 11, "leader"));
            canvas.Add(new TextShape(left, y, text, LabelSize, "ink halo"));
        }
        foreach (var stay in stays) canvas.Add(new MarkShape(MarkForm.SmallDot, stay.X, top + 5, "f-place", stay.Name));
        canvas.Skip(6);
    }

    /// <summary>Runs of scans at one place. Those at the ends come first, then the longest.</summary>
    private List<Stay> Stays()
    {
        var stays = new List<Stay>();
        for (var i = 0; i < shipment.History.Count; i++)
        {
            var name = EventText.Place(shipment.History[i].Event.Place);
            if (name.Length > 0 && (stays.Count == 0 || stays[^1].Name != name)) stays.Add(new(name, i, axis.X(moments.Scans[i]), 0));
        }
        for (var i = 0; i < stays.Count; i++)
        {
            var end = i + 1 < stays.Count ? stays[i + 1].X : axis.End;
            var isNew = stays.FindIndex(stay => stay.Name == stays[i].Name) == i;
            stays[i] = stays[i] with { Rank = i == stays.Count - 1 ? 1e9 : i == 0 ? 1e8 : end - stays[i].X + (isNew ? 1e4 : 0) };
        }
        return stays;
    }

    /// <summary>From the right, each name in the highest row in which it hides no other and no line to another; <see langword="null"/> where one has no row.</summary>
    private List<Label>? TryPlace(IEnumerable<Stay> named, int rows)
    {
        _rows.Clear();
        for (var i = 0; i < rows; i++) _rows.Add([]);
        var labels = new List<Label>();
        foreach (var stay in named.OrderByDescending(stay => stay.X).ThenByDescending(stay => stay.Scan))
        {
            var text = TextWidth.Cut(stay.Name, LabelSize, LongestLabel);
            var width = TextWidth.Of(text, LabelSize);
            var left = Math.Min(stay.X - 4, canvas.Width - 8 - width);
            var row = Enumerable.Range(0, rows).FirstOrDefault(row => IsFree(row, left - 5, left + width + 5) && Enumerable.Range(0, row).All(above => IsFree(above, stay.X - 2, stay.X + 2)), -1);
            if (row < 0) return null;
            _rows[row].Add((left - 5, left + width + 5));
            for (var above = 0; above < row; above++) _rows[above].Add((stay.X - 2, stay.X + 2));
            labels.Add(new(stay, row, left, text));
        }
        return labels;
    }

    private bool IsFree(int row, double from, double to) => _rows[row].TrueForAll(taken => taken.To <= from || taken.From >= to);

    private sealed record Label(Stay Stay, int Row, double Left, string Text);

    private sealed record Stay(string Name, int Scan, double X, double Rank);
}
