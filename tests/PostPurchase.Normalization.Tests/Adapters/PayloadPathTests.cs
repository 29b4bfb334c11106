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
    public void Numbers_told_with_every_scan_are_told_once()
    {
        var scans = Enumerable.Range(0, 60).Select(i => $$"""{"c":"10","order":"{{i % 20}}","piece":"P{{i % 18}}"}""");
        var facts = Read(
            $$""" "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, {{Keys}}, "facts": { "references": [ { "number": "shipment/scans[].order", "type": "=order" } ], "pieces": "shipment/scans[].piece" } """,
            "{\"northwind\":{\"scans\":[" + string.Join(',', scans) + "]}}").Shipments.Single();

        Assert.Equal(Enumerable.Range(0, 20).Select(i => new ShipmentReference($"{i}", "order")), facts.References);
        Assert.Equal(Enumerable.Range(0, 18).Select(i => $"P{i}"), facts.Pieces);
    }

    [Fact]
    public void A_list_of_qualifiers_is_tried_value_by_value()
    {
        var one = Assert.Single(Read(
            """ "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/c", "qualifier": "scan/reasons[].code" } ] """,
            """{"northwind":{"scans":[{"c":"41","reasons":[{"code":"99"},{"code":"07"}]}]}}""").Events);

        Assert.Equal(("delivery_attempt.recipient_absent", MatchKind.CodeQualifier), (one.Type.Code, one.Match));
    }

    [Theory]
    [InlineData("shipment/steps[reached=true]", "10,60")]
    [InlineData("shipment/steps[reached!=true]", "41,")]
    [InlineData("shipment/steps[kind=A|B]", "10,41,60,")]
    [InlineData("shipment/steps[kind!=A|B]", "")]
    [InlineData("shipment/steps[kind=B]", "60")]
    public void A_filter_at_the_end_of_a_scope_leaves_items_out(string scan, string codes)
    {
        var events = Read(
            $$""" "scopes": { "shipment": "northwind", "scan": "{{scan}}" }, "order": "oldest_first", {{Keys}} """,
            """{"northwind":{"steps":[{"c":"10","kind":"A","reached":true},{"kind":"A","c":"41","reached":false},{"reached":true,"kind":"B","c":"60"},{"kind":"A"}]}}""").Events;

        Assert.Equal(codes, string.Join(',', events.Select(one => one.Raw.Code)));
    }

    [Fact]
    public void A_shipment_or_piece_that_is_left_out_goes_with_all_inside_it()
    {
        var result = Read(
            $$""" "scopes": { "shipment": "northwind[type=parcel]", "piece": "shipment/pieces[void!=true]", "scan": "piece/scans[]" }, {{Keys}}, "fields": { "trackingNumber": "shipment/number", "piece": "piece/n" } """,
            """
            {"northwind":[
              {"number":"A1","pieces":[{"n":"1","scans":[{"c":"10"},{"c":"60"}],"void":true},{"n":"2","scans":[{"c":"10"}]}],"type":"parcel"},
              {"number":"B2","pieces":[{"n":"3","scans":[{"c":"10"}]}],"type":"freight"},
              {"number":"C3","pieces":[{"n":"4","scans":[{"c":"60"}],"void":false}],"type":"parcel"}]}
            """);

        Assert.Equal([("A1", "2"), ("C3", "4")], result.Events.Select(one => (one.TrackingNumber, one.Piece)));
        Assert.Equal(["A1", "C3"], result.Shipments.Select(one => one.TrackingNumber));
    }

    [Fact]
    public void Where_all_shipments_are_left_out_the_problem_is_told()
    {
        var result = Read($$""" "scopes": { "shipment": "northwind[type=parcel]", "scan": "shipment/scans[]" }, {{Keys}} """, """{"northwind":[{"type":"freight","scans":[{"c":"10"}]}]}""");

        Assert.Empty(result.Shipments);
        Assert.Equal(ProblemKind.NoEvents, Assert.Single(result.Problems).Kind);
    }

    [Fact]
    public void A_filter_counts_for_scans_otherwise_and_field_paths_stay_free_of_it()
    {
        const string Format = $$"""
            "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, "scanOtherwise": "shipment/phases[reached=true]", {{Keys}},
            "facts": { "service": "shipment/phases[reached!=true].name", "pieces": "shipment/phases[].name" }
            """;
        var result = Read(Format, """{"northwind":{"phases":[{"c":"10","name":"first","reached":true},{"c":"60","name":"last","reached":false}]}}""");

        Assert.Equal("10", Assert.Single(result.Events).Raw.Code);
        Assert.Equal("last", result.Shipments.Single().Service);
        Assert.Equal(["first", "last"], result.Shipments.Single().Pieces);
    }

    [Fact]
    public void A_filter_of_an_xml_scope_looks_at_attributes_too()
    {
        var events = Read(
            $$""" "syntax": "xml", "detect": [ { "has": ["Answer.Item"] } ], "scopes": { "shipment": "Answer", "scan": "shipment/Item[@kind!=note]" }, {{Keys}} """,
            """<Answer><Item kind="scan"><c>10</c></Item><Item kind="note"><c>60</c></Item><Item><c>41</c></Item></Answer>""").Events;

        Assert.Equal(["10", "41"], events.Select(one => one.Raw.Code).Order());
    }

    [Theory]
    [InlineData("[{\"type\":\"SDD\",\"date\":\"2025-01-02\"},{\"type\":\"DEL\",\"date\":\"2025-01-05\"}]", "2025-01-05")]
    [InlineData("[{\"date\":\"2025-01-05\"},{\"date\":\"2025-01-02\",\"type\":\"SDD\"}]", "2025-01-05")]
    public void A_filter_may_say_what_a_field_is_not(string dates, string expected)
    {
        var facts = Read(
            $$""" "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, {{Keys}}, "estimates": [ { "kind": "estimated", "at": "shipment/dates[type!=SDD|RDD].date", "patterns": ["iso"] } ] """,
            """{"northwind":{"dates":DATES,"scans":[]}}""".Replace("DATES", dates, StringComparison.Ordinal)).Shipments.Single();

        Assert.Equal(expected, Assert.Single(facts.Estimates).From.ToString());
    }

    [Theory]
    [InlineData("name[a.b=1].c")]
    [InlineData("name[!=1].c")]
    [InlineData("name[1].c")]
    [InlineData("=kg")]
    [InlineData("a.=kg")]
    public void A_path_that_would_not_be_heeded_cannot_be_read(string path)
    {
        Assert.Null(Normalization.Maps.PayloadPath.Parse(path, "scan", out var fault));
        Assert.Contains(path, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"=kg\"", """{"northwind":{"weight":"1.5","scans":[]}}""", "kg")]
    [InlineData("""["shipment/unit","=kg"]""", """{"northwind":{"weight":"1.5","unit":"lb","scans":[]}}""", "lb")]
    [InlineData("""["shipment/unit","=kg"]""", """{"northwind":{"weight":"1.5","unit":null,"scans":[]}}""", "kg")]
    [InlineData("\"=kg\"", """{"northwind":{"scans":[]}}""", null)]
    public void A_literal_says_what_the_carrier_always_means(string unit, string payload, string? expected)
    {
        var facts = Read(
            $$""" "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, {{Keys}}, "facts": { "weight": "shipment/weight", "weightUnit": {{unit}}, "service": "=Parcel" } """,
            payload).Shipments.Single();

        Assert.Equal((expected, "Parcel"), (facts.WeightUnit, facts.Service));
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
