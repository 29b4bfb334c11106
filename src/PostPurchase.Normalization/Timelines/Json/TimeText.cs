using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Events.Json;

namespace PostPurchase.Normalization.Timelines.Json;

/// <summary>A time in one text, such as <c>2024-11-22T13:58:00-05:00/second/sent</c>.</summary>
internal static class TimeText
{
    public static string? Write(EventTime time)
    {
        if (!time.IsKnown) return null;
        var text = $"{time}/{time.Precision.Name()}";
        if (time.Basis != OffsetBasis.None) text += $"/{time.Basis.Name()}";
        return time.DstResolution == DstResolution.None ? text : $"{text}/{time.DstResolution.Name()}";
    }

    /// <returns><see langword="null"/> where it is no such text.</returns>
    public static EventTime? Read(string? text)
    {
        if (text is null) return default(EventTime);
        var parts = text.Split('/');
        if (parts.Length < 2) return null;
        var offset = OffsetStart(parts[0]);
        return EventTimeJsonConverter.Make(
            offset < 0 ? parts[0] : parts[0][..offset],
            offset < 0 ? null : parts[0][offset..],
            parts[1],
            parts.Length > 2 ? parts[2] : null,
            parts.Length > 3 ? parts[3] : null);
    }

    /// <summary>Where the offset begins, behind the date's ten characters; -1 where there is none.</summary>
    private static int OffsetStart(string text)
    {
        const int DateLength = 10;
        var index = text.Length > DateLength ? text.AsSpan(DateLength).IndexOfAny('+', '-') : -1;
        return index < 0 ? -1 : index + DateLength;
    }
}
