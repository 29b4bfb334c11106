using System.Text.Json.Nodes;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

/// <summary>The contract of <c>postpurchase normalize</c>, on which other programs build.</summary>
public sealed class NormalizeCommandTests : IDisposable
{
    private const string Members = """
        "scopes": { "shipment": "northwind", "scan": "shipment/scans[]" }, "order": "oldest_first",
        "keys": [ { "set": "scans", "code": "scan/evt", "qualifier": "scan/why" } ],
        "fields": { "trackingNumber": "shipment/awb", "label": "scan/text", "city": "scan/city", "country": "scan/country", "state": "scan/state", "postalCode": "scan/zip", "place": "scan/where", "signedBy": "scan/by" },
        "time": [ { "at": "scan/at", "patterns": ["iso"], "zone": "place" } ],
        "problems": [ { "code": "northwind.error.code", "message": "northwind.error.text", "kinds": { "404": "not_found" } } ]
        """;

    private const string Attempt = """
        { "northwind": { "awb": "NW1", "scans": [
          { "evt": "41", "why": "07", "text": "Nobody home ", "at": "2025-03-04T10:15:00", "city": "Delft", "state": "ZH", "zip": "2611", "country": "NL", "where": "Delft depot", "by": "A. Sample" } ] } }
        """;

    private const string Unknown = """{ "northwind": { "awb": "NW2", "scans": [ { "evt": "77", "text": "Hm", "at": "2025-03-04" }, { "evt": "60", "text": "Delivered", "at": "2025-03-05 09:00" } ] } }""";

    private const string NotFound = """{ "northwind": { "awb": "NW3", "error": { "code": "404", "text": "no such parcel" } } }""";

    private readonly TemporaryFolder _folder = new();

    public NormalizeCommandTests() => _folder.Write("maps/northwind/map.json", NorthwindMap.Text(Members));

