using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Json;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>A file of version 1 stays readable. It is never written anew: a new version takes a new file beside it.</summary>
public sealed class StoredFormatTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Version1 = File.ReadAllText(Repository.PathOf("tests", "PostPurchase.Normalization.Tests", "Timelines", "Stored", "timeline.v1.json")).TrimEnd();

    [Fact]
    public void A_file_of_version_1_is_read()
    {
        var snapshot = JsonNode.Parse(JsonSerializer.Serialize(Read(Version1).Shipment, TimelineJsonContext.Default.Shipment))!;

        Snapshot.Verify(snapshot.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n", "Timelines", "Stored", "timeline.v1");
    }

    [Fact]
    public void A_file_of_version_1_is_written_back_byte_for_byte() => Assert.Equal(Version1, Write(Read(Version1)));

    [Fact]
    public void The_file_holds_all_that_can_be_stored() => Assert.Equal(Version1, Write(Everything()));

    [Fact]
    public void Members_of_later_versions_are_passed_over()
    {
        var later = JsonNode.Parse(Version1)!;
        AddMembers(later);

        Assert.Equal(Version1, Write(Read(later.ToJsonString())));
    }

    [Theory]
    [InlineData(""" {"v":2,"reports":"in another form"} """, "Version 2")]
    [InlineData(""" {"reports":[],"v":3} """, "Version 3")]
    [InlineData(""" {"v":0} """, "Version 0")]
    [InlineData(""" {"v":99999999999} """, "")]
    [InlineData("{}", "'v'")]
    [InlineData("[]", "")]
    [InlineData("7", "")]
    [InlineData(""" {"v":1,"reports":[null]} """, "missing")]
    [InlineData(""" {"v":1,"reports":[{"t":"delivered"}]} """, "no item 0")]
    [InlineData(""" {"v":1,"sources":[{"f":"x"}],"words":[{}],"reports":[{"t":"delivered"}]} """, "missing")]
    [InlineData(""" {"v":1,"sources":[{"c":"ups","f":"x"}],"words":[null],"reports":[{"t":"delivered"}]} """, "missing")]
    [InlineData(""" {"v":1,"sources":[{"c":"ups","f":"x"}],"words":[{}],"reports":[{"t":null}]} """, "")]
    [InlineData(""" {"v":1,"sources":[{"c":"ups","f":"x"}],"words":[{}],"reports":[{"t":"delivered","at":"yesterday"}]} """, "yesterday")]
    [InlineData(""" {"v":1,"facts":{"service":{"at":"2025-03-01/day"}}} """, "missing")]
    [InlineData(""" {"v":1,"facts":{"pieces":[null]}} """, "missing")]
    [InlineData(""" {"v":1,"facts":{"partners":[{}]}} """, "missing")]
    [InlineData(""" {"v":1,"facts":{"estimates":[null]}} """, "missing")]
    [InlineData(""" {"v":1,"coverage":[{"r":1}]} """, "missing")]
    public void What_is_no_stored_timeline_is_told(string stored, string message) =>
        Assert.Contains(message, Assert.Throws<JsonException>(() => Read(stored)).Message, StringComparison.Ordinal);

    [Fact]
    public void Values_that_a_later_version_added_say_nothing()
    {
        var timeline = Read(""" {"v":1,"sources":[{"c":"ups","f":"x"}],"words":[{"c":"D"}],"places":[{"lat":1e999,"latitude":1e999}],"reports":[{"t":"delivered","m":77,"c":77,"l":0,"f":{"to":77,"at":-1,"act":77}}]} """);

        Assert.Equal(default, timeline.Shipment.History[0].Event.Facets);
        Assert.Equal("delivered", Read(Write(timeline)).Shipment.Status);
        Assert.NotEmpty(JsonSerializer.Serialize(timeline.Shipment, TimelineJsonContext.Default.Shipment));
    }

    [Fact]
    public void A_cut_file_is_told()
    {
        var whole = Encoding.UTF8.GetBytes(Version1);
        for (var length = 0; length < whole.Length; length++) Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(whole.AsSpan(0, length), TimelineJsonContext.Default.ShipmentTimeline));
    }

    [Fact]
    public void A_changed_file_is_told_or_read_and_never_anything_else()
    {
        var whole = Encoding.UTF8.GetBytes(Version1);
        var alphabet = "{}[]\",:-+/.0123456789nulltruefalseTZ\\ue"u8.ToArray();
        var random = new Random(20250301);
        var wasRead = 0;
        for (var round = 0; round < 5_000; round++)
        {
            var changed = (byte[])whole.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var (at, length) = (random.Next(changed.Length), random.Next(1, 12));
                if (random.Next(3) == 0) changed = [.. changed.AsSpan(0, at), .. changed.AsSpan(Math.Min(at + length, changed.Length))];
                else changed[at] = random.Next(10) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            }
            try
            {
                var timeline = JsonSerializer.Deserialize(changed, TimelineJsonContext.Default.ShipmentTimeline)!;
                Assert.Equal(Write(timeline), Write(Read(Write(timeline))));
                _ = JsonSerializer.Serialize(timeline.Shipment, TimelineJsonContext.Default.Shipment);
                wasRead++;
            }
            catch (JsonException)
            {
                continue;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"round {round}: {error}\n{Encoding.UTF8.GetString(changed)}");
            }
        }
        Assert.InRange(wasRead, 100, 4_900);
    }

    /// <summary>Every member of every stored type has a value.</summary>
    private static ShipmentTimeline Everything()
    {
        var timeline = new ShipmentTimeline(new(EstimateKind.Committed, EventTime.OnDay(new(2025, 3, 4)), EventTime.OnDay(new(2025, 3, 5))));
        var first = Scans.Event("01T10:00:30+01 acceptance.completed #1Z00 /P1 @Köln partner:94001118") with
        {
            Service = "Ground",
            Raw = new() { Code = "OR", Qualifier = "I", Qualifier2 = "038", Label = "We Have Your Package", Detail = "at the counter", Time = "20250301 100030" },
        };
        var delivered = Scans.Event("03T12:00:00Z? delivered.neighbor /P1 via:easypost") with
        {
            Place = new() { City = "Austin", State = "TX", PostalCode = "78701", Country = "US", Text = "Austin, TX", Facility = "7870", Latitude = 30.27, Longitude = -97.74 },
            SignedBy = "M. Muster",
            Facets = new()
            {
                DeliveredTo = DeliveredTo.Neighbor,
                DeliveredAt = DeliveredAt.Door,
                Proof = ProofOfDelivery.Photo,
                Direction = Direction.Forward,
                Attempt = 2,
                IsFinalAttempt = true,
                Reason = "not_home",
                ActionBy = Party.Recipient,
                CausedBy = Party.Carrier,
            },
        };
        TrackingEvent[] others =
        [
            Scans.Event("02T10:00 acme:quality_check"),
            Scans.Event("02 later.version_type"),
            Scans.Event("? tracking.unmapped"),
            Scans.Event("02T10:00 transit seq:3") with { Time = EventTime.AtOffset(new(2025, 3, 2, 2, 30, 0), Offset.FromHours(1), TimePrecision.Fraction, OffsetBasis.Place, DstResolution.Overlap) },
        ];
        timeline.Add(new ShipmentReport(
            new()
            {
                Service = "UPS Ground",
                PieceCount = 2,
                Pieces = ["P1", "P2"],
                Origin = new() { City = "Köln", Country = "DE" },
                Destination = new() { City = "Austin", Country = "US" },
                Partners = [new("94001118", "USPS")],
                References = [new("PO 1", "order"), new("PO 2", null)],
                Estimates = [new(EstimateKind.Estimated, EventTime.OnDay(new(2025, 3, 3)), Scans.Time("03T18:00"))],
            },
            [first, others[0]]), Scans.Received("02T10:00"));
        timeline.Add(new ShipmentReport(new() { Estimates = [new(EstimateKind.Estimated, EventTime.OnDay(new(2025, 3, 3)), Scans.Time("03T18:00"))] }, [first, others[0]]), Scans.Received("03T10:00"));
        timeline.Add(new ShipmentReport(new(), [others[1], others[2], others[3], delivered]));
        return timeline;
    }

    private static void AddMembers(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) AddMembers(item);
        }
        if (node is not JsonObject members) return;
        foreach (var (_, value) in members.ToList()) AddMembers(value);
        members.Add("later", JsonNode.Parse("""{ "a": [1, null, "x"] }"""));
    }

    private static ShipmentTimeline Read(string stored) => JsonSerializer.Deserialize(stored, TimelineJsonContext.Default.ShipmentTimeline)!;

    private static string Write(ShipmentTimeline timeline) => JsonSerializer.Serialize(timeline, TimelineJsonContext.Default.ShipmentTimeline);
}
