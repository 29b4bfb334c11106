namespace PostPurchase.Normalization.Events;

/// <summary>The texts by which the enums of <see cref="EventTime"/> stand in JSON.</summary>
internal static class EventTimeNames
{
    private static readonly string[] Precisions = ["none", "day", "minute", "second", "fraction"];
    private static readonly string[] Bases = ["none", "sent", "sent_doubtful", "utc", "epoch", "zone_id", "abbreviation", "place", "carrier"];
    private static readonly string[] Resolutions = ["none", "gap", "overlap"];

    public static string Name(this TimePrecision value) => Precisions[(int)value];

    public static string Name(this OffsetBasis value) => Bases[(int)value];

    public static string Name(this DstResolution value) => Resolutions[(int)value];

    public static bool TryRead(ReadOnlySpan<char> text, out TimePrecision value)
    {
        var found = TryFind(Precisions, text, out var index);
        value = (TimePrecision)index;
        return found;
    }

    public static bool TryRead(ReadOnlySpan<char> text, out OffsetBasis value)
    {
        var found = TryFind(Bases, text, out var index);
        value = (OffsetBasis)index;
        return found;
    }

    public static bool TryRead(ReadOnlySpan<char> text, out DstResolution value)
    {
        var found = TryFind(Resolutions, text, out var index);
        value = (DstResolution)index;
        return found;
    }

    private static bool TryFind(string[] names, ReadOnlySpan<char> text, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            if (text.SequenceEqual(names[index]))
                return true;
        }

        index = 0;
        return false;
    }
}
