using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>A later answer of a source that leaves a scan out, though it has older and newer ones, takes it back.</summary>
public sealed class CorrectionTests
{
    private static readonly string[] Before = ["01T10:00 acceptance.completed", "02T10:00 delivered", "02T11:00 document.proof_available"];
    private static readonly string[] After = ["01T10:00 acceptance.completed", "02T10:30 delivery_attempt.failed", "02T11:00 document.proof_available"];

    private static ShipmentReport Report(params string[] scans) => new(new() { EventCount = scans.Length }, [.. scans.Select(Scans.Event)]);

    private static Shipment Fold(params (ShipmentReport Report, string ReceivedAt)[] reports)
    {
        var timeline = new ShipmentTimeline();
        foreach (var (report, receivedAt) in reports) timeline.Add(report, Scans.Received(receivedAt));
        return timeline.Shipment;
    }

    [Fact]
    public void An_edited_scan_counts_no_longer_and_stays_visible()
    {
        var shipment = Fold((Report(Before), "02T12:00"), (Report(After), "02T18:00"));
        var same = Fold((Report(After), "02T18:00"), (Report(Before), "02T12:00"));

        Assert.Equal("attempt_failed", shipment.Status);
        Assert.Equal([ScanFlags.None, ScanFlags.Withdrawn, ScanFlags.None, ScanFlags.None], shipment.History.Select(scan => scan.Flags & ScanFlags.Withdrawn));
        Assert.False(shipment.Dates.Delivered.IsKnown);
        Assert.Equal(shipment.History.Select(scan => (scan.Type, scan.Flags)), same.History.Select(scan => (scan.Type, scan.Flags)));
    }

    [Fact]
    public void A_scan_that_another_source_still_tells_stands() =>
        Assert.Equal("delivered", Fold((Report(Before), "02T12:00"), (Report([.. After.Where(scan => !scan.Contains("attempt"))]), "02T18:00"), (Report("02T10:00 delivered via:easypost"), "02T12:30")).Status);

    [Fact]
    public void A_shorter_answer_or_a_message_about_one_scan_takes_nothing_back()
    {
        Assert.Equal("delivered", Fold((Report(Before), "02T12:00"), (Report(Before[2]), "02T18:00")).Status);
        Assert.Equal("delivered", Fold((Report(Before), "02T12:00"), (Report(Before[2], "03T10:00 tracking.note"), "03T18:00")).Status);
    }

    [Fact]
    public void Without_times_of_receipt_nothing_is_taken_back()
    {
        var timeline = new ShipmentTimeline();
        timeline.Add(Report(Before));
        timeline.Add(Report(After));

        Assert.Equal("delivered", timeline.Shipment.Status);
    }
}
