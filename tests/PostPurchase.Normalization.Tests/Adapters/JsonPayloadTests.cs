using System.Text;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters;

/// <summary>JSON is read as it is written, and what is not well-formed is told with its place.</summary>
public sealed class JsonPayloadTests
{
    private static readonly Normalizer Northwind = NorthwindMap.WithFormat("""
        "scopes": { "shipment": "$", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/code" } ],
        "fields": { "trackingNumber": "shipment/northwind", "label": "scan/label", "latitude": "scan/lat", "longitude": "scan/lon" },
        "time": [ { "at": "scan/at", "patterns": ["epoch_ms", "iso"] } ],
        "facts": { "weight": "shipment/weight", "pieceCount": "shipment/count" }
        """);

    [Theory]
    [InlineData("""{"northwind":1,"scans":[{]}""", ProblemKind.Malformed, 24)]
    [InlineData("""{"northwind":1,}""", ProblemKind.Malformed, 15)]
    [InlineData("""{"northwind":1}}""", ProblemKind.Malformed, 15)]
    [InlineData("""{"northwind":1} {"northwind":2}""", ProblemKind.Malformed, 16)]
    [InlineData("""{northwind:1}""", ProblemKind.Malformed, 1)]
    [InlineData("""{"northwind":01}""", ProblemKind.Malformed, 13)]
    [InlineData("""{"northwind":NaN}""", ProblemKind.Malformed, 13)]
    [InlineData("""{"northwind":'1'}""", ProblemKind.Malformed, 13)]
    [InlineData("""{"northwind":"1" /* note */}""", ProblemKind.Malformed, 17)]
    [InlineData("""{"northwind":"\x"}""", ProblemKind.Malformed, 13)]
    [InlineData("""{"northwind":"\u12G4"}""", ProblemKind.Malformed, 13)]
    [InlineData("{\"northwind\":\"a\nb\"}", ProblemKind.Malformed, 13)]
    [InlineData("""{"northwind":1""", ProblemKind.Truncated, 14)]
    [InlineData("""{"northwind":"1""", ProblemKind.Truncated, 15)]
    [InlineData("""{"northwind":tru""", ProblemKind.Truncated, 16)]
    public void What_is_not_well_formed_is_told_with_its_place(string payload, ProblemKind kind, int offset)
    {
        var problem = Assert.Single(Northwind.Normalize(Encoding.UTF8.GetBytes(payload), format: "northwind-v1").Problems, problem => problem.ByteOffset is not null);

        Assert.Equal(kind, problem.Kind);
        Assert.InRange(problem.ByteOffset!.Value, offset, Math.Min(offset + 5, payload.Length));
    }

    [Theory]
    [InlineData("""Arrived""", "Arrived")]
    [InlineData("""\"\\\/\b\f\n\r\t""", "\"\\/\b\f\n\r\t")]
    [InlineData("""\u0041\u00e9\u20AC""", "Aé€")]
    [InlineData("""\ud83d\ude9a truck""", "🚚 truck")]
    [InlineData("""\ud83d""", "\uFFFD")]
    [InlineData("""\ude9a\ud83d""", "\uFFFD\uFFFD")]
    [InlineData("""\ud83dx\ude9a""", "\uFFFDx\uFFFD")]
    [InlineData("""\ud83d\u0041""", "\uFFFDA")]
    [InlineData("""\u0000""", "\0")]
    [InlineData("""東京 🚚""", "東京 🚚")]
    public void Text_means_what_json_says(string inner, string expected)
    {
        var one = Assert.Single(Read($$"""{"northwind":"A","scans":[{"code":"10","label":"{{inner}}"}]}""").Events);

        Assert.Equal(expected, one.Raw.Label);
    }

    [Fact]
    public void Names_may_be_escaped_too() =>
        Assert.Equal("10", Assert.Single(Read("""{"\u006eorthwind":"A","sc\u0061ns":[{"\u0063ode":"10"}]}""").Events).Raw.Code);

    [Theory]
    [InlineData("""{"northwind":"A","northwind":"B","scans":[{"code":"10","code":"60"}]}""", "A", "10")]
    [InlineData("""{"northwind":"","northwind":"B","scans":[{"code":null,"code":"60"}]}""", "B", "60")]
    [InlineData("""{"northwind":"  ","northwind":"B","scans":[{"code":[],"code":["60"]}]}""", "B", "60")]
    public void Of_equal_names_the_first_that_holds_something_counts(string payload, string number, string code)
    {
        var one = Assert.Single(Read(payload).Events);

        Assert.Equal((number, code), (one.TrackingNumber, one.Raw.Code));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("1E+2147483648")]
    [InlineData("0.00000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("99999999999999999999")]
    public void Numbers_of_any_size_are_no_harm(string number)
    {
        var result = Read($$"""{"northwind":{{number}},"weight":{{number}},"count":{{number}},"scans":[{"code":{{number}},"at":{{number}},"lat":{{number}},"lon":{{number}}}]}""");

        var one = Assert.Single(result.Events);
        Assert.Equal((number, number, number), (one.TrackingNumber, one.Raw.Code, one.Raw.Time));
        Assert.False(one.Time.IsKnown);
        Assert.Empty(result.Problems);
    }

    [Fact]
    public void Numbers_and_truth_values_read_as_texts()
    {
        var result = Read("""{"northwind":1234567890123456789,"weight":1.50,"count":2,"scans":[{"code":10,"label":true,"at":1732283880000}]}""");

        var one = Assert.Single(result.Events);
        Assert.Equal(("1234567890123456789", "10", "true"), (one.TrackingNumber, one.Raw.Code, one.Raw.Label));
        Assert.Equal("2024-11-22T13:58:00+00:00", one.Time.ToString()[..19] + "+00:00");
        Assert.Equal((1.50m, 2), (result.Shipments[0].Weight, result.Shipments[0].PieceCount));
    }

    [Theory]
    [InlineData(64, "[", "]", null)]
    [InlineData(65, "[", "]", ProblemKind.TooDeep)]
    [InlineData(64, "{\"a\":", "}", null)]
    [InlineData(65, "{\"a\":", "}", ProblemKind.TooDeep)]
    public void Values_nest_64_deep(int depth, string open, string close, ProblemKind? expected)
    {
        var inner = string.Concat(Enumerable.Repeat(open, depth - 1)) + "1" + string.Concat(Enumerable.Repeat(close, depth - 1));
        var payload = $$"""{"x":{{inner}},"northwind":"A","scans":[{"code":"10"}]}""";

        var result = Read(payload, "northwind-v1");

        Assert.Equal(expected, result.Problems.SingleOrDefault(problem => problem.ByteOffset is not null)?.Kind);
        if (expected is null) Assert.Single(result.Events);
    }

    [Fact]
    public void A_fault_at_the_greatest_depth_is_no_excess_of_depth()
    {
        var payload = "{\"x\":" + new string('[', 63) + "nonsense" + new string(']', 63) + "}";

        Assert.Equal(ProblemKind.Malformed, Assert.Single(Read(payload, "northwind-v1").Problems).Kind);
    }

    private static NormalizationResult Read(string payload, string? format = null) => Northwind.Normalize(Encoding.UTF8.GetBytes(payload), format: format);
}
