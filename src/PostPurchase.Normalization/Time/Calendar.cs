namespace PostPurchase.Normalization.Time;

/// <summary>Which days exist and may be those of a parcel.</summary>
internal static class Calendar
{
    public static bool IsPossible(int year, int month, int day) =>
        year is >= TimeParts.FirstYear and <= TimeParts.LastYear
        && month is >= 1 and <= 12
        && day >= 1
        && (day <= 28 || day <= DateTime.DaysInMonth(year, month));

    /// <summary>Days from 1970-01-01 to a day of the ISO calendar.</summary>
    public static int DaysSinceEpoch(int year, int month, int day)
    {
        // Counted in years that begin in March, so that the leap day is the last of its year.
        var shifted = month > 2 ? year : year - 1;
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        return (365 * shifted) + (shifted / 4) - (shifted / 100) + (shifted / 400) + dayOfYear - 719_468;
    }
}
