#region readme
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
#endregion

namespace Quickstart;

internal static class SinkDoor
{
    public static void Print(ReadOnlySpan<byte> payload)
    {
        #region readme
        var sink = new CustomsSink();
        Normalizer.BuiltIn.Normalize(payload, ref sink);
        #endregion
        Console.WriteLine($"{sink.Events} events, of which {sink.Held} held or delayed");
    }
}

#region readme
internal struct CustomsSink : IEventSink
{
    public int Events;
    public int Held;

    public void OnEvent(in EventView view)   // spans over the payload and values; nothing is allocated
    {
        Events++;
        if (view.Type.Condition is Condition.Held or Condition.Delayed) Held++;
    }

    public readonly void OnShipment(in ShipmentView view) { }

    public readonly void OnProblem(in ProblemView view) { }
}
#endregion
