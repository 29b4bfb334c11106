using System.Globalization;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>Which types leave an end, written down here by themselves: every other of the taxonomy leaves it as it is.</summary>
public sealed class EndTests
{
    /// <summary>The end's name, the scans that lead to it, and what may follow it: a phase and the types that lead to it.</summary>
    private static readonly End[] Ends =
    [
        new("delivered", ["01T10:00 acceptance.completed", "02T10:00 delivered"], type =>
            IsRetraction(type) || type == EventType.Tracking.DeliveryRetracted ? Milestone.InTransit
            : IsOf(type, Milestone.Returning) ? Milestone.Returning
            : IsOf(type, Milestone.Returned) ? Milestone.Returned
            : Milestone.Delivered),
        new("returned", ["01T10:00 acceptance.completed", "02T10:00 return_to_sender.delivered"], type =>
            IsRetraction(type) || type == EventType.Tracking.DeliveryRetracted ? Milestone.InTransit : Milestone.Returned),
        new("lost", ["01T10:00 acceptance.completed", "02T10:00 exception.destroyed"], type =>
            IsRetraction(type) ? Milestone.InTransit
            : type == EventType.Exception.Found ? Milestone.InTransit
            : IsOf(type, Milestone.Returning) ? Milestone.Returning
            : IsEnd(type) ? type.Milestone
            : Milestone.Failed),
        new("cancelled on the way", ["01T10:00 acceptance.completed", "02T10:00 shipment.cancelled"], type =>
            IsRetraction(type) ? Milestone.InTransit
            : type == EventType.Shipment.Reinstated || type == EventType.Shipment.CancellationFailed ? Milestone.InTransit
            : IsOf(type, Milestone.Returning) ? Milestone.Returning
            : IsEnd(type) ? type.Milestone
            : Milestone.Cancelled),
        new("cancelled before it was handed over", ["01T10:00 info.received", "02T10:00 shipment.cancelled"], type =>
            IsRetraction(type) ? Milestone.InfoReceived
            : type == EventType.Shipment.Reinstated || type == EventType.Shipment.CancellationFailed ? Milestone.InfoReceived
            : IsOf(type, Milestone.Returning) ? Milestone.Returning
            : IsEnd(type) ? type.Milestone
            : IsOf(type, Milestone.InTransit) || IsOf(type, Milestone.OutForDelivery) || IsOf(type, Milestone.AttemptFailed) || IsOf(type, Milestone.AvailableForPickup) ? type.Milestone
            : Milestone.Cancelled),
    ];

    public static TheoryData<string> Names() => [.. Ends.Select(end => end.Name)];

    [Theory, MemberData(nameof(Names))]
    public void An_end_is_left_in_the_named_ways_only(string name)
    {
        var end = Ends.Single(one => one.Name == name);
        var wrong = new List<string>();
        foreach (var type in EventType.All)
        {
            var shipment = Scans.Shipment([.. end.Scans, $"03T10:00 {type}"]);
            var expected = end.After(type);
            if (shipment.Milestone != expected) wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{type}: {shipment.Milestone}, not {expected}"));
            if (shipment.IsEnded != expected is Milestone.Delivered or Milestone.Returned or Milestone.Failed or Milestone.Cancelled) wrong.Add($"{type}: ended {shipment.IsEnded}");
            var isFlagged = (shipment.History[^1].Flags & (ScanFlags.AfterDelivery | ScanFlags.AfterEnd)) != ScanFlags.None;
            if (isFlagged && shipment.Milestone != Scans.Shipment(end.Scans).Milestone) wrong.Add($"{type}: flagged, and yet it leaves the end");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void A_hosts_own_type_leaves_an_end_by_its_milestone_only()
    {
        foreach (var end in Ends) Assert.Equal(Scans.Shipment(end.Scans).Milestone, Scans.Shipment([.. end.Scans, "03T10:00 acme:quality_check"]).Milestone);
    }

    /// <summary>It takes back whatever stands last; a retracted delivery only a delivery.</summary>
    private static bool IsRetraction(EventType type) => type == EventType.Tracking.Retracted;

    private static bool IsOf(EventType type, Milestone milestone) => type.Milestone == milestone && type.Scope is EventScope.Parcel or EventScope.Label;

    private static bool IsEnd(EventType type) => type.IsEndExpected && type.Scope is EventScope.Parcel or EventScope.Label;

    private sealed record End(string Name, string[] Scans, Func<EventType, Milestone> After);
}
