using System.Buffers;
using System.Text;
using PostPurchase.Normalization.Cli.Input;
using PostPurchase.Normalization.Cli.Output;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

/// <summary>What a line of events bears of the shipment comes back as it was.</summary>
public sealed class EventLineTests
{
    private static readonly ShipmentFacts Facts = new()
    {
        TrackingNumber = "1Z0000000000000001",
        EventCount = 3,
        Service = "Ground \"Saver\"",
        PieceCount = 2,
        Pieces = ["1Z0000000000000001", "1Z0000000000000002"],
        References = [new("PO-1", "purchase order"), new("77", null)],
        Partners = [new("92001901755477000000000011", "USPS"), new("92001901755477000000000028", null)],
        Origin = new() { City = "Linz", Country = "AT" },
        Destination = new() { City = "Portland", State = "OR", PostalCode = "97201", Country = "US" },
        Estimates =
        [
            new(EstimateKind.Estimated, Scans.Time("07T14:00-08"), Scans.Time("07T18:00-08")),
            new(EstimateKind.Committed, Scans.Time("06"), default),
            new(EstimateKind.Appointment, Scans.Time("08T09:00"), default),
        ],
    };

    [Fact]
    public void Facts_come_back_from_the_line_of_the_newest_event()
    {
        TrackingEvent[] events = [Scans.Event("04T10:00+01 transit.facility_arrived"), Scans.Event("05 transit.facility_departed"), Scans.Event("04T12:00+01 transit.facility_departed")];
        var lines = Lines(Facts, events);
        Assert.Equal([false, true, false], lines.Select(line => line.Contains("\"shipment\":", StringComparison.Ordinal)));

        var read = EventLine.TryRead(Encoding.UTF8.GetBytes(lines[1]))!.Report!;
        Assert.Equal([events[1]], read.Events);
        Assert.Equivalent(Facts with { TrackingNumber = null, EventCount = 0 }, read.Facts, strict: true);
    }

    [Fact]
    public void Facts_that_say_nothing_are_left_out() =>
        Assert.DoesNotContain("\"shipment\":", Assert.Single(Lines(new() { TrackingNumber = "1Z0000000000000001", EventCount = 1, Weight = 2, SignedBy = "A. Sample" }, Scans.Event("04 delivered"))), StringComparison.Ordinal);

    private static List<string> Lines(ShipmentFacts facts, params TrackingEvent[] events)
    {
        var lines = new List<string>();
        foreach (var (told, borne) in EventLines.EventsOf(new NormalizationResult { Events = events, Shipments = [facts] }))
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = EventLines.CreateWriter(buffer)) EventLines.Write(writer, told, borne, "file.json");
            lines.Add(Encoding.UTF8.GetString(buffer.WrittenSpan));
        }
        return lines;
    }
}
