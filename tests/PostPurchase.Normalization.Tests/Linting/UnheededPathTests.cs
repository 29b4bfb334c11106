using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Linting;

/// <summary>What a path says and the reader would not heed is a fault, not silence.</summary>
public sealed class UnheededPathTests
{
    private const string Scopes = """ "scopes": { "shipment": "northwind", "scan": "shipment/scans[kind!=note]" } """;

    [Theory]
    [InlineData(Scopes, null)]
    [InlineData(""" "scopes": { "shipment": "northwind", "scan": "shipment/phases[reached=true].scans[]" } """, "only the last step of a scope may have a filter")]
    [InlineData(""" "scopes": { "shipment": "northwind", "scan": "shipment/scans[0]" } """, "[0] has no effect in a scope")]
    [InlineData(""" "scopes": { "shipment": "northwind", "scan": ["shipment/scans[a=1]", "shipment/scans[b=1]"] } """, "opens items that another path of the scope opens too")]
    [InlineData(Scopes + """, "scanOtherwise": "shipment/scans[]" """, "opens items that another path of the scope opens too")]
    [InlineData(Scopes + """, "detect": [ { "has": ["northwind.scans[kind=note].c"] } ] """, "a filter has no effect in a signature")]
    [InlineData(Scopes + """, "detect": [ { "has": ["northwind.scans[0].c"] } ] """, "[0] has no effect in a signature")]
    [InlineData(Scopes + """, "detect": [ { "has": ["northwind"], "lacks": ["northwind.last~json.c"] } ] """, "~json has no effect in a signature")]
    [InlineData(Scopes + """, "detect": [ { "has": ["scan/c"] } ] """, "a signature's paths start at the root")]
    [InlineData(Scopes + """, "facts": { "serviceCode": "=P" } """, "a literal cannot stand here")]
    public void It_is_told(string members, string? message)
    {
        using var folder = new TemporaryFolder();
        var text = NorthwindMap.Text(members + """, "keys": [ { "set": "scans", "code": "scan/c", "qualifier": "scan/q" } ], "fields": { "returnFlag": "scan/r" } """);
        if (members.Contains("\"detect\"", StringComparison.Ordinal)) text = text.Replace("\"detect\": [ { \"has\": [\"northwind\"] } ],", "", StringComparison.Ordinal);
        folder.Write("northwind/map.json", text);

        // Northwind's own refinements reach for types that only its other refinements yield.
        var faults = MapLinter.LintFolder(folder.Path, MapLibrary.BuiltIn).Faults.Where(fault => fault.Kind != MapFaultKind.Unreachable).ToList();

        if (message is null) Assert.Empty(faults);
        else Assert.Contains(message, Assert.Single(faults).Message, StringComparison.Ordinal);
    }
}
