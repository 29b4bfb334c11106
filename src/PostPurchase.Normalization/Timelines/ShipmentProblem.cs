using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines;

/// <summary>A delay, a hold or something that went wrong: since when, and what ended it. Immutable.</summary>
public sealed record ShipmentProblem
{
    /// <summary>What it is, as told most finely, the last of equals: a hold by customs may turn out to be a hold for documents.</summary>
    public required EventType Type { get; init; }

    /// <summary>How things stand while it is open.</summary>
    public Condition Condition => Type.Condition;

    /// <summary>The scan that opened it.</summary>
    public required ShipmentScan Opened { get; init; }

    /// <summary>Since when.</summary>
    public EventTime Since => Opened.Time;

    /// <summary>Number of scans that told of it.</summary>
    public int Scans { get; init; }

    /// <summary>The scan that ended it; <see langword="null"/> while it is open.</summary>
    public ShipmentScan? Cleared { get; init; }

    /// <summary>Whether nothing has ended it yet.</summary>
    public bool IsOpen => Cleared is null;
}
