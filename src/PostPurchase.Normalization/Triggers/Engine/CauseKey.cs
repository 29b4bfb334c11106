using System.Globalization;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>The text by which a cause is known again.</summary>
internal static class CauseKey
{
    /// <summary>The cause of a rule that fires once for a shipment.</summary>
    public const string Shipment = "";

    private const int MinuteLength = 16;

    /// <summary>A report: its minute on the clock and its piece; without a time, its words.</summary>
    /// <remarks>Neither type nor source, so that it stays the same when a map is refined or a finer report of the scan comes in.</remarks>
    public static string Of(TrackingEvent told, string? piece)
    {
        if (!told.Time.IsKnown) return $"{told.Raw.Code}|{told.Raw.Label}|{told.Raw.Time}{(piece is null ? "" : "/")}{piece}";
        Span<char> minute = stackalloc char[IsoText.MaxLength];
        WriteMinute(told.Time, minute);
        return piece is null ? new(minute[..MinuteLength]) : $"{minute[..MinuteLength]}/{piece}";
    }

    private static void WriteMinute(EventTime time, Span<char> text)
    {
        var ticks = time.LocalTicks + DateTime.UnixEpoch.Ticks;
        if (ticks >= 0)
        {
            new DateTime(ticks).TryFormat(text, out _, "s", CultureInfo.InvariantCulture);
            return;
        }
        Span<byte> iso = stackalloc byte[IsoText.MaxLength];
        IsoText.Write(time.Local, iso);
        for (var i = 0; i < MinuteLength; i++) text[i] = (char)iso[i];
    }

    public static string Of(DeliveryEstimate estimate) => $"{estimate.Kind}|{estimate.From}|{estimate.Through}";
}
