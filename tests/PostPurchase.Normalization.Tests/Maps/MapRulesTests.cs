using System.Text.RegularExpressions;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps;

/// <summary>What no map may say, whoever writes it: every row, text and refinement of every built-in map is held against these rules.</summary>
public sealed partial class MapRulesTests
{
    private const string UnmappedCode = "tracking.unmapped";

    /// <summary>A line of a map: where it stands, what the carrier says, what we make of it.</summary>
    private sealed record Line(string Where, string Text, EventType Type, MeaningDocument Meaning, bool IsPattern);

    private static IEnumerable<Line> Lines()
    {
        foreach (var id in MapLibrary.BuiltIn.CarrierIds)
        {
            var map = MapLibrary.BuiltIn.Document(id)!;
            var rows = map.Codes.SelectMany(set => set.Rows.Select(row => ($"{set.Set} {row.Code} {row.Qualifier} {row.Qualifier2}", row.Label ?? "", row.Meaning, false)));
            var texts = map.Texts.Select(text => ("text", text.Text, text.Meaning, true));
            var refinements = map.Refinements.Where(one => one.In is null or "label" or "detail").Select(one => ($"refinement of {one.Of}", one.Text, one.Meaning, true));
            foreach (var (where, text, meaning, isPattern) in rows.Concat(texts).Concat(refinements))
            {
                if (meaning.Type is null) continue;
                foreach (var alternative in isPattern ? text.Split('|') : [text])
                    yield return new($"{id}/map.json({meaning.Line}): {where}", alternative.Replace('*', ' ').Trim().ToLowerInvariant(), EventType.FromCode(meaning.Type), meaning, isPattern);
            }
        }
    }

    [Fact]
    public void Released_and_cleared_is_never_a_hold() => AssertNone(line =>
        line.Type.Condition == Condition.Held && Released().IsMatch(line.Text) && !NotYetReleased().IsMatch(line.Text));

    [Fact]
    public void What_went_to_the_sender_was_not_delivered_to_the_recipient() => AssertNone(line =>
        line.Type.Group == "delivered" && (line.Meaning.Facet(Facet.DeliveredTo) == "sender" || ToSender().IsMatch(line.Text)));

    [Fact]
    public void What_waits_for_collection_was_not_delivered() => AssertNone(line =>
        line.Type.Group == "delivered" && CollectionPlace().IsMatch(line.Text) && !Collected().IsMatch(line.Text)
        // Handed out at the service point, where waiting there has codes of its own; and the post room beside a full locker.
        && !(line.Where.StartsWith("dhl-parcel-de/", StringComparison.Ordinal) && (line.Where.Contains(" SERPT ", StringComparison.Ordinal) || line.Where.Contains(" PCKAD ", StringComparison.Ordinal))));

    [Fact]
    public void An_agent_is_the_recipient_only_where_the_row_says_whose_agent() => AssertNone(line =>
        line.Type.Group == "delivered" && ToAgent().IsMatch(line.Text) && line.Type.Code is not ("delivered.authorized_person" or "delivered.reception" or "delivered.collected"));

    [Fact]
    public void Other_carriers_and_customs_are_no_recipients() => AssertNone(line =>
        line.Type.Group == "delivered" && line.Meaning.Facet(Facet.DeliveredTo) is "carrier" or "customs");

    [Fact]
    public void A_return_is_never_delivered_to_the_recipient() => AssertNone(line =>
        line.Type.Group == "return_to_sender" && line.Meaning.Facet(Facet.DeliveredTo) is { } to && to is not ("sender" or "agent"));

    [Fact]
    public void No_row_says_unmapped_or_an_unknown_type() => AssertNone(line => line.Type.Code == UnmappedCode || !line.Type.IsKnown);

