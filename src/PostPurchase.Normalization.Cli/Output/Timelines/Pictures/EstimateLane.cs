using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>What was said of the day of delivery: a line each from when it was told to the day that it names, so that slips step to the right.</summary>
internal sealed class EstimateLane(Canvas canvas, Shipment shipment, TimeAxis axis, Moments moments)
{
    private const double LabelSize = 11;
    private const double RowHeight = 17;

    /// <summary>Of more, the first and the newest are drawn.</summary>
    private const int MostRows = 6;

    /// <summary>The days of delivery that the axis has to reach.</summary>
    public static IEnumerable<EventTime> Days(Shipment shipment) => Drawn(shipment.Estimates).Select(one => DayOf(one.Estimate));

    public void Draw()
    {
        var estimates = shipment.Estimates;
        var drawn = Drawn(estimates);
        if (drawn.Count == 0) return;
        var top = canvas.Lane(estimates.Promise is null ? "Estimated delivery" : "Promise and estimates", Detail(estimates), (RowHeight * drawn.Count) + 8);
        for (var i = 0; i < drawn.Count; i++) DrawRow(drawn[i], i == drawn.Count - 1, top + 4 + (RowHeight * i) + (RowHeight / 2));
        canvas.Skip(6);
    }

    private void DrawRow(Row row, bool isCurrent, double y)
    {
        var target = axis.X(moments.Of(DayOf(row.Estimate)));
        var told = row.Since.IsKnown ? axis.X(moments.Of(row.Since)) : target;
        var title = $"{row.Estimate.Kind.ToText()} {Words.Of(row.Estimate)}{(row.Since.IsKnown ? $", told {Words.Moment(row.Since)}" : "")}{(row.Source is null ? "" : $" by {PlainText.Of(row.Source)}")}";
        if (Math.Abs(target - told) > 1)
        {
            canvas.Add(new LineShape(told, y, target, y, isCurrent ? "estimate" : "estimate dashed", title));
            canvas.Add(new LineShape(told, y - 4, told, y + 4, "estimate"));
        }
        canvas.Add(new MarkShape(isCurrent ? MarkForm.Diamond : MarkForm.HollowDiamond, target, y, isCurrent ? "f-estimate" : "s-estimate paper", title));

        var text = Label(row.Estimate);
        var width = TextWidth.Of(text, LabelSize);
        var (left, right) = (Math.Min(told, target), Math.Max(told, target));
        if (right + 10 + width <= canvas.Width - 8) canvas.Add(new TextShape(right + 10, y + 4, text, LabelSize, "ink halo"));
        else if (left - 10 - width >= (canvas.IsNarrow ? 8 : canvas.Left - 8)) canvas.Add(new TextShape(left - 10, y + 4, text, LabelSize, "ink halo", TextAnchor.End));
    }

    private static string Label(DeliveryEstimate estimate)
    {
        var day = DayOf(estimate);
        return day.Precision == TimePrecision.Day ? TimeAxis.DayText(day.Date) : $"{TimeAxis.DayText(day.Date)} {Words.Clock(day)}";
    }

    private static string Detail(EstimateHistory estimates)
    {
        var parts = new List<string>();
        if (estimates is { First: { } first, Current: { } current } && Label(first.Estimate) != Label(current.Estimate)) parts.Add($"{Label(first.Estimate)} → {Label(current.Estimate)}");
        else if (estimates.Current is { } only) parts.Add(Label(only.Estimate));
        if (estimates.Slips > 0) parts.Add(estimates.Slips == 1 ? "1 slip" : $"{estimates.Slips} slips");
        if (estimates.Lateness is { } lateness) parts.Add(lateness.Days == 0 ? "kept" : $"{Words.Days(lateness.Days)} {(lateness.Days > 0 ? "late" : "early")}");
        return string.Join(", ", parts);
    }

    private static List<Row> Drawn(EstimateHistory estimates)
    {
        var rows = new List<Row>();
        if (estimates.Promise is { } promise) rows.Add(new(promise, default, null));
        if (estimates.First is { } first) rows.Add(new(first.Estimate, first.Since, first.Source));
        foreach (var told in estimates.Changes.Select(change => change.To).Append(estimates.Current).OfType<ToldEstimate>())
        {
            var row = new Row(told.Estimate, told.Since, told.Source);
            if (rows.Count == 0 || DayOf(rows[^1].Estimate) != DayOf(row.Estimate)) rows.Add(row);
        }
        return rows.Count <= MostRows ? rows : [rows[0], .. rows.TakeLast(MostRows - 1)];
    }

    /// <summary>The end of its window.</summary>
    private static EventTime DayOf(DeliveryEstimate estimate) => estimate.Through.IsKnown ? estimate.Through : estimate.From;

    private sealed record Row(DeliveryEstimate Estimate, EventTime Since, string? Source);
}