    private string Maps => Path.Combine(_folder.Path, "maps");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writes_an_event_a_line_with_exactly_these_members()
    {
        var file = _folder.Write("attempt.json", Attempt);
        var run = await Normalize(file);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        var expected = $$"""
            {"carrier":"northwind","format":"northwind-v1","trackingNumber":"NW1","type":"delivery_attempt.recipient_absent","milestone":"attempt_failed","condition":"exception","severity":"warning",
            "match":"code_qualifier","confidence":"high",
            "time":{"local":"2025-03-04T10:15:00","offset":"+01:00","instant":"2025-03-04T09:15:00Z","precision":"second","basis":"place"},
            "place":{"city":"Delft","state":"ZH","postalCode":"2611","country":"NL","text":"Delft depot"},
            "actionBy":"recipient","causedBy":"recipient",
            "raw":{"code":"41","qualifier":"07","label":"Nobody home ","time":"2025-03-04T10:15:00"},
            "file":{{JsonValue.Create(file).ToJsonString()}}}
            """;
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), Assert.Single(run.Objects).ToJsonString());
    }

    [Fact]
    public async Task Leaves_absent_values_out()
    {
        var run = await Normalize(_folder.Write("unknown.json", Unknown));
        Assert.Equal(0, run.ExitCode);
        var unmapped = run.Objects[0];
        Assert.Equal("tracking.unmapped", (string?)unmapped["type"]);
        Assert.Equal("unmapped", (string?)unmapped["match"]);
        Assert.Equal(["local", "precision"], unmapped["time"]!.AsObject().Select(member => member.Key));
        Assert.Equal("2025-03-04", (string?)unmapped["time"]!["local"]);
        Assert.All(["milestone", "confidence", "place"], name => Assert.False(unmapped.ContainsKey(name), name));
        Assert.Equal(["local", "precision"], run.Objects[1]["time"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task Says_a_problem_in_place_of_a_type_and_goes_on()
    {
        var broken = _folder.Write("in/1.json", Attempt[..60]);
        var missing = _folder.Write("in/2.json", NotFound);
        var other = _folder.Write("in/3.json", """{ "some": "thing" }""");
        var empty = _folder.Write("in/4.json", "");
        var good = _folder.Write("in/5.json", Attempt);
        var run = await Normalize(Path.Combine(_folder.Path, "in"));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal([broken, missing, other, empty, good], run.Objects.Select(line => (string?)line["file"]));
        Assert.Equal(["truncated", "not_found", "unknown_format", "empty", null], run.Objects.Select(line => (string?)line["problem"]));
        Assert.All(run.Objects.SkipLast(1), line => Assert.False(line.ContainsKey("type")));
        Assert.Equal(60, (int?)run.Objects[0]["byteOffset"]);
        Assert.Equal("NW3", (string?)run.Objects[1]["trackingNumber"]);
        Assert.Equal("no such parcel", (string?)run.Objects[1]["message"]);
        Assert.Equal("404", (string?)run.Objects[1]["raw"]!["code"]);
    }

    [Fact]
    public async Task Walks_folders_in_order_and_passes_over_what_is_no_payload()
    {
        _folder.Write("in/b/2.json", Attempt);
        _folder.Write("in/a/1.ndjson", string.Join('\n', [.. Enumerable.Repeat(Attempt.ReplaceLineEndings(" "), 3)]));
        _folder.Write("in/a/1.expected.json", "[]");
        _folder.Write("in/map.json", "{}");
        _folder.Write("in/manifest.csv", "file");
        _folder.Write("in/notes.md", "# Notes");
        var run = await Normalize(Path.Combine(_folder.Path, "in"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["1.ndjson", "1.ndjson", "1.ndjson", "2.json"], run.Objects.Select(line => Path.GetFileName((string?)line["file"])));
    }

    [Fact]
    public async Task Reads_standard_input()
    {
        var run = await Tool.RunAsync(["normalize", "-", "--output", "ndjson", "--maps", Maps], Attempt);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("-", (string?)Assert.Single(run.Objects)["file"]);
    }

    [Fact]
    public async Task Strict_takes_unmapped_codes_for_problems()
    {
        var file = _folder.Write("unknown.json", Unknown);
        Assert.Equal(0, (await Normalize(file)).ExitCode);
        Assert.Equal(1, (await Normalize(file, "--strict")).ExitCode);
        Assert.Equal(0, (await Normalize(_folder.Write("attempt.json", Attempt), "--strict")).ExitCode);
    }

    [Theory]
    [InlineData("--carrier", "northwind", 0)]
    [InlineData("--carrier", "ups", 1)]
    [InlineData("--carrier", "nobody", 2)]
    [InlineData("--format", "northwind-v1", 0)]
    [InlineData("--format", "ups-track-v1", 1)]
    [InlineData("--format", "nothing-v1", 2)]
    [InlineData("--output", "yaml", 2)]
    [InlineData("--maps", "no-such-folder", 2)]
    [InlineData("--nonsense", "x", 2)]
    public async Task Takes_what_is_named_at_its_word(string option, string value, int exitCode)
    {
        var run = await Tool.RunAsync("normalize", _folder.Write("attempt.json", Attempt), "--maps", Maps, option, value);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == 2, run.Error.Length > 0);
    }

    [Fact]
    public async Task Takes_aliases_of_carriers()
    {
        var run = await Tool.RunAsync("normalize", "samples/Quickstart/payloads/usps-track.xml", "--carrier", "USPS", "--output", "ndjson");
        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Objects, line => Assert.Equal("usps", (string?)line["carrier"]));
    }

    [Theory]
    [InlineData("normalize")]
    [InlineData("normalize no-such-file.json")]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task Wrong_usage_exits_with_2(string arguments)
    {
        var run = await Tool.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, run.ExitCode);
        Assert.NotEqual("", run.Error);
    }

    [Fact]
    public async Task Tells_where_a_host_s_map_is_wrong()
    {
        var file = _folder.Write("broken/northwind/map.json", "{\n  \"id\": \"northwind\",\n  \"kind\": \"flotilla\"\n}");
        var run = await Tool.RunAsync("normalize", "samples/Quickstart/payloads", "--maps", Path.Combine(_folder.Path, "broken"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(file + "(3)", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Keeps_the_carrier_s_words_exactly()
    {
        var run = await Tool.RunAsync("normalize", "carrier-maps/ups/examples/0001-track-delivered-at-front-door.payload.json", "--output", "ndjson");
        Assert.Contains(run.Objects, line => (string?)line["raw"]!["label"] == "DELIVERED ");
    }

    [Fact]
    public async Task Names_of_who_signed_come_only_on_request()
    {
        var file = _folder.Write("attempt.json", Attempt);
        Assert.False(Assert.Single((await Normalize(file)).Objects).ContainsKey("signedBy"));
        Assert.Equal("A. Sample", (string?)Assert.Single((await Normalize(file, "--personal-data")).Objects)["signedBy"]);
    }

    [Fact]
    public async Task Table_groups_events_by_shipment_and_counts()
    {
        _folder.Write("in/1.json", Attempt);
        _folder.Write("in/2.json", Unknown);
        _folder.Write("in/3.json", NotFound);
        var run = await Tool.RunAsync("normalize", Path.Combine(_folder.Path, "in"), "--maps", Maps);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [
                "northwind NW1  northwind-v1, 1.json",
                "  2025-03-04 10:15:00+01:00  delivery_attempt.recipient_absent  Delft, ZH, NL  Nobody home",
                "northwind NW2  northwind-v1, 2.json",
                "  2025-03-04                 tracking.unmapped    Hm",
                "  2025-03-05 09:00:00 local  delivered            Delivered",
                "not_found: northwind  NW3  no such parcel (3.json)",
                "3 events of 2 shipments, 1 problems",
                "       1 (does not move the parcel)",
                "       1 attempt_failed",
                "       1 delivered",
                "1 unmapped",
                "       1 northwind-v1 77",
            ],
            run.Lines);
    }

    private Task<ToolRun> Normalize(string path, params string[] more) => Tool.RunAsync(["normalize", path, "--output", "ndjson", "--maps", Maps, .. more]);
}
