namespace PostPurchase.Normalization.Time;

/// <summary>Which days exist and may be those of a parcel.</summary>
internal static class Calendar
{
    public static bool IsPossible(int year, int month, int day) =>
        year is >= TimeParts.FirstYear and <= TimeParts.LastYear
        && month is >= 1 and <= 12
        && day >= 1
        && (day <= 28 || day <= DateTime.DaysInMonth(year, month));
}
