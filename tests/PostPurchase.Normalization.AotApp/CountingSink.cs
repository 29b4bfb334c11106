using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.AotApp;

internal struct CountingSink : IEventSink
{
    public int Shipments;
    public int Events;
    public int Problems;

    public void OnShipment(in ShipmentView view) => Shipments++;

    public void OnEvent(in EventView view) => Events++;

    public void OnProblem(in ProblemView view) => Problems++;
}
