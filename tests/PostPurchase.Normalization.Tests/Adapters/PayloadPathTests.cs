using System.Text;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters;

/// <summary>What paths of carrier-maps/README.md promise, one by one, each on a payload of its own.</summary>
public sealed class PayloadPathTests
{
    private const string Keys = """ "keys": [ { "set": "scans", "code": "scan/c", "qualifier": "scan/q" } ] """;

    [Fact]
    public void Parent_fields_reach_scans_that_stand_before_them()
    {
        var events = Read(
            $$""" "scopes": { "shipment": "northwind[]", "scan": "shipment/scans[]" }, {{Keys}}, "fields": { "trackingNumber": "shipment/number" } """,
            """{"northwind":[{"scans":[{"c":"10"},{"c":"60"}],"number":"A1"},{"scans":[{"c":"10"}],"number":"B2"}]}""").Events;

        Assert.Equal(["A1", "A1", "B2"], events.Select(one => one.TrackingNumber));
    }

    [Theory]
    [InlineData("""{"northwind":{"number":"A1","scans":{"c":"10"}}}""")]
    [InlineData("""[{"northwind":{"number":"A1","scans":[{"c":"10"}]}}]""")]
    [InlineData("""{"northwind":[[{"number":"A1","scans":[[{"c":"10"}]]}]]}""")]
    public void Lists_and_single_objects_are_the_same(string payload)
    {
        var one = Assert.Single(Read($$""" "scopes": { "shipment": "northwind[]", "scan": "shipment/scans[]" }, {{Keys}}, "fields": { "trackingNumber": "shipment/number" } """, payload).Events);

        Assert.Equal(("A1", "transit.facility_arrived"), (one.TrackingNumber, one.Type.Code));
    }

    [Theory]
    [InlineData("""[{"type":"SDD","date":"2025-01-02"},{"type":"DEL","date":"2025-01-05"}]""")]
    [InlineData("""[{"date":"2025-01-05","type":"DEL"},{"date":"2025-01-02","type":"SDD"}]""")]
    public void A_filter_looks_at_a_field_before_or_after_the_value(string dates)
    {
        var facts = Read(
            $$""" "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, {{Keys}}, "estimates": [ { "kind": "scheduled", "at": "shipment/dates[type=SDD].date", "patterns": ["iso"] } ] """,
            """{"northwind":{"dates":DATES,"scans":[]}}""".Replace("DATES", dates, StringComparison.Ordinal)).Shipments.Single();

        Assert.Equal("2025-01-02", Assert.Single(facts.Estimates).From.ToString());
    }

    [Fact]
    public void Keys_of_an_object_are_values()
    {
        var events = Read(
            $$""" "scopes": { "shipment": "northwind{}", "scan": "shipment/scans[]" }, {{Keys}}, "fields": { "trackingNumber": "shipment/@key" } """,
            """{"northwind":{"A1":{"scans":[{"c":"10"}]},"B\u0032":{"scans":[{"c":"10"}]}}}""").Events;

        Assert.Equal(["A1", "B2"], events.Select(one => one.TrackingNumber));
    }

    [Fact]
    public void A_text_that_holds_json_is_walked_on_in()
    {
        var one = Assert.Single(Read(
            $$""" "scopes": { "shipment": "northwind", "scan": "shipment/last~json" }, {{Keys}}, "fields": { "label": "scan/text", "trackingNumber": "shipment/number" } """,
            """{"northwind":{"last":"{\"c\":\"60\",\"text\":\"Left with a \\u201cneighbour\\u201d\"}","number":"A1"}}""").Events);

        Assert.Equal(("delivered.neighbor", "Left with a \u201cneighbour\u201d", "A1"), (one.Type.Code, one.Raw.Label, one.TrackingNumber));
    }

    [Fact]
    public void Scans_otherwise_count_only_where_there_are_none()
    {
        const string Format = $$""" "scopes": { "shipment": "northwind[]", "scan": "shipment/scans[]" }, "scanOtherwise": "shipment/status", {{Keys}} """;

        Assert.Equal("delivered", Assert.Single(Read(Format, """{"northwind":[{"status":{"c":"60"},"scans":[]}]}""").Events).Type.Code);
        Assert.Equal("transit.facility_arrived", Assert.Single(Read(Format, """{"northwind":[{"status":{"c":"60"},"scans":[{"c":"10"}]}]}""").Events).Type.Code);
    }

    [Fact]
    public void Milestones_not_reached_are_left_out() =>
        Assert.Single(Read($$""" "scopes": { "shipment": "northwind", "scan": "shipment/steps[]" }, "scanWhen": "scan/at", {{Keys}} """, """{"northwind":{"steps":[{"c":"10","at":"2025-01-01"},{"c":"60","at":null},{"c":"60","at":" "}]}}""").Events);

    [Fact]
    public void Pairs_stay_side_by_side_where_one_lacks_its_type()
    {
        var facts = Read(
            $$""" "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, {{Keys}}, "facts": { "references": [ { "number": "shipment/refs[].n", "type": "shipment/refs[].t" } ] } """,
            """{"northwind":{"refs":[{"n":"1"},{"n":"2","t":"order"},{"t":"empty"},{"t":"invoice","n":"4"}],"scans":[]}}""").Shipments.Single();

        Assert.Equal([new("1", null), new("2", "order"), new("4", "invoice")], facts.References);
    }

    [Fact]
    public void A_list_of_qualifiers_is_tried_value_by_value()
    {
        var one = Assert.Single(Read(
            """ "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/c", "qualifier": "scan/reasons[].code" } ] """,
            """{"northwind":{"scans":[{"c":"41","reasons":[{"code":"99"},{"code":"07"}]}]}}""").Events);

        Assert.Equal(("delivery_attempt.recipient_absent", MatchKind.CodeQualifier), (one.Type.Code, one.Match));
    }

    [Fact]
    public void Xml_takes_attributes_texts_references_and_two_names_for_scans()
    {
        var events = Read(
            $$""" "syntax": "xml", "detect": [ { "has": ["Answer.Item"] } ], "scopes": { "shipment": "Answer.Item[]", "scan": ["shipment/First[]", "shipment/Then[]"] }, {{Keys}}, "fields": { "trackingNumber": "shipment/@id", "label": "scan/t" } """.Replace("\"detect\"", "\"order\": \"oldest_first\", \"detect\"", StringComparison.Ordinal),
            """<?xml version="1.0"?><s:Answer xmlns:s="urn:s"><!-- c --><s:Item id='A&amp;1'><First><c>10</c><t>R&#252;ckgabe <SUP>&#174;</SUP></t></First><Then><c><![CDATA[60]]></c><t/></Then></s:Item></s:Answer>""",
            "northwind-v1").Events;

        Assert.Equal(["A&1", "A&1"], events.Select(one => one.TrackingNumber));
        Assert.Equal(["Rückgabe ®", null], events.Select(one => one.Raw.Label));
        Assert.Equal(["10", "60"], events.Select(one => one.Raw.Code));
    }

    private static NormalizationResult Read(string members, string payload, string? format = null)
    {
        var text = members.Contains("\"detect\"", StringComparison.Ordinal)
            ? NorthwindMap.Text(members).Replace("\"detect\": [ { \"has\": [\"northwind\"] } ],", "", StringComparison.Ordinal)
            : NorthwindMap.Text(members);
        return new Normalizer(Normalization.Maps.MapLibrary.BuiltIn.WithMap(text)).Normalize(Encoding.UTF8.GetBytes(payload), format: format);
    }
}
