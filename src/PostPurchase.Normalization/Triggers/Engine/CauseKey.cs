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
        return string.Create(MinuteLength + (piece is null ? 0 : 1 + piece.Length), (told.Time, Piece: piece), static (text, told) =>
        {
            Span<byte> iso = stackalloc byte[IsoText.MaxLength];
            IsoText.Write(told.Time.Local, iso);
            for (var i = 0; i < MinuteLength; i++) text[i] = (char)iso[i];
            if (told.Piece is null) return;
            text[MinuteLength] = '/';
            told.Piece.CopyTo(text[(MinuteLength + 1)..]);
        });
    }

    public static string Of(DeliveryEstimate estimate) => $"{estimate.Kind}|{estimate.From}|{estimate.Through}";
}
