using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines;

/// <summary>A change of the phase that a shipment, or a piece of it, is in. Immutable.</summary>
/// <param name="From">The phase before; <see cref="Milestone.None"/> at the first.</param>
/// <param name="To">The phase since.</param>
/// <param name="Scan">The scan that made it.</param>
/// <param name="Piece">The piece; <see langword="null"/> where pieces are not told apart.</param>
public sealed record PhaseChange(Milestone From, Milestone To, ShipmentScan Scan, string? Piece);
