using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Linting;

/// <summary>One planted fault at a time: it is found, called by its kind, and located to the line.</summary>
public sealed class MapLinterTests
{
    /// <summary>Stands in a case's text on the line where the fault is expected; a case without it expects line 1.</summary>
    private const string Here = "/*here*/";

    private const string Clean = """
        {
          "id": "northwind",
          "name": "Northwind", "kind": "carrier", "version": "1.0.0", "countries": ["NL"],
          "trackingUrl": "https://northwind.example/{trackingNumber}",
          "sources": { "S1": "a test", "S2": "another" },
          "formats": [
            {
              "id": "northwind-v1",
              "detect": [ { "has": ["northwind"] } ],
              "scopes": {
                "shipment": "$",
                "scan": "shipment/scans[]"
              },
              "keys": [
                { "set": "scans", "code": "scan/code", "qualifier": "scan/why" }
              ],
              "fields": {
                "label": "scan/label"
              },
              "time": [
                { "at": "scan/at", "patterns": ["iso"], "zone": "place" }
              ],
              "facts": {
                "service": "shipment/service",
                "references": [ { "number": "shipment/ref[].number", "type": "shipment/ref[].type" } ]
              },
              "estimates": [
                { "kind": "estimated", "at": "shipment/eta", "patterns": ["iso"] }
              ],
              "problems": [
                { "code": "$/error", "kinds": { "404": "not_found" } }
              ]
            }
          ],
          "codes": [
            {
              "set": "scans",
              "rows": [
                { "code": "10", "type": "transit.facility_arrived", "label": "Arrived", "source": "S1", "confidence": "high" },
                { "code": "41", "qualifier": "07", "type": "delivery_attempt.recipient_absent", "source": "S1 S2", "confidence": "high" },
                { "code": "60", "type": "delivered", "source": "S1", "confidence": "high" }
              ]
            }
          ],
          "texts": [
            { "text": "*customs*released*", "type": "customs.cleared", "source": "S1", "confidence": "medium" }
          ],
          "refinements": [
            { "of": "delivered", "text": "*neighbo*", "type": "delivered.neighbor", "deliveredTo": "neighbor", "source": "S1", "confidence": "medium" }
          ]
        }
        """;

    private const string Row60 = """{ "code": "60", "type": "delivered", "source": "S1", "confidence": "high" }""";
    private const string TextLine = """{ "text": "*customs*released*", "type": "customs.cleared", "source": "S1", "confidence": "medium" }""";
    private const string RefinementLine = """{ "of": "delivered", "text": "*neighbo*", "type": "delivered.neighbor", "deliveredTo": "neighbor", "source": "S1", "confidence": "medium" }""";
    private const string TimeLine = """{ "at": "scan/at", "patterns": ["iso"], "zone": "place" }""";
    private const string KeyLine = """{ "set": "scans", "code": "scan/code", "qualifier": "scan/why" }""";