    [Fact]
    public void No_row_answers_for_every_code() =>
        Assert.Empty(MapLibrary.BuiltIn.CarrierIds.SelectMany(id => MapLibrary.BuiltIn.Document(id)!.Codes.SelectMany(set => set.Rows).Where(row => row is { Code: "*", Qualifier: null, Qualifier2: null }).Select(row => $"{id}({row.Meaning.Line})")));

    [Theory]
    [InlineData("Released by customs")]
    [InlineData("Customs clearance completed")]
    [InlineData("Cleared customs")]
    [InlineData("Clearance processing complete")]
    [InlineData("Your package has been released by the government agency")]
    [InlineData("International shipment release - Import")]
    public void No_text_table_takes_a_release_for_a_hold(string text)
    {
        foreach (var id in MapLibrary.BuiltIn.CarrierIds)
        {
            var type = TypeOf(id, text);
            Assert.True(type.Condition != Condition.Held, $"{id}: '{text}' is {type}");
        }
    }

    [Theory]
    [InlineData("Returned to sender")]
    [InlineData("Delivered to sender")]
    [InlineData("Delivered to shipper")]
    [InlineData("Delivered to access point")]
    [InlineData("Delivered to a UPS Access Point, ready for collection")]
    [InlineData("Delivered to locker for collection")]
    [InlineData("Delivered to agent for final delivery")]
    [InlineData("Handed over to agent")]
    [InlineData("Not delivered")]
    [InlineData("To be delivered")]
    [InlineData("Could not be delivered")]
    [InlineData("Delivery attempted")]
    public void No_text_table_takes_these_for_a_delivery_to_the_recipient(string text)
    {
        var wrong = MapLibrary.BuiltIn.CarrierIds.Select(id => (id, type: TypeOf(id, text))).Where(one => one.type.Milestone == Milestone.Delivered).ToList();
        Assert.True(wrong.Count == 0, $"'{text}' is {string.Join(", ", wrong)}");
    }

    [Fact]
    public void What_nothing_matched_claims_nothing()
    {
        foreach (var one in ExampleEvents().Where(one => one.Match == MatchKind.Unmapped))
        {
            Assert.Equal((UnmappedCode, Milestone.None, Condition.OnTrack, Confidence.Unknown), (one.Type.Code, one.Type.Milestone, one.Type.Condition, one.Confidence));
            Assert.Equal(default, one.Facets with { Attempt = 0 });
        }
    }

    [Fact]
    public void What_something_matched_says_how_sure_it_is() =>
        Assert.All(ExampleEvents().Where(one => one.Match != MatchKind.Unmapped), one => Assert.True(one.Type.IsKnown && one.Type.Code != UnmappedCode && one.Confidence != Confidence.Unknown, $"{one}"));

    [Fact]
    public void An_unknown_code_with_an_unknown_label_is_unmapped_in_every_set()
    {
        foreach (var id in MapLibrary.BuiltIn.CarrierIds)
        {
            var map = MapLibrary.BuiltIn.Find(id)!;
            foreach (var set in map.Document.Codes) Assert.True(map.Set(set.Set)!.Find("~zz~"u8, "~q~"u8, "~q~"u8) is null, $"{id}: {set.Set}");
            Assert.Null(map.Texts.FindFolded("xyzzy plugh"u8, TextField.Label).Meaning);
        }
    }

    [Fact]
    public void A_time_has_an_offset_only_on_a_ground_and_an_instant_only_with_an_offset()
    {
        foreach (var time in ExampleEvents().Select(one => one.Time))
        {
            Assert.Equal(time.Offset is null, time.Basis == OffsetBasis.None);
            Assert.Equal(time.Offset is null, time.Instant is null);
            if (time.Offset is { } offset) Assert.Equal(time.Local.WithOffset(offset).ToInstant(), time.Instant);
        }
    }

