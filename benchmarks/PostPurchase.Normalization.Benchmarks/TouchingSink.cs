using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Reads every field of every event, as a host that stores them would, and keeps a sum.</summary>
internal struct TouchingSink : IEventSink
{
    public int Events;
    public long Sum;

    public void OnShipment(in ShipmentView view) => Sum += view.TrackingNumber.Length + view.Service.Length;

    public void OnEvent(in EventView view)
    {
        Events++;
        Sum += view.Type.Number + (int)view.Match + (int)view.Confidence + (int)view.Facets.DeliveredTo + (view.Time.Instant?.ToUnixTimeTicks() ?? 0);
        Sum += view.TrackingNumber.Length + view.Piece.Length + view.Code.Length + view.Qualifier.Length + view.Qualifier2.Length + view.Label.Length
            + view.Detail.Length + view.TimeText.Length + view.TimeOfDayText.Length + view.City.Length + view.State.Length + view.PostalCode.Length
            + view.Country.Length + view.Place.Length + view.Facility.Length + view.Service.Length;
    }

    public void OnProblem(in ProblemView view) => Sum += view.Message.Length;
}
