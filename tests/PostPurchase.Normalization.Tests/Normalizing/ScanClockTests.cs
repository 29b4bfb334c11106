using System.Text;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

/// <summary>How zone abbreviations and places settle an offset together.</summary>
public sealed class ScanClockTests
{
    private const string Format = """
        "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" },
        "keys": [ { "set": "scans", "code": "scan/c" } ], "fields": { "country": "scan/country", "state": "scan/state" },
        "time": [ { "at": "scan/at", "patterns": ["iso"], "abbreviation": "scan/zone", "zone": "ZONE" } ]
        """;

    [Theory]
    [InlineData("place", "CA", "QC", "EST", "2024-09-20T10:00", "-04", OffsetBasis.Abbreviation)]
    [InlineData("place", "CA", "QC", "EST", "2024-01-20T10:00", "-05", OffsetBasis.Abbreviation)]
    [InlineData("place", "CA", "SK", "EST", "2024-09-20T10:00", null, OffsetBasis.None)]
    [InlineData("place", "", "", "CET", "2024-09-20T10:00", "+01", OffsetBasis.Abbreviation)]
    [InlineData("place", "CA", "QC", "UTC", "2024-09-20T10:00", "+00", OffsetBasis.Abbreviation)]
    [InlineData("place", "CA", "NS", "ISRAEL", "2024-09-20T10:00", "-03", OffsetBasis.Place)]
    [InlineData("place", "CA", "NS", "", "2024-09-20T10:00", "-03", OffsetBasis.Place)]
    [InlineData("local", "CA", "QC", "EST", "2024-09-20T10:00", "-05", OffsetBasis.Abbreviation)]
    public void An_abbreviation_chooses_among_the_zones_of_a_known_place(string rule, string country, string state, string zone, string at, string? offset, OffsetBasis basis)
    {
        var payload = $$"""{"northwind":{"scans":[{"c":"10","country":"{{country}}","state":"{{state}}","zone":"{{zone}}","at":"{{at}}"} ] } }""";

        var time = Assert.Single(NorthwindMap.WithFormat(Format.Replace("ZONE", rule, StringComparison.Ordinal)).Normalize(Encoding.UTF8.GetBytes(payload)).Events).Time;

        Assert.Equal((offset, basis), (time.Offset?.ToString("g", null), time.Basis));
    }
}
