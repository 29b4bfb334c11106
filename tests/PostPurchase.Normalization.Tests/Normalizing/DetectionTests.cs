using System.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Reading;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

/// <summary>A payload's format is told from what it holds; where that is not enough it is said so.</summary>
public sealed class DetectionTests
{
    public static TheoryData<string> Examples() => [.. Payloads.ExampleFiles().Select(file => Path.GetRelativePath(Repository.PathOf("carrier-maps"), file))];

    [Theory, MemberData(nameof(Examples))]
    public void An_example_is_told_as_its_own_with_and_without_its_carrier(string example)
    {
        var payload = File.ReadAllBytes(Repository.PathOf("carrier-maps", example));
        var carrier = example.Split('/', '\\')[0];

        var detected = Normalizer.BuiltIn.Normalize(payload);

        Assert.Equal(carrier, detected.Carrier);
        Assert.Contains(detected.Format, MapLibrary.BuiltIn.Head(carrier)!.Formats.Select(format => format.Id));
        Assert.Equal(detected.Format, Normalizer.BuiltIn.Normalize(payload, carrier).Format);
    }

    [Fact]
    public void Two_formats_of_one_signature_are_ambiguous_until_one_is_named()
    {
        var normalizer = Twins();
        var payload = """{"northwind":1,"scans":[{"code":"10"}]}"""u8;

        var problem = Assert.Single(normalizer.Normalize(payload).Problems);

        Assert.Equal(ProblemKind.AmbiguousFormat, problem.Kind);
        Assert.Equal("northwind-v1", normalizer.Normalize(payload, "northwind").Format);
        Assert.Equal("southwind-v1", normalizer.Normalize(payload, "SouthWind").Format);
        Assert.Equal("southwind-v1", normalizer.Normalize(payload, format: "southwind-v1").Format);
    }

    [Fact]
    public void A_longer_signature_beats_a_shorter_one()
    {
        var library = Twins().Library.WithMap(Map("westwind", """{ "has": ["northwind", "scans.code"] }"""));

        Assert.Equal("westwind-v1", new Normalizer(library).Normalize("""{"northwind":1,"scans":[{"code":"10"}]}"""u8).Format);
    }

    [Theory]
    [InlineData("""{"something":"else"}""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<something/>")]
    public void What_no_format_fits_is_unknown(string payload) => Assert.Equal(ProblemKind.UnknownFormat, Assert.Single(Payloads.Normalize(payload).Problems).Kind);

    [Fact]
    public void A_carrier_of_one_format_is_read_as_that_though_nothing_tells_it() =>
        Assert.Equal("northwind-v1", Twins().Normalize("""{"scans":[{"code":"10"}]}"""u8, "northwind").Format);

    [Fact]
    public void A_carrier_that_is_named_excludes_all_others() =>
        Assert.Equal(ProblemKind.UnknownFormat, Assert.Single(Normalizer.BuiltIn.Normalize(Payloads.Example("ups", "0001-track-delivered-at-front-door"), "fedex").Problems).Kind);

    [Fact]
    public void A_format_that_no_map_declares_is_told()
    {
        var problem = Assert.Single(Normalizer.BuiltIn.Normalize("{}"u8, format: "no-such-format").Problems);

        Assert.Equal((ProblemKind.UnknownFormat, "no-such-format"), (problem.Kind, problem.Format));
    }

    [Theory]
    [InlineData("""{ "has": ["kind=parcel"] }""", """{"kind":"parcel"}""", true)]
    [InlineData("""{ "has": ["kind=parcel"] }""", """{"kind":"letter"}""", false)]
    [InlineData("""{ "has": ["kind=parcel"] }""", """{"kind":["letter","parcel"]}""", true)]
    [InlineData("""{ "has": ["kind=parcel"] }""", """[{"kind":"letter"},{"kind":"parcel"}]""", true)]
    [InlineData("""{ "has": ["kind=parcel"] }""", """{"other":"parcel"}""", false)]
    [InlineData("""{ "has": ["kind=1"] }""", """{"kind":1}""", true)]
    [InlineData("""{ "has": ["kind"], "lacks": ["kind=parcel"] }""", """{"kind":"parcel"}""", false)]
    [InlineData("""{ "has": ["kind"], "lacks": ["kind=parcel"] }""", """{"kind":"letter"}""", true)]
    [InlineData("""{ "has": ["kind"] }""", """{"kind":null}""", true)]
    [InlineData("""{ "has": ["a.b=x"] }""", """{"a":[{"b":"y"},{"b":"x"}]}""", true)]
    [InlineData("""{ "has": ["a.b=x"] }""", """{"a":{"b":"\u0078"}}""", true)]
    public void A_signature_holds_when_every_path_of_it_does(string signature, string payload, bool expected)
    {
        // The only format there is, so that its first path is also the first of its syntax.
        var faults = new List<MapFault>();
        var map = MapFileReader.Read(Encoding.UTF8.GetBytes(Map("northwind", signature)), "map.json", faults)!;
        var candidates = new List<string>();

        new FormatDetector(map.Formats).Detect(Encoding.UTF8.GetBytes(payload), new Captures(), candidates);

        Assert.Empty(faults);
        Assert.Equal(expected ? ["northwind-v1"] : [], candidates);
    }

    private static Normalizer Twins() => new(MapLibrary.BuiltIn.WithMap(Map("northwind", """{ "has": ["northwind"] }""")).WithMap(Map("southwind", """{ "has": ["northwind"] }""")));

    private static string Map(string id, string signature) => $$"""
        { "id": "{{id}}", "name": "{{id}}", "version": "1.0.0", "formats": [ { "id": "{{id}}-v1", "detect": [ {{signature}} ],
          "scopes": { "shipment": "$", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/code" } ] } ] }
        """;
}