    public static TheoryData<string, string, MapFaultKind, string> Faults() => new()
    {
        // Head
        { "\"name\": \"Northwind\", ", "", MapFaultKind.MissingMember, "\"name\" is missing" },
        { "\"version\": \"1.0.0\", ", "", MapFaultKind.MissingMember, "\"version\" is missing" },
        { "\"1.0.0\"", "\"1.0\"", MapFaultKind.BadMember, "not three numbers" },
        { "\"id\": \"northwind\"", "\"id\": \"Northwind\"", MapFaultKind.BadMember, "lower-case letters" },
        { "\"kind\": \"carrier\"", $"\"kind\": {Here} \"courier\"", MapFaultKind.BadMember, "not one of carrier" },
        { "\"NL\"", "\"NLD\"", MapFaultKind.BadMember, "'NLD' is no alpha-2" },
        { "{trackingNumber}", "{number}", MapFaultKind.BadMember, "has no {trackingNumber}" },
        { "\"version\": \"1.0.0\"", "\"version\": \"1.0.0\", \"inherits\": \"no-such-map\"", MapFaultKind.UnknownReference, "'no-such-map'" },
        { "\"S2\": \"another\"", "\"S2\": \"another\", \"S3\": \"idle\"", MapFaultKind.UnknownReference, "'S3' is cited by no row" },
        { "\"S2\": \"another\"", $"\"S2\": \"another\", {Here} \"S2\": \"again\"", MapFaultKind.Duplicate, "\"S2\" stands twice" },
        { "\"id\": \"northwind\",", $"\"id\": \"northwind\", {Here} \"colour\": 1,", MapFaultKind.BadMember, "no member \"colour\"" },

        // Rows
        { Row60, $"{Here} {Row60.Replace("\"delivered\"", "\"delivered.on_the_moon\"", StringComparison.Ordinal)}", MapFaultKind.UnknownType, "'delivered.on_the_moon', which is no type" },
        { Row60, $"{Here} {{ \"code\": \"61\", \"source\": \"S1\", \"confidence\": \"high\" }}, {Row60}", MapFaultKind.MissingMember, "has no \"type\"" },
        { Row60, $"{Here} {{ \"type\": \"delivered\", \"source\": \"S1\", \"confidence\": \"high\" }}, {Row60}", MapFaultKind.MissingMember, "\"code\" is missing" },
        { Row60, $"{Here} {Row60.Replace(", \"confidence\": \"high\"", "", StringComparison.Ordinal)}", MapFaultKind.MissingMember, "has no \"confidence\"" },
        { Row60, $"{Here} {Row60.Replace("\"source\": \"S1\", ", "", StringComparison.Ordinal)}", MapFaultKind.MissingSource, "has no \"source\"" },
        { Row60, $"{Here} {Row60.Replace("\"S1\"", "\"S1 S9\"", StringComparison.Ordinal)}", MapFaultKind.MissingSource, "source 'S9' is not listed" },
        { Row60, $"{Row60}, {Here} {Row60}", MapFaultKind.Duplicate, "60 + * + *" },
        { Row60, $"{Here} {Row60.Replace("\"source\"", "\"deliveredTo\": \"dog\", \"source\"", StringComparison.Ordinal)}", MapFaultKind.BadMember, "\"deliveredTo\" cannot be 'dog'" },
        { Row60, $"{Here} {Row60.Replace("\"source\"", "\"attempt\": \"0\", \"source\"", StringComparison.Ordinal)}", MapFaultKind.BadMember, "\"attempt\" cannot be '0'" },
        { Row60, $"{Here} {Row60.Replace("\"high\"", "\"sure\"", StringComparison.Ordinal)}", MapFaultKind.BadMember, "not one of high" },
        { Row60, $"{Row60}, {Here} {{ \"code\": \"41\", \"qualifier\": \"07\", \"qualifier2\": \"X\", \"type\": \"delivery_attempt.failed\", \"source\": \"S1\", \"confidence\": \"high\" }}", MapFaultKind.Unreachable, "has a second qualifier" },
        { ", \"qualifier\": \"scan/why\" }", " }", MapFaultKind.Unreachable, "no key of set 'scans' has a qualifier" },
        { "\"set\": \"scans\",\n      \"rows\": [", $"\"set\": \"scans\", \"compare\": {Here} \"loosely\",\n      \"rows\": [", MapFaultKind.BadMember, "not one of exact" },

        // Texts
        { TextLine, $"{TextLine}, {Here} {TextLine}", MapFaultKind.Duplicate, "stands in line" },
        { TextLine, $"{TextLine}, {Here} {TextLine.Replace("*customs*released*", "*customs office*released*", StringComparison.Ordinal)}", MapFaultKind.Shadowed, "is always caught by '*customs*released*'" },
        { TextLine, $"{TextLine}, {Here} {TextLine.Replace("*customs*released*", "held|", StringComparison.Ordinal)}", MapFaultKind.BadMember, "has an empty alternative" },
        { TextLine, $"{TextLine}, {Here} {{ \"text\": \"held\", \"source\": \"S1\", \"confidence\": \"low\" }}", MapFaultKind.MissingMember, "has no \"type\"" },
        { TextLine, $"{TextLine}, {Here} {TextLine.Replace("*customs*released*\"", "held\", \"in\": \"headline\"", StringComparison.Ordinal)}", MapFaultKind.BadMember, "not one of label, detail" },

        // Refinements
        { RefinementLine, $"{RefinementLine}, {Here} {RefinementLine}", MapFaultKind.Duplicate, "the same refinement" },
        { RefinementLine, $"{RefinementLine}, {Here} {RefinementLine.Replace("\"of\": \"delivered\"", "\"of\": \"no.such\"", StringComparison.Ordinal)}", MapFaultKind.UnknownType, "'no.such', which is no type" },
        { RefinementLine, $"{RefinementLine}, {Here} {RefinementLine.Replace("\"of\": \"delivered\"", "\"of\": \"delay.weather\"", StringComparison.Ordinal)}", MapFaultKind.Unreachable, "yields 'delay.weather'" },
        { RefinementLine, $"{RefinementLine}, {Here} {RefinementLine.Replace("\"of\": \"delivered\"", "\"of\": \"delay.*\"", StringComparison.Ordinal)}", MapFaultKind.Unreachable, "yields 'delay.*'" },
        { RefinementLine, $"{RefinementLine}, {Here} {RefinementLine.Replace("\"text\"", "\"in\": \"returnFlag\", \"text\"", StringComparison.Ordinal)}", MapFaultKind.Unreachable, "no format has a field \"returnFlag\"" },
        { RefinementLine, $"{RefinementLine}, {Here} {RefinementLine.Replace("\"text\"", "\"set\": \"phases\", \"text\"", StringComparison.Ordinal)}", MapFaultKind.UnknownReference, "there is no set 'phases'" },
        { RefinementLine, $"{RefinementLine}, {Here} {{ \"of\": \"delivered\", \"text\": \"x\", \"source\": \"S1\", \"confidence\": \"low\" }}", MapFaultKind.MissingMember, "says a type or a facet" },
        { RefinementLine, $"{RefinementLine}, {Here} {{ \"of\": \"delivered\", \"reason\": \"x\", \"source\": \"S1\", \"confidence\": \"low\" }}", MapFaultKind.MissingMember, "\"text\" is missing" },

        // Formats
        { "\"detect\": [ { \"has\": [\"northwind\"] } ],", $"\"detect\": [ {Here} {{ \"lacks\": [\"x\"] }} ],", MapFaultKind.MissingMember, "a signature needs \"has\"" },
        { "\"shipment\": \"$\",", $"\"shipment\": \"$\", \"piece\": {Here} \"box/items[]\",", MapFaultKind.BadPath, "starts at 'box'" },
        { "\"shipment\": \"$\",", $"\"shipment\": \"$\", \"shipment\": {Here} \"$/other\",", MapFaultKind.Duplicate, "'shipment' stands twice" },
        { "\"scan/label\"", $"{Here} \"piece/label\"", MapFaultKind.BadPath, "label: path 'piece/label' starts at 'piece'" },
        { "\"scan/label\"", $"{Here} \"scan/a..b\"", MapFaultKind.BadPath, "a step is empty" },
        { "\"scan/label\"", $"{Here} \"scan/a[1]\"", MapFaultKind.BadPath, "is neither" },
        { "\"scan/label\"", $"{Here} \"scan/'a\"", MapFaultKind.BadPath, "a quote is not closed" },
        { "\"label\": \"scan/label\"", $"{Here} \"lable\": \"scan/label\"", MapFaultKind.BadMember, "fields has no member \"lable\"" },
        { "\"service\": \"shipment/service\"", $"{Here} \"colour\": \"shipment/service\"", MapFaultKind.BadMember, "facts have no member \"colour\"" },
        { "\"number\": \"shipment/ref[].number\"", $"{Here} \"number\": \"box/ref[].number\"", MapFaultKind.BadPath, "starts at 'box'" },
        { KeyLine, $"{Here} {KeyLine.Replace("\"scans\"", "\"phases\"", StringComparison.Ordinal)}, {KeyLine}", MapFaultKind.UnknownReference, "there is no set 'phases'" },
        { KeyLine, $"{Here} {{ \"code\": \"scan/code\", \"carrier\": true }}, {KeyLine}", MapFaultKind.MissingMember, "needs the field \"carrier\"" },
        { KeyLine, $"{Here} {{ \"set\": \"scans\" }}, {KeyLine}", MapFaultKind.MissingMember, "a key needs a \"code\"" },
        { KeyLine, $"{Here} {{ \"code\": \"scan/code\" }}, {KeyLine}", MapFaultKind.MissingMember, "a key needs a \"set\"" },
        { TimeLine, $"{Here} {TimeLine.Replace("\"iso\"", "\"yyyy-QQ\"", StringComparison.Ordinal)}", MapFaultKind.BadPattern, "pattern 'yyyy-QQ'" },
        { TimeLine, $"{Here} {TimeLine.Replace("\"place\"", "\"Europe/Atlantis\"", StringComparison.Ordinal)}", MapFaultKind.UnknownZone, "'Europe/Atlantis'" },
        { TimeLine, $"{Here} {TimeLine.Replace(", \"patterns\": [\"iso\"]", "", StringComparison.Ordinal)}", MapFaultKind.MissingMember, "\"at\" needs \"patterns\"" },
        { TimeLine, $"{Here} {{ \"date\": \"scan/date\" }}", MapFaultKind.MissingMember, "\"date\" needs \"datePatterns\"" },
        { TimeLine, $"{Here} {{ \"date\": \"scan/date\", \"datePatterns\": [\"iso\"], \"time\": \"scan/time\" }}", MapFaultKind.MissingMember, "\"time\" needs \"timePatterns\"" },
        { TimeLine, $"{Here} {{ \"zone\": \"local\" }}", MapFaultKind.MissingMember, "a time needs \"at\" or \"date\"" },
        { TimeLine, $"{Here} {TimeLine.Replace("\"zone\"", "\"homeCountry\": \"XX\", \"zone\"", StringComparison.Ordinal)}", MapFaultKind.BadMember, "\"homeCountry\" is 'XX'" },
        { "\"kind\": \"estimated\"", $"\"kind\": {Here} \"guessed\"", MapFaultKind.BadMember, "not one of estimated" },
        { "\"at\": \"shipment/eta\", \"patterns\": [\"iso\"]", $"{Here} \"at\": \"shipment/eta\", \"patterns\": [\"yyyy-QQ\"]", MapFaultKind.BadPattern, "pattern 'yyyy-QQ'" },
        { "\"at\": \"shipment/eta\", \"patterns\": [\"iso\"]", $"{Here} \"at\": \"shipment/eta\", \"patterns\": [\"iso\"], \"zone\": \"Mars\"", MapFaultKind.UnknownZone, "'Mars'" },
        { "\"404\": \"not_found\"", $"{Here} \"404\": \"gone\"", MapFaultKind.BadMember, "'gone' is no kind of problem" },
        { "\"code\": \"$/error\", ", $"{Here} ", MapFaultKind.MissingMember, "a problem needs \"code\" or \"message\"" },
        { "{\n      \"id\": \"northwind-v1\",", $"{Here} {{ \"id\": \"northwind-v1\", \"like\": \"no-such-format\",", MapFaultKind.UnknownReference, "'no-such-format', which no earlier format is" },
    };

    [Fact]
    public void The_map_in_which_faults_are_planted_has_none_itself() => Assert.Empty(Lint(Clean).Faults);

    [Theory, MemberData(nameof(Faults))]
    public void A_planted_fault_is_found_and_located(string old, string planted, MapFaultKind kind, string message)
    {
        Assert.Contains(old, Clean, StringComparison.Ordinal);
        var text = Clean.Replace(old, planted, StringComparison.Ordinal);
        var before = text.IndexOf(Here, StringComparison.Ordinal);
        var line = before < 0 ? kind == MapFaultKind.Unreachable ? LineOf(text, "\"code\": \"41\"") : 1 : text.AsSpan(0, before).Count('\n') + 1;

        var faults = Lint(text).Faults;

        Assert.True(faults.Any(fault => fault.Line == line && fault.Kind == kind && fault.Message.Contains(message, StringComparison.Ordinal)), $"expected ({line}) {kind} {message}; found:\n" + string.Join('\n', faults.Select(fault => $"{fault} {fault.Kind}")));
    }

    [Theory]
    [InlineData("{ not json", 1)]
    [InlineData("{\n  \"id\": \"northwind\",\n  oops\n}", 3)]
    [InlineData("", 1)]
    [InlineData("// nothing but a comment", 1)]
    public void What_is_not_json_is_told(string text, int line)
    {
        var fault = Assert.Single(Lint(text).Faults);

        Assert.Equal((line, MapFaultKind.NotJson), (fault.Line, fault.Kind));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("{ \"id\": \"\" }")]
    public void A_map_without_an_id_is_told(string text) => Assert.Contains(Lint(text).Faults, fault => fault.Kind == MapFaultKind.MissingMember && fault.Message.Contains("\"id\"", StringComparison.Ordinal));

    [Fact]
    public void A_set_that_no_format_looks_in_is_told_at_its_line()
    {
        var text = Clean.Replace("\"codes\": [", "\"codes\": [ { \"set\": \"idle\", \"rows\": [] },", StringComparison.Ordinal);

        Assert.Contains(Lint(text).Faults, fault => fault.Kind == MapFaultKind.Unreachable && fault.Line == LineOf(text, "\"idle\"") && fault.Message.Contains("'idle'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"detect\": [ { \"has\": [\"northwind\"] } ],", "has no \"detect\"")]
    [InlineData("\"shipment\": \"$\",", "has no scope \"shipment\"")]
    public void What_a_format_lacks_is_told_at_its_line(string member, string message)
    {
        var text = Clean.Replace(member, "", StringComparison.Ordinal);

        Assert.Contains(Lint(text).Faults, fault => fault.Kind == MapFaultKind.MissingMember && fault.Line == LineOf(text, "\"id\": \"northwind-v1\"") - 1 && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Maps_of_a_folder_are_held_against_each_other()
    {
        using var folder = new TemporaryFolder();
        folder.Write("northwind/map.json", Clean);
        folder.Write("southwind/map.json", Clean.Replace("\"id\": \"northwind\",", "\"id\": \"southwind\",", StringComparison.Ordinal));
        folder.Write("elsewhere/map.json", Clean.Replace("\"id\": \"northwind\",", "\"id\": \"westwind\",", StringComparison.Ordinal).Replace("northwind-v1", "westwind-v1", StringComparison.Ordinal));

        var report = MapLinter.LintFolder(folder.Path, MapLibrary.BuiltIn);

        Assert.Equal((3, 9), (report.Maps, report.Rows));
        Assert.Equal(2, report.Faults.Count);
        Assert.Contains(report.Faults, fault => fault is { Kind: MapFaultKind.BadMember, Line: 1 } && fault.Message.Contains("the folder has another name", StringComparison.Ordinal));
        Assert.Contains(report.Faults, fault => fault.Kind == MapFaultKind.Duplicate && fault.Message == "format 'northwind-v1' is declared by 'northwind' too");
    }

    [Fact]
    public void A_base_map_has_no_formats() => Assert.Contains(Lint(Clean.Replace("\"kind\": \"carrier\"", "\"kind\": \"base\"", StringComparison.Ordinal)).Faults, fault => fault.Message == "a base map has no formats");

    [Theory]
    [InlineData("*customs office released*", "*customs*office*released*")]
    [InlineData("*customs held*", "*customs*held*")]
    [InlineData("left*", "*left*")]
    [InlineData("*left", "*left*")]
    public void A_wider_pattern_behind_a_narrower_one_is_not_shadowed(string narrow, string wide)
    {
        var text = Clean.Replace(TextLine, $"{TextLine.Replace("*customs*released*", narrow, StringComparison.Ordinal)}, {TextLine.Replace("*customs*released*", wide, StringComparison.Ordinal)}", StringComparison.Ordinal);

        Assert.Empty(Lint(text).Faults);
    }

    [Fact]
    public void The_built_in_maps_are_clean()
    {
        var report = MapLinter.LintFolder(Repository.PathOf("carrier-maps"), MapLibrary.BuiltIn);

        Assert.True(report.Faults.Count == 0, string.Join('\n', report.Faults));
        Assert.Equal(MapLibrary.BuiltIn.CarrierIds.Count, report.Maps);
    }

    [Fact]
    public void A_map_laid_over_a_built_in_one_may_refer_to_what_that_holds()
    {
        var faults = Lint("""
            { "id": "ups",
              "formats": [ { "id": "ups-house-v1", "detect": [ { "has": ["upsHouse"] } ], "scopes": { "shipment": "$", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/code" } ] } ],
              "codes": [ { "set": "scans", "rows": [ { "code": "0Q", "type": "delay.weather", "source": "S1", "confidence": "low" }, { "code": "SR", "qualifier": "X", "remove": true } ] } ],
              "refinements": [ { "of": "delay.*", "set": "scans", "code": "0Q", "text": "*snow*", "reason": "snow", "source": "S1", "confidence": "low" } ] }
            """, "ups").Faults;

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void A_map_laid_over_a_built_in_one_may_hold_nothing_but_a_format_and_a_refinement()
    {
        var faults = Lint("""
            { "id": "ups", "sources": { "H1": "our own" },
              "formats": [ { "id": "ups-house-v1", "detect": [ { "has": ["upsHouse"] } ], "scopes": { "shipment": "$", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/code" } ] } ],
              "refinements": [ { "of": "delay", "set": "scans", "text": "*snow*", "reason": "snow", "source": "H1", "confidence": "low" } ] }
            """, "ups").Faults;

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void A_map_laid_over_a_built_in_one_is_checked_all_the_same()
    {
        var faults = Lint("""
            { "id": "ups",
              "codes": [ { "set": "scans", "rows": [
                { "code": "0Q", "type": "no.such", "source": "S1", "confidence": "low" },
                { "code": "0R", "type": "delay", "source": "H9", "confidence": "low" } ] } ] }
            """, "ups").Faults;

        Assert.Equal([(3, MapFaultKind.UnknownType), (4, MapFaultKind.MissingSource)], faults.Select(fault => (fault.Line, fault.Kind)));
    }

    [Fact]
    public void A_map_may_refer_to_what_it_inherits()
    {
        var text = Clean.Replace("\"version\": \"1.0.0\"", "\"version\": \"1.0.0\", \"inherits\": \"upu-emsevt\"", StringComparison.Ordinal)
            .Replace(KeyLine, $"{KeyLine}, {{ \"set\": \"emsevt\", \"code\": \"scan/upu\" }}", StringComparison.Ordinal)
            .Replace(RefinementLine, $"{RefinementLine}, {RefinementLine.Replace("\"text\"", "\"set\": \"emsevt\", \"text\"", StringComparison.Ordinal)}", StringComparison.Ordinal);

        var faults = Lint(text).Faults;

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static int LineOf(string text, string part) => text.AsSpan(0, text.IndexOf(part, StringComparison.Ordinal)).Count('\n') + 1;

    private static LintReport Lint(string text, string folderName = "northwind")
    {
        using var folder = new TemporaryFolder();
        folder.Write(folderName + "/map.json", text);
        return MapLinter.LintFolder(folder.Path, MapLibrary.BuiltIn);
    }
}
