namespace PostPurchase.Normalization.Normalizing;

/// <summary>Receives what is read from a payload, as it is read; the door that allocates nothing.</summary>
/// <remarks>
/// Implement it as a struct and hand it over by reference: the calls are then direct. Views are valid during the call only.
/// A payload's events come shipment by shipment and, within one, oldest first as far as the format's own order tells.
/// </remarks>
public interface IEventSink
{
    /// <summary>A shipment; its events follow.</summary>
    /// <param name="view">The shipment; valid during the call.</param>
    void OnShipment(in ShipmentView view);

    /// <summary>An event.</summary>
    /// <param name="view">The event; valid during the call.</param>
    void OnEvent(in EventView view);

    /// <summary>A state that gave no events.</summary>
    /// <param name="view">The problem; valid during the call.</param>
    void OnProblem(in ProblemView view);
}
