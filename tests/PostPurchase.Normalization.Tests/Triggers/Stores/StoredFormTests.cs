using System.Text.Json;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Stores.Json;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Stores;

/// <summary>What is stored today is what <c>StoredForm.verified.txt</c> holds: a difference is a change that files of hosts have to survive.</summary>
public sealed class StoredFormTests
{
    private static readonly Instant Now = Scans.Received("10T12:00");

    private static readonly string[] Life =
    [
        "01T10:00+01 transit.facility_arrived @Köln", "02T10:00+01 customs.held label:Zoll", "03T10:00+01 customs.cleared",
        "04T09:00+01 delivery.out_for_delivery", "04T10:00+01 delivery_attempt.failed", "05T09:00+01 delivery.out_for_delivery", "05T10:00+01 delivery_attempt.failed",
    ];

    [Fact]
    public void Marks_attributes_and_triggers_are_written_as_before()
    {
        var (triggers, marks, attributes) = Decide();
        var lines = new List<string>
        {
            "marks " + JsonSerializer.Serialize(marks, TriggerJsonContext.Default.TriggerMarks),
            "attributes " + JsonSerializer.Serialize(attributes, TriggerJsonContext.Default.ShipmentAttributes),
            "outcomes " + JsonSerializer.Serialize([new("mail", true, 1, Now, null), new("ticket", false, 2, Now, "TimeoutException: late")], TriggerJsonContext.Default.IReadOnlyListHandlerOutcome),
        };
        lines.AddRange(triggers.Select(trigger => new OutboxEntry(trigger)).Select(entry => $"trigger {entry.Id} {entry.Rule} {entry.CauseKey} {entry.Data}"));

        Snapshot.Verify(string.Join('\n', lines) + "\n", "Triggers", "Stores", "StoredForm");
    }

    [Fact]
    public void What_was_written_before_is_read()
    {
        var (triggers, marks, attributes) = Decide();
        var lines = File.ReadAllLines(Repository.PathOf("tests", "PostPurchase.Normalization.Tests", "Triggers", "Stores", "StoredForm.verified.txt")).ToLookup(line => line.Split(' ')[0], line => line[(line.IndexOf(' ') + 1)..]);

        Assert.Equal(marks.Fired.Entries, JsonSerializer.Deserialize(lines["marks"].Single(), TriggerJsonContext.Default.TriggerMarks)!.Fired.Entries);
        Assert.Equal(attributes.Values, JsonSerializer.Deserialize(lines["attributes"].Single(), TriggerJsonContext.Default.ShipmentAttributes)!.Values);
        Assert.Equal(2, JsonSerializer.Deserialize(lines["outcomes"].Single(), TriggerJsonContext.Default.IReadOnlyListHandlerOutcome)!.Count);
        Assert.Equal(triggers.Count, lines["trigger"].Count());
    }

    [Fact]
    public void A_trigger_made_again_tells_what_it_told_when_it_fired()
    {
        var (triggers, _, attributes) = Decide();
        var timeline = Scans.Timeline(Life);
        timeline.Add(Scans.Event("06T09:00+01 delivered"));
        var now = new TrackedShipment { Key = "s1", Timeline = timeline, Attributes = attributes };

        Assert.Contains(triggers, trigger => trigger.Due is not null);
        Assert.All(triggers, trigger =>
        {
            var again = new OutboxEntry(trigger).ToTrigger(now);

            Assert.Equal(trigger.GetType(), again.GetType());
            Assert.Equal((trigger.Id, trigger.Name, trigger.Group, trigger.ShipmentKey), (again.Id, again.Name, again.Group, again.ShipmentKey));
            Assert.Equal((trigger.Since, trigger.Due, trigger.FiredAt), (again.Since, again.Due, again.FiredAt));
            Assert.Equal(trigger.Cause?.Event.Raw, again.Cause?.Event.Raw);
            Assert.Equal(trigger.Cause?.Index, again.Cause?.Index);
            Assert.Equal((trigger.Occasion.Details.Times, trigger.Occasion.Setting.Attempts, trigger.Occasion.Details.Days, trigger.Occasion.Piece), (again.Occasion.Details.Times, again.Occasion.Setting.Attempts, again.Occasion.Details.Days, again.Occasion.Piece));
            Assert.Equal(trigger.Occasion.Details.Problem?.Type, again.Occasion.Details.Problem?.Type);
            Assert.Equal(trigger.Occasion.Details.Problem?.Since, again.Occasion.Details.Problem?.Since);
            Assert.Equal((trigger.Occasion.Details.Phase?.From, trigger.Occasion.Details.Phase?.To), (again.Occasion.Details.Phase?.From, again.Occasion.Details.Phase?.To));
            Assert.Equal((trigger.Occasion.Details.Estimate, trigger.Occasion.Details.PreviousEstimate), (again.Occasion.Details.Estimate, again.Occasion.Details.PreviousEstimate));
            Assert.Same(now.Timeline.Shipment, again.Shipment);
        });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"v\":2}")]
    public void What_a_later_version_wrote_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, TriggerJsonContext.Default.TriggerMarks));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, TriggerJsonContext.Default.ShipmentAttributes));
        Assert.Throws<JsonException>(() => new OutboxEntry(Decide().Triggers[0]) { Data = json }.ToTrigger(new() { Key = "s1", Timeline = new() }));
    }

    /// <summary>Feeds a life scan by scan, an estimate that moves, and time at the end.</summary>
    private static (IReadOnlyList<ShipmentTrigger> Triggers, TriggerMarks Marks, ShipmentAttributes Attributes) Decide()
    {
        var attributes = ShipmentAttributes.None.With("value", 640.50m).With("tier", "gold").With("gift", true).With("promised", Now);
        var (timeline, marks, triggers) = (new ShipmentTimeline(), TriggerMarks.None, new List<ShipmentTrigger>());
        Shipment? before = null;
        for (var i = 0; i <= Life.Length; i++)
        {
            if (i < Life.Length)
            {
                var estimate = new DeliveryEstimate(EstimateKind.Estimated, EventTime.OnDay(new(2025, 3, i < 3 ? 5 : 7)), default);
                timeline.Add(new ShipmentReport(new() { Estimates = [estimate] }, [Scans.Event(Life[i])]), Scans.Received($"0{i + 1}T12:00"));
            }
            var decision = TestRules.Engine.Decide("s1", before, timeline.Shipment, attributes, marks, Now);
            triggers.AddRange(decision.Triggers);
            (marks, before) = (decision.Marks, timeline.Shipment);
        }
        return (triggers, marks, attributes);
    }
}
