using System.Globalization;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>Where moments stand on a horizontal line. Long silences are shortened, moments that are close are kept apart.</summary>
internal sealed class TimeAxis
{
    private const double LabelGap = 10;
    private const double LabelSize = 11;

    private const double RoomForLabel = 70;

    /// <summary>Steps between labels in hours.</summary>
    private static readonly int[] Steps = [1, 3, 6, 12];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private readonly long[] _moments;
    private readonly double[] _places;

    private TimeAxis(long[] moments, double[] places, int offsetSeconds)
    {
        (_moments, _places) = (moments, places);
        OffsetSeconds = offsetSeconds;
    }

    /// <summary>Offset of the days, in seconds.</summary>
    public int OffsetSeconds { get; }

    public double End => _places[^1];

    public static TimeAxis Of(IEnumerable<long> moments, int offsetSeconds, double left, double right)
    {
        long[] distinct = [.. moments.Distinct().Order()];
        var places = new double[distinct.Length];
        if (distinct.Length == 1) places[0] = left + ((right - left) / 3);
        if (distinct.Length < 2) return new(distinct, places, offsetSeconds);
        var weights = new double[distinct.Length - 1];
        for (var i = 0; i < weights.Length; i++) weights[i] = Weight(distinct[i + 1] - distinct[i]);
        var apart = Math.Min(9, (right - left) / (2 * weights.Length));
        var scale = ((right - left) - (apart * weights.Length)) / weights.Sum();
        places[0] = left;
        for (var i = 0; i < weights.Length; i++) places[i + 1] = places[i] + apart + (scale * weights[i]);
        return new(distinct, places, offsetSeconds);
    }

    /// <summary>Hours, of which those after the first day count less and less, and two days at most.</summary>
    private static double Weight(long ticks)
    {
        var hours = (double)ticks / NodaConstants.TicksPerHour;
        return hours <= 24 ? hours : Math.Min(48, 24 + (8 * Math.Log2(hours / 24)));
    }

    public double X(long moment)
    {
        var index = Array.BinarySearch(_moments, moment);
        if (index >= 0) return _places[index];
        var after = ~index;
        if (after == 0) return _places[0];
        if (after == _moments.Length) return _places[^1];
        var part = (double)(moment - _moments[after - 1]) / (_moments[after] - _moments[after - 1]);
        return _places[after - 1] + (part * (_places[after] - _places[after - 1]));
    }

    /// <summary>Labels that do not touch each other: days, and hours where there is room.</summary>
    public IReadOnlyList<(double X, string Text)> Labels(double right)
    {
        var labels = new List<(double X, string Text)>();
        AddLabels(labels, NodaConstants.TicksPerDay * DaysBetweenLabels, right);
        if (HoursBetweenLabels is { } hours) AddLabels(labels, hours * NodaConstants.TicksPerHour, right);
        return labels;
    }

    private void AddLabels(List<(double X, string Text)> labels, long step, double right)
    {
        var offset = OffsetSeconds * NodaConstants.TicksPerSecond;
        var year = 0;
        for (var local = Ceiling(_moments[0] + offset, step); local - offset <= _moments[^1]; local += step)
        {
            var x = X(local - offset);
            var (text, labelYear) = Label(local, year);
            if (x + (TextWidth.Of(text, LabelSize) / 2) > right || labels.Exists(label => Math.Abs(label.X - x) < LabelGap + ((TextWidth.Of(text, LabelSize) + TextWidth.Of(label.Text, LabelSize)) / 2))) continue;
            labels.Add((x, text));
            year = labelYear;
        }
    }

    /// <summary>The days that it spans, such as "3 Mar 2025 to 11 Mar 2025".</summary>
    public string Span
    {
        get
        {
            var (from, to) = (Date(_moments[0]), Date(_moments[^1]));
            if (from == to) return DateText(from);
            return from.Year == to.Year ? $"{DayText(from)} to {DateText(to)}" : $"{DateText(from)} to {DateText(to)}";
        }
    }

    private LocalDate Date(long moment) => Instant.FromUnixTimeTicks(moment + (OffsetSeconds * NodaConstants.TicksPerSecond)).InUtc().Date;

    private double Hours => (double)(_moments[^1] - _moments[0]) / NodaConstants.TicksPerHour;

    /// <summary>Over many years a label a day would be looked for in vain.</summary>
    private long DaysBetweenLabels => Math.Max(1, (long)(Hours / 24 / 2000));

    /// <summary>The finest step that has room; <see langword="null"/> where there is room for days only.</summary>
    private int? HoursBetweenLabels
    {
        get
        {
            var most = (_places[^1] - _places[0]) / RoomForLabel;
            return Array.Find(Steps, step => Hours / step <= most) is > 0 and var step ? step : null;
        }
    }

    private static (string Text, int Year) Label(long local, int yearBefore)
    {
        var at = Instant.FromUnixTimeTicks(local).InUtc().LocalDateTime;
        if (at.TimeOfDay != LocalTime.Midnight) return (string.Create(CultureInfo.InvariantCulture, $"{at.Hour:00}:{at.Minute:00}"), yearBefore);
        return (yearBefore != 0 && at.Year != yearBefore ? DateText(at.Date) : DayText(at.Date), at.Year);
    }

    private static long Ceiling(long ticks, long step) => (ticks >= 0 ? ticks + step - 1 : ticks) / step * step;

    public static string DayText(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Months[day.Month - 1]}");

    public static string DateText(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{DayText(day)} {day.Year}");
}
