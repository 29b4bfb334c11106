using System.Text.Json.Nodes;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

/// <summary>The contract of <c>postpurchase timeline</c>, on which other programs build.</summary>
public sealed class TimelineCommandTests : IDisposable
{
    private const string Payloads = "samples/Quickstart/payloads";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writes_a_snapshot_a_line_in_the_order_of_carrier_and_number()
    {
        var run = await Timeline(Payloads);
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Equal(["canada-post", "dhl", "fedex", "ups", "usps"], run.Objects.Select(line => (string?)line["carrier"]));
        Assert.Equal("delivered", (string?)run.Objects[^1]["status"]);
        Assert.Contains("FedEx International Priority®", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samples/Quickstart/handover")]
    [InlineData("carrier-maps/ups/examples")]
    [InlineData("carrier-maps/usps/examples")]
    [InlineData("carrier-maps/fedex/examples")]
    [InlineData("carrier-maps/easypost/examples")]
    [InlineData("carrier-maps/dhl-parcel-de/examples")]
    public async Task Payloads_and_their_events_give_the_same(string folder)
    {
        var ofPayloads = await Timeline(folder);
        var ofEvents = await Timeline(await EventsOf(folder));
        Assert.NotEmpty(ofPayloads.Lines);
        Assert.Equal(ofPayloads.Output, ofEvents.Output);
        Assert.Equal((ofPayloads.ExitCode, ofPayloads.Error), (ofEvents.ExitCode, ofEvents.Error));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Order_repeats_and_files_make_no_difference(int seed)
    {
        var file = await EventsOf("carrier-maps/ups/examples", "carrier-maps/fedex/examples");
        var lines = File.ReadAllLines(file).Where(line => line.Contains("\"type\":", StringComparison.Ordinal)).ToArray();
        var expected = await Timeline(_folder.Write("whole.ndjson", string.Join('\n', lines)));

        var random = new Random(seed);
        string[] more = [.. lines, .. random.GetItems(lines, lines.Length / 3)];
        random.Shuffle(more);
        var parts = more.Chunk((more.Length / 3) + 1).Select((part, i) => _folder.Write($"parts/{i}.ndjson", string.Join("\r\n", part) + "\r\n")).ToArray();
        var actual = await Timeline(parts);

        Assert.Equal((expected.ExitCode, expected.Error), (actual.ExitCode, actual.Error));
        Assert.Equal(expected.Output, actual.Output);
    }

    [Fact]
    public async Task Reads_a_hand_over_as_one_shipment()
    {
        var shipment = Assert.Single((await Timeline("samples/Quickstart/handover")).Objects);
        Assert.Equal("ups", (string?)shipment["carrier"]);
        Assert.Equal("""[{"carrier":"usps","number":"92612999730412885500000018"}]""", shipment["otherNumbers"]!.ToJsonString());
        Assert.Equal(["ups", "ups", "ups", "ups", "usps", "usps", "usps", "usps", "usps"], shipment["history"]!.AsArray().Select(scan => (string?)scan!["carrier"]));
    }

    [Fact]
    public async Task Joins_sources_of_payloads_and_events()
    {
        var payload = Path.Combine(Payloads, "ups-track.json");
        var both = await Timeline(payload, await EventsOf(payload));
        Assert.Equal((await Timeline(payload)).Output, both.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n  \r\n\t")]
    [InlineData("\uFEFF")]
    public async Task Knows_events_by_the_first_line_that_is_not_blank(string before)
    {
        var payload = Path.Combine(Payloads, "ups-track.json");
        var run = await Tool.RunAsync(["timeline", "-", "--output", "json"], before + File.ReadAllText(await EventsOf(payload)));
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Equal((await Timeline(payload)).Output, run.Output);
    }

    [Fact]
    public async Task Tells_lines_that_are_no_events_and_goes_on()
    {
        var payload = Path.Combine(Payloads, "ups-track.json");
        var lines = File.ReadAllLines(await EventsOf(payload));
        string[] bad =
        [
            "{", "[]", "1", "{\"carrier\":\"ups\"}", "{\"carrier\":\"ups\",\"format\":\"x\",\"type\":\"delivered\",\"match\":\"code\",\"sequence\":\"one\"}",
            "{\"carrier\":\"ups\",\"format\":\"x\",\"type\":\"delivered\",\"match\":\"code\",\"time\":{\"local\":\"yesterday\",\"precision\":\"second\"}}",
            "{\"carrier\":\"ups\",\"format\":\"x\",\"type\":\"delivered\",\"match\":\"code\",\"shipment\":[]}", "{\"problem\":\"of_some_kind\"}",
        ];
        var file = _folder.Write("events.ndjson", string.Join('\n', [lines[0], "", .. bad, .. lines[1..]]));
        var run = await Timeline(file);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(Enumerable.Range(3, bad.Length).Select(number => $"{file}({number}): no event that 'normalize --output ndjson' writes."), run.Error.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')));
        Assert.Equal((await Timeline(payload)).Output, run.Output);
    }

    [Fact]
    public async Task Counts_problems_and_passes_over_them()
    {
        _folder.Write("in/1.json", "{ \"some\": \"thing\" }");
        _folder.Write("in/2.json", "");
        _folder.Write("in/3.json", "{ \"other\": \"thing\" }");
        _folder.Write("in/4.json", File.ReadAllText(Repository.PathOf(Payloads, "ups-track.json")));
        var run = await Timeline(Path.Combine(_folder.Path, "in"));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("Passed over 3 problems: 1 empty, 2 unknown_format.", run.Error.TrimEnd());
        Assert.Equal("ups", (string?)Assert.Single(run.Objects)["carrier"]);
    }

    [Fact]
    public async Task Facts_of_a_shipment_stand_on_its_newest_line_alone()
    {
        var run = await Tool.RunAsync("normalize", Path.Combine(Payloads, "fedex-track.json"), "--output", "ndjson");
        Assert.All(run.Objects.SkipLast(1), line => Assert.False(line.ContainsKey("shipment")));
        var facts = run.Objects[^1]["shipment"]!.AsObject();
        Assert.Equal(["service", "pieceCount", "references", "origin", "destination", "estimates"], facts.Select(member => member.Key));
        Assert.Equal("""{"city":"PORTLAND","state":"OR","country":"US"}""", facts["destination"]!.ToJsonString());
        Assert.Equal("""{"kind":"committed","from":{"local":"2025-03-07","precision":"day"}}""", facts["estimates"]!.AsArray()[^1]!.ToJsonString());
    }

    [Theory]
    [InlineData("--carrier", "ups", 0)]
    [InlineData("--carrier", "usps", 1)]
    [InlineData("--carrier", "nobody", 2)]
    [InlineData("--format", "ups-track-v1", 0)]
    [InlineData("--format", "nothing-v1", 2)]
    [InlineData("--output", "yaml", 2)]
    [InlineData("--output", "text", 0)]
    [InlineData("--output", "html", 0)]
    [InlineData("--output", "svg", 0)]
    [InlineData("--maps", "no-such-folder", 2)]
    [InlineData("--nonsense", "x", 2)]
    public async Task Takes_what_is_named_at_its_word(string option, string value, int exitCode)
    {
        var run = await Tool.RunAsync("timeline", Path.Combine(Payloads, "ups-track.json"), option, value);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode > 0, run.Error.Length > 0);
    }

    [Theory]
    [InlineData("text", "canada-post 7023210099887766  Available for pickup")]
    [InlineData("svg", "<?xml version=\"1.0\" encoding=\"utf-8\"?><svg ")]
    [InlineData("html", "<!DOCTYPE html>\n<html lang=\"en\">")]
    public async Task Writes_text_and_pictures(string output, string beginning)
    {
        var run = await Tool.RunAsync("timeline", Payloads, "--output", output);
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.StartsWith(beginning, run.Output, StringComparison.Ordinal);
        Assert.All(["dhl 5512048813", "usps 9102901000555000871094"], name => Assert.Contains(name, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("timeline")]
    [InlineData("timeline no-such-file.json")]
    public async Task Wrong_usage_exits_with_2(string arguments)
    {
        var run = await Tool.RunAsync(arguments.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.NotEqual("", run.Error);
    }

    private static Task<ToolRun> Timeline(params string[] paths) => Tool.RunAsync(["timeline", .. paths, "--output", "json"]);

    private async Task<string> EventsOf(params string[] paths)
    {
        var run = await Tool.RunAsync(["normalize", .. paths, "--output", "ndjson"]);
        return _folder.Write("events.ndjson", run.Output);
    }
}
