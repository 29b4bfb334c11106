using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Linting;

/// <summary>A change of a code's meaning is visible in the map's version and in the changelog.</summary>
public sealed class VersionLedgerTests : IDisposable
{
    private const string First = """{ "code": "10", "type": "transit.facility_arrived", "label": "Arrived", "source": "S1", "confidence": "high" }""";
    private const string Second = """{ "code": "60", "type": "delivered", "source": "S1", "confidence": "high" }""";
    private const string Text = """{ "text": "*customs*released*", "type": "customs.cleared", "source": "S1", "confidence": "medium" }""";

    private readonly TemporaryFolder _folder = new();

    public VersionLedgerTests()
    {
        _folder.Write("CHANGELOG.md", "# Changes\n\n## northwind 1.0.0\n\n- First.\n");
        Write("1.0.0", [First, Second], [Text]);
        Assert.Empty(MapLinter.Record(_folder.Path, MapLibrary.BuiltIn).Faults);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_recorded_is_no_fault()
    {
        Assert.Empty(Lint());
        Assert.StartsWith("id,version,meanings\nnorthwind,1.0.0,", File.ReadAllText(Path.Combine(_folder.Path, "versions.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_sources_confidence_and_the_order_of_rows_are_no_meaning()
    {
        Write("1.0.0", [Second.Replace("high", "low", StringComparison.Ordinal), First.Replace("Arrived", "Arrived at the hub", StringComparison.Ordinal)], [Text]);

        Assert.Empty(Lint());
    }

    [Theory]
    [InlineData("1.0.0", false)]
    [InlineData("1.0.1", false)]
    [InlineData("1.9.9", false)]
    [InlineData("2.0.0", true)]
    public void A_code_that_means_something_else_takes_a_higher_major_version(string version, bool isEnough)
    {
        Write(version, [First, Second.Replace("\"delivered\"", "\"delivered.neighbor\"", StringComparison.Ordinal)], [Text]);

        AssertTaken(version, isEnough, "codes mean something else or are gone since version 1.0.0, which takes at least 2.0.0");
    }

    [Theory]
    [InlineData("1.1.0", false)]
    [InlineData("2.0.0", true)]
    public void So_does_a_facet_and_a_code_that_is_gone(string version, bool isEnough)
    {
        Write(version, [First, Second.Replace("\"delivered\"", "\"delivered\", \"deliveredAt\": \"door\"", StringComparison.Ordinal)], [Text]);
        AssertTaken(version, isEnough, "codes mean something else or are gone");

        Write(version, [First], [Text]);
        AssertTaken(version, isEnough, "codes mean something else or are gone");
    }

    [Theory]
    [InlineData("1.0.0", false)]
    [InlineData("1.0.1", false)]
    [InlineData("1.1.0", true)]
    [InlineData("2.0.0", true)]
    public void An_added_code_takes_a_higher_minor_version(string version, bool isEnough)
    {
        Write(version, [First, Second, Second.Replace("60", "61", StringComparison.Ordinal)], [Text]);

        AssertTaken(version, isEnough, "codes were added since version 1.0.0, which takes at least 1.1.0");
    }

    [Theory]
    [InlineData("1.0.0", false)]
    [InlineData("1.0.1", true)]
    public void A_changed_text_takes_any_higher_version(string version, bool isEnough)
    {
        Write(version, [First, Second], []);

        AssertTaken(version, isEnough, "texts or refinements changed since version 1.0.0, which takes at least 1.0.1");
    }

    [Fact]
    public void A_version_takes_a_heading_in_the_changelog()
    {
        Write("1.0.1", [First, Second], []);

        Assert.Contains("there is no heading '## northwind 1.0.1'", Lint()[0], StringComparison.Ordinal);
        Assert.Contains("there is no heading '## northwind 1.0.1'", Assert.Single(MapLinter.Record(_folder.Path, MapLibrary.BuiltIn).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lower_version_is_a_fault()
    {
        _folder.Write("CHANGELOG.md", "## northwind 0.9.0\n");
        Write("0.9.0", [First, Second], [Text]);

        Assert.Contains("lower than 1.0.0", Assert.Single(Lint()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_is_not_recorded_or_no_more_there_is_a_fault()
    {
        File.Move(Path.Combine(_folder.Path, "northwind", "map.json"), Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "southwind")).FullName, "map.json"));
        var file = Path.Combine(_folder.Path, "southwind", "map.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"northwind\"", "\"southwind\"", StringComparison.Ordinal));
        _folder.Write("CHANGELOG.md", "## southwind 1.0.0\n");

        Assert.Equal(["map 'southwind' is not recorded; 'postpurchase lint --record' does", "there is no map 'northwind' any more"], Lint());
        Assert.Empty(MapLinter.Record(_folder.Path, MapLibrary.BuiltIn).Faults);
        Assert.Empty(Lint());
    }

    [Fact]
    public void Without_a_ledger_versions_are_free()
    {
        File.Delete(Path.Combine(_folder.Path, "versions.csv"));
        Write("1.0.0", [First], []);

        Assert.Empty(Lint());
    }

    private void AssertTaken(string version, bool isEnough, string message)
    {
        _folder.Write("CHANGELOG.md", $"## northwind {version}\n");
        Assert.Contains(isEnough ? $"version {version} of 'northwind' is not recorded" : message, Assert.Single(Lint()), StringComparison.Ordinal);

        var ledger = Path.Combine(_folder.Path, "versions.csv");
        var before = File.ReadAllText(ledger);
        var report = MapLinter.Record(_folder.Path, MapLibrary.BuiltIn);
        Assert.Equal(isEnough, report.Faults.Count == 0);
        Assert.Equal(isEnough, File.ReadAllText(ledger) != before);
        File.WriteAllText(ledger, before);
        if (isEnough) Restore();
    }

    /// <summary>Records the first version anew.</summary>
    private void Restore()
    {
        var map = File.ReadAllText(Path.Combine(_folder.Path, "northwind", "map.json"));
        File.Delete(Path.Combine(_folder.Path, "versions.csv"));
        File.Delete(Path.Combine(_folder.Path, "meanings.lock"));
        _folder.Write("CHANGELOG.md", "## northwind 1.0.0\n");
        Write("1.0.0", [First, Second], [Text]);
        Assert.Empty(MapLinter.Record(_folder.Path, MapLibrary.BuiltIn).Faults);
        _folder.Write("northwind/map.json", map);
    }

    private List<string> Lint() => [.. MapLinter.LintFolder(_folder.Path, MapLibrary.BuiltIn).Faults.Select(fault => fault.Message)];

    private void Write(string version, string[] rows, string[] texts) => _folder.Write(
        "northwind/map.json",
        $$"""
        {
          "id": "northwind", "name": "Northwind", "version": "{{version}}", "sources": { "S1": "a test" },
          "formats": [ { "id": "northwind-v1", "detect": [ { "has": ["northwind"] } ], "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/c" } ] } ],
          "codes": [ { "set": "scans", "rows": [ {{string.Join(",\n", rows)}} ] } ],
          "texts": [ {{string.Join(",\n", texts)}} ]
        }
        """);
}
