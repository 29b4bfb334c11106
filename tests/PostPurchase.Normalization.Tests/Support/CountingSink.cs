using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>Touches every field of what it is given and keeps nothing but sums.</summary>
internal struct CountingSink : IEventSink
{
    public int Shipments;
    public int Events;
    public int Problems;
    public long Checksum;

    public void OnShipment(in ShipmentView view)
    {
        Shipments++;
        Checksum += view.TrackingNumber.Length + view.Service.Length + view.EventCount;
    }

    public void OnEvent(in EventView view)
    {
        Events++;
        Checksum += view.Type.Number + (int)view.Match + (int)view.Confidence + view.Facets.Attempt + (view.Time.Instant?.ToUnixTimeTicks() ?? 0);
        Checksum += view.TrackingNumber.Length + view.Piece.Length + view.Code.Length + view.Qualifier.Length + view.Qualifier2.Length + view.Label.Length
            + view.Detail.Length + view.TimeText.Length + view.TimeOfDayText.Length + view.City.Length + view.State.Length + view.PostalCode.Length
            + view.Country.Length + view.Place.Length + view.Facility.Length + view.Service.Length + view.PartnerNumber.Length + view.SignedBy.Length;
    }

    public void OnProblem(in ProblemView view)
    {
        Problems++;
        Checksum += view.Message.Length + view.Code.Length;
    }
}
