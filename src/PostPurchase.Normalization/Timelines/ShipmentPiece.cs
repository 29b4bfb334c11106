using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines;

/// <summary>The state of one piece of a shipment. Immutable.</summary>
public sealed record ShipmentPiece
{
    /// <summary>The piece's number; empty for the only piece of a shipment that tells none apart.</summary>
    public required string Number { get; init; }

    /// <summary>The last physical phase.</summary>
    public Milestone Milestone { get; init; }

    /// <summary>Since when it is in that phase.</summary>
    public EventTime Since { get; init; }

    /// <summary>How things stand: that of the gravest open problem.</summary>
    public Condition Condition { get; init; }

    /// <summary>Whether its way has ended.</summary>
    public bool IsEnded { get; init; }

    /// <summary>Which way it travels; <see cref="Direction.Forward"/> unless something says otherwise.</summary>
    public Direction Leg { get; init; }

    /// <summary>Failed attempts at the door.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>When it reached each phase.</summary>
    public MilestoneDates Dates { get; init; }

    /// <summary>Phase and condition in one word, as <see cref="StatusWord.Of"/> gives it.</summary>
    public string Status => StatusWord.Of(Milestone, Condition);
}
