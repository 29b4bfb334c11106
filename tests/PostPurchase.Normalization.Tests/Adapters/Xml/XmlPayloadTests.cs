using System.Text;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters.Xml;

/// <summary>XML is read as it is written, and what is not well-formed is told with its place.</summary>
public sealed class XmlPayloadTests
{
    private static readonly Normalizer Northwind = NorthwindMap.WithFormat("""
        "syntax": "xml", "scopes": { "shipment": "northwind", "scan": "shipment/scan[]" }, "keys": [ { "set": "scans", "code": "scan/@code" } ],
        "fields": { "label": "scan/label", "detail": "scan/@note", "city": "scan/#text" }
        """);

    [Theory]
    [InlineData("<northwind><scan code='10'><label></northwind>", ProblemKind.Malformed, 45)]
    [InlineData("<northwind><scan code='10'></label></scan></northwind>", ProblemKind.Malformed, 34)]
    [InlineData("<northwind></NORTHWIND>", ProblemKind.Malformed, 22)]
    [InlineData("<northwind></northwind><northwind/>", ProblemKind.Malformed, 23)]
    [InlineData("<northwind/>text", ProblemKind.Malformed, 12)]
    [InlineData("<northwind><scan code=10/></northwind>", ProblemKind.Malformed, 22)]
    [InlineData("<northwind><scan code/></northwind>", ProblemKind.Malformed, 21)]
    [InlineData("<northwind><scan code='1<0'/></northwind>", ProblemKind.Malformed, 23)]
    [InlineData("<northwind><scan ='10'/></northwind>", ProblemKind.Malformed, 17)]
    [InlineData("<northwind><scan/ ></northwind>", ProblemKind.Malformed, 17)]
    [InlineData("<northwind>< scan/></northwind>", ProblemKind.Malformed, 12)]
    [InlineData("<northwind><!DOCTYPE x></northwind>", ProblemKind.Malformed, 11)]
    [InlineData("<!DOCTYPE northwind><northwind/>", ProblemKind.Malformed, 0)]
    [InlineData("<?xml version='1.0'?><!DOCTYPE northwind [<!ENTITY a 'b'>]><northwind>&a;</northwind>", ProblemKind.Malformed, 21)]
    [InlineData("<northwind><!ELEMENT a></northwind>", ProblemKind.Malformed, 11)]
    [InlineData("<northwind><![INCLUDE[x]]></northwind>", ProblemKind.Malformed, 11)]
    [InlineData("</northwind>", ProblemKind.Malformed, 1)]
    [InlineData("<>", ProblemKind.Malformed, 1)]
    [InlineData("<northwind>", ProblemKind.Truncated, 11)]
    [InlineData("<northwind", ProblemKind.Truncated, 10)]
    [InlineData("<northwind><!-- never closed --", ProblemKind.Truncated, 31)]
    [InlineData("<northwind><![CDATA[never closed]]", ProblemKind.Truncated, 34)]
    [InlineData("<northwind><?never closed", ProblemKind.Truncated, 25)]
    [InlineData("<northwind><scan code='10", ProblemKind.Truncated, 25)]
    [InlineData("<northwind><![CDA", ProblemKind.Truncated, 11)]
    [InlineData("<?xml version='1.0'?>", ProblemKind.Truncated, 21)]
    public void What_is_not_well_formed_is_told_with_its_place(string payload, ProblemKind kind, int offset)
    {
        var problem = Assert.Single(Northwind.Normalize(Encoding.UTF8.GetBytes(payload), format: "northwind-v1").Problems, problem => problem.ByteOffset is not null);

        Assert.Equal((kind, (long?)offset), (problem.Kind, problem.ByteOffset));
    }

    [Theory]
    [InlineData("<label>Arrived</label>", "Arrived")]
    [InlineData("<label> \n Arrived \t</label>", "Arrived")]
    [InlineData("<n:label xmlns:n='urn:n'>Arrived</n:label>", "Arrived")]
    [InlineData("<label attribute=\"'>'\">Arrived</label>", "Arrived")]
    [InlineData("<label\n>Arrived</label\n>", "Arrived")]
    [InlineData("<label>Arr<!-- <label>not</label> & -- not -->ived</label>", "Arrived")]
    [InlineData("<label>Arr<?note <label>?>ived</label>", "Arrived")]
    [InlineData("<label><![CDATA[Arr <b> & ]]>ived</label>", "Arr <b> & ived")]
    [InlineData("<label><![CDATA[]]]]><![CDATA[>]]></label>", "]]>")]
    [InlineData("<label>Arr<sup>i</sup>ved</label>", "Arrived")]
    [InlineData("<label>Arr<sup n=\"a>b\" m='\">'>i</sup>ved</label>", "Arrived")]
    [InlineData("<label>&lt;A&amp;B&gt; &quot;C&apos;</label>", "<A&B> \"C'")]
    [InlineData("<label>&#65;&#x42;&#X43;&#x1F69A;</label>", "ABC🚚")]
    [InlineData("<label>USPS&reg; &nbsp;&unknown;</label>", "USPS&reg; &nbsp;&unknown;")]
    [InlineData("<label>A & B &; &#; &#xZZ; &#xD800; &#x110000; &amp</label>", "A & B &; &#; &#xZZ; &#xD800; &#x110000; &amp")]
    [InlineData("<label>&amp;lt;</label>", "&lt;")]
    [InlineData("<label>Zürich 東京</label>", "Zürich 東京")]
    [InlineData("<label/><label>Arrived</label>", "Arrived")]
    [InlineData("<label> </label><label>Arrived</label>", "Arrived")]
    [InlineData("<label>First</label><label>Second</label>", "First")]
    [InlineData("<label/>", null)]
    [InlineData("<label></label>", null)]
    [InlineData("<other><label>Not of the scan</label></other>", null)]
    public void Text_means_what_xml_says(string inner, string? expected)
    {
        var payload = $"<?xml version=\"1.0\"?><!-- head --><northwind><scan code=\"10\">{inner}</scan></northwind><!-- tail -->";

        var one = Assert.Single(Northwind.Normalize(Encoding.UTF8.GetBytes(payload)).Events);

        Assert.Equal((expected, "10"), (one.Raw.Label, one.Raw.Code));
    }

    [Theory]
    [InlineData("code='10' note='A &amp; B'", "A & B")]
    [InlineData("note = \"it's\" code=\"10\"", "it's")]
    [InlineData("\n code='10'\n\tnote='&#x9;x'\n", "x")]
    [InlineData("code='10' n:note='with a prefix'", "with a prefix")]
    [InlineData("code='10' note=''", null)]
    public void Attributes_are_read_in_any_order_and_quotes(string attributes, string? expected)
    {
        var one = Assert.Single(Northwind.Normalize(Encoding.UTF8.GetBytes($"<northwind><scan {attributes}/></northwind>")).Events);

        Assert.Equal((expected, "10"), (one.Raw.Detail?.Trim(), one.Raw.Code));
    }

    [Theory]
    [InlineData(127, null)]
    [InlineData(128, ProblemKind.TooDeep)]
    public void Elements_nest_128_deep(int below, ProblemKind? expected)
    {
        var payload = "<northwind>" + string.Concat(Enumerable.Repeat("<a>", below)) + string.Concat(Enumerable.Repeat("</a>", below)) + "<scan code='10'/></northwind>";

        var problems = Northwind.Normalize(Encoding.UTF8.GetBytes(payload)).Problems;

        Assert.Equal(expected, problems.SingleOrDefault()?.Kind);
    }
}