    [Fact]
    public void A_format_that_knows_no_zone_gives_no_offset_of_its_own()
    {
        var formats = MapLibrary.BuiltIn.CarrierIds.SelectMany(id => MapLibrary.BuiltIn.Head(id)!.Formats).ToDictionary(format => format.Id);
        var count = 0;
        foreach (var one in ExampleEvents())
        {
            var format = formats[one.Format];
            if (format.Time.Any(time => time.Zone != "local" || time.Utc is not null || time.UtcDate is not null || time.ZoneId is not null)) continue;
            Assert.True(one.Time.Basis is OffsetBasis.None or OffsetBasis.Sent or OffsetBasis.SentDoubtful or OffsetBasis.Epoch or OffsetBasis.Abbreviation, $"{one}");
            count++;
        }
        Assert.True(count > 0);
    }

    [Fact]
    public void Names_of_who_signed_are_carried_only_where_the_host_asks()
    {
        var asking = new Normalizer(MapLibrary.BuiltIn, new() { IncludePersonalData = true });
        var names = 0;
        foreach (var file in Payloads.ExampleFiles())
        {
            var payload = File.ReadAllBytes(file);
            var plain = Normalizer.BuiltIn.Normalize(payload);
            var asked = asking.Normalize(payload);
            Assert.All(plain.Events, one => Assert.Null(one.SignedBy));
            Assert.All(plain.Shipments, one => Assert.Null(one.SignedBy));
            names += asked.Events.Count(one => one.SignedBy is not null) + asked.Shipments.Count(one => one.SignedBy is not null);
            Assert.Equal(plain.Events, asked.Events.Select(one => one with { SignedBy = null }));
        }
        Assert.True(names > 5);
    }

    /// <summary>What a label says by itself: the text table, then the refinements.</summary>
    private static EventType TypeOf(string id, string label)
    {
        var map = MapLibrary.BuiltIn.Find(id)!;
        ReadOnlySpan<byte> folded = FoldedText.Fold(label);
        if (map.Texts.FindFolded(folded, TextField.Label).Meaning is not { } found) return EventType.Tracking.Unmapped;
        var finer = map.Refinements.Of(found).Find(folded, default, null, default);
        return finer is { Meaning.HasType: true } ? finer.Meaning.Type : found.Type;
    }

    private static IEnumerable<TrackingEvent> ExampleEvents() => Payloads.ExampleFiles().SelectMany(file => Normalizer.BuiltIn.Normalize(File.ReadAllBytes(file)).Events);

    private static void AssertNone(Func<Line, bool> isWrong)
    {
        var wrong = Lines().Where(isWrong).Select(line => $"{line.Where} '{line.Text}' -> {line.Type} {line.Meaning.Facet(Facet.DeliveredTo)}").Distinct().ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [GeneratedRegex("released|cleared|clearance (processing )?complete|freigegeben|freigabe erteilt|verzollt|dédouané|libéré|liberad|liberat|svincolat|sdoganat|vrijgegeven|ingeklaard", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Released();

    [GeneratedRegex(@"\bnot\b|\bmust\b|pending|await|to be\b|before|prior|until|unable|nicht|noch|pas encore|attente|no ha sido|aún no|non ancora|nog niet|niet", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex NotYetReleased();

    [GeneratedRegex(@"\b(to|by|at|with)( the| original)? (sender|shipper|seller|merchant)\b|return(ed)? to (sender|shipper|seller)|an (den )?absender|retourné|expéditeur|al mittente|al remitente|afzender", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ToSender();

    [GeneratedRegex(@"access point|parcel ?shop|service ?point|pick-?up (point|location|station|shop)|packstation|\bpudo\b|\bcounter\b|for (collection|pick-?up)|paketshop|point relais", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CollectionPlace();

    [GeneratedRegex(@"collected|picked[ -]?up|retrieved|abgeholt|entnommen|odebran|retir|recogid|ritirat|opgehaald|by (the )?(recipient|consignee|customer)|levantad", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Collected();

    [GeneratedRegex(@"(?<!\bby )\bagent\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ToAgent();
}
