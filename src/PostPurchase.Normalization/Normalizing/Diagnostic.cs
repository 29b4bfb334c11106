namespace PostPurchase.Normalization.Normalizing;

/// <summary>What a diagnostic is about.</summary>
public enum DiagnosticKind
{
    /// <summary>No row of the map covers the code or text; the event is there and says so.</summary>
    UnmappedCode,

    /// <summary>A time that no declared pattern reads; the event has no time.</summary>
    UnreadableTime,

    /// <summary>A date was read, the time of day beside it was not; the event has a date only.</summary>
    UnreadableTimeOfDay,

    /// <summary>A scan without any time.</summary>
    MissingTime,

    /// <summary>An event without a tracking number.</summary>
    MissingTrackingNumber,

    /// <summary>The time sent in UTC contradicts the local time and offset beside it; these were taken.</summary>
    ContradictingUtc,

    /// <summary>The carrier reports an error beside good events.</summary>
    CarrierMessage,
}

/// <summary>Something worth knowing of an event that is there all the same.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Event">Zero-based index of the event in the result; -1 for the whole payload.</param>
/// <param name="Text">The text concerned, as sent.</param>
/// <param name="ByteOffset">Zero-based offset of that text in the UTF-8 payload, in bytes; -1 where it does not stand there as such.</param>
public sealed record Diagnostic(DiagnosticKind Kind, int Event, string? Text, long ByteOffset);

/// <summary>A <see cref="Diagnostic"/> whose event has not found its place yet.</summary>
internal record struct DiagnosticDraft(DiagnosticKind Kind, int Event, string? Text, long ByteOffset)
{
    public readonly Diagnostic ToDiagnostic() => new(Kind, Event, Text, ByteOffset);
}
