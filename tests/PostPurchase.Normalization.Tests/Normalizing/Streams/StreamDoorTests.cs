using System.IO.Pipelines;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Streams;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing.Streams;

/// <summary>Payloads that follow each other: each is read by itself, in order, wherever the stream happens to be cut.</summary>
public sealed class StreamDoorTests
{
    private const string Pretty = """
        {
          "northwind": "A",
          "scans": [
            { "code": "10" }
          ]
        }
        """;

    private static readonly Normalizer Northwind = NorthwindMap.WithFormat("""
        "scopes": { "shipment": "$", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/code" } ],
        "fields": { "trackingNumber": "shipment/northwind" }
        """);

    private static string Payload(string number, string code = "10") => $$"""{"northwind":"{{number}}","scans":[{"code":"{{code}}"}]}""";

    [Fact]
    public async Task A_broken_line_costs_only_itself()
    {
        var text = $"{Payload("A")}\n{{\"northwind\":\"B\",\"scans\":[{{\n{Payload("C")}\nnonsense\n{Payload("D")}\n";

        var results = await Read(text);

        Assert.Equal(["A", "Truncated", "C", "Malformed", "D"], results.Select(Told));
        Assert.Equal([0, 1, 2, 3, 4], results.Select(result => result.Index));
        Assert.Equal(["{\"northwind\":\"A\"", "{\"northwind\":\"B\"", "{\"northwind\":\"C\"", "nonsense", "{\"northwind\":\"D\""], results.Select(result => text[(int)result.Offset..].Split(',', '\n')[0]));
        Assert.Equal(27, results[1].Result.Problems[0].ByteOffset);
    }

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\n", false)]
    [InlineData("\r\n", true)]
    [InlineData("\r\n", false)]
    [InlineData("\n\n \t\n", true)]
    [InlineData("\r\n\r\n", false)]
    public async Task Lines_end_as_they_like(string end, bool atTheEndToo)
    {
        var text = string.Join(end, Payload("A"), Payload("B"), Payload("C")) + (atTheEndToo ? end : "");

        var results = await Read(text);

        Assert.Equal(["A", "B", "C"], results.Select(Told));
        Assert.All(results, result => Assert.Equal('{', text[(int)result.Offset]));
    }

    [Theory]
    [InlineData(PayloadFraming.Auto)]
    [InlineData(PayloadFraming.Lines)]
    public async Task A_byte_order_mark_is_no_part_of_the_first_line(PayloadFraming framing)
    {
        var results = await Read("\uFEFF" + Payload("A") + "\n" + Payload("B"), framing);

        Assert.Equal(["A", "B"], results.Select(Told));
    }

    [Theory]
    [InlineData("[{0},{1},{2}]")]
    [InlineData("  [ {0} , {1}\n,\n{2}\n]\n")]
    [InlineData("\uFEFF[\r\n  {0},\r\n  {1},\r\n  {2}\r\n]\r\n")]
    public async Task The_items_of_an_array_are_payloads(string array)
    {
        var text = string.Format(null, array, Payload("A"), Pretty.Replace("A", "B", StringComparison.Ordinal), Payload("C"));

        var results = await Read(text);

        Assert.Equal(["A", "B", "C"], results.Select(Told));
        Assert.Equal([0, 1, 2], results.Select(result => result.Index));
        Assert.All(results, result => Assert.Equal((byte)'{', Encoding.UTF8.GetBytes(text)[(int)result.Offset]));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" [ \n ] \n")]
    public async Task An_empty_array_holds_no_payload(string text) => Assert.Empty(await Read(text));

    [Theory]
    [InlineData("[{0},{0}", "A A Truncated")]
    [InlineData("[{0},{0},", "A A Truncated")]
    [InlineData("[", "Truncated")]
    [InlineData("[{0},{{\"northwind\":\"B\"", "A Truncated")]
    [InlineData("[{0},5,{0}]", "A Malformed A")]
    [InlineData("[{0}}},{0}]", "A Malformed A")]
    [InlineData("[}}", "Malformed Truncated")]
    [InlineData("[{0}]{0}", "A A")]
    [InlineData("[{0}] x", "A Malformed")]
    public async Task A_broken_array_is_told_where_it_breaks(string array, string expected)
    {
        var reading = Read(string.Format(null, array, Payload("A")));
        var results = await reading.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(' ', results.Select(Told)));
    }

    [Fact]
    public async Task Brackets_and_escapes_in_texts_end_no_item()
    {
        var text = """[{"northwind":"A]}\"\\","scans":[{"code":"10","x":"[{\\\"]"}]},{"northwind":"B","scans":[{"code":"10"}]}]""";

        Assert.Equal(["A]}\"\\", "B"], (await Read(text)).Select(Told));
    }

    [Fact]
    public async Task One_payload_over_several_lines_is_one_payload()
    {
        var result = Assert.Single(await Read("\n" + Pretty + "\n"));

        Assert.Equal("A", Told(result));
        Assert.Equal((0, 0), (result.Index, result.Offset));
    }

    [Fact]
    public async Task Xml_is_one_payload()
    {
        var payload = Payloads.Example("usps", "0101-delivered-mailbox");

        var result = Assert.Single(await Read(new MemoryStream(payload), Normalizer.BuiltIn));

        Assert.Equal(Normalizer.BuiltIn.Normalize(payload).Events, result.Result.Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    public async Task An_empty_stream_holds_no_payload(string text)
    {
        foreach (var framing in Enum.GetValues<PayloadFraming>()) Assert.Empty(await Read(text, framing));
    }

    [Fact]
    public async Task Every_example_reads_the_same_byte_by_byte()
    {
        foreach (var file in Payloads.ExampleFiles())
        {
            var payload = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

            var result = Assert.Single(await Read(SlowStream.ByteByByte(payload), Normalizer.BuiltIn, PayloadFraming.Whole));

            AssertSame(Normalizer.BuiltIn.Normalize(payload), result.Result);
        }
    }

    [Fact]
    public void Wherever_a_stream_is_cut_it_reads_the_same()
    {
        var pieces = new[]
        {
            Payload("A"), Payload("Ä", "60"), Pretty, "nonsense", "{\"northwind\":", "{\"northwind\":\"x\\\"]}\\\\\"}", "[1,2]", "}", "]", "\"", "7", " ", "\t\r", Payload(new string('L', 300)),
        };
        var separators = new[] { "\n", "\r\n", ",", " ,\n", "\n\n", "" };
        var texts = Gen.Elements(pieces).SelectMany(piece => Gen.Elements(separators), (piece, separator) => piece + separator).ListOf(6)
            .SelectMany(parts => Gen.Elements("", "[", "\uFEFF", " \n["), (parts, head) => head + string.Concat(parts))
            .SelectMany(text => Gen.Elements("", "]", "]\n"), (text, tail) => text + tail);
        var cases = from text in texts
                    from seed in Gen.Choose(0, int.MaxValue)
                    from framing in Gen.Elements(Enum.GetValues<PayloadFraming>())
                    from limit in Gen.Elements(64, 200, 100_000)
                    select (text, seed, framing, limit);
        var limited = new Dictionary<int, Normalizer>();
        foreach (var limit in new[] { 64, 200, 100_000 }) limited[limit] = new(Northwind.Library, new() { MaxPayloadBytes = limit });

        Prop.ForAll(Arb.From(cases), one =>
        {
            var bytes = Encoding.UTF8.GetBytes(one.text);
            var random = new Random(one.seed);
            var whole = Read(new MemoryStream(bytes), limited[one.limit], one.framing).GetAwaiter().GetResult();
            var cut = Read(new SlowStream(bytes, () => random.Next(1, 40)), limited[one.limit], one.framing).GetAwaiter().GetResult();
            Assert.Equal(whole.Select(result => (result.Index, result.Offset, Told(result))), cut.Select(result => (result.Index, result.Offset, Told(result))));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public async Task Results_keep_the_order_of_the_stream(int parallelism)
    {
        var numbers = Enumerable.Range(0, 3000).Select(number => $"N{number}").ToList();
        var text = string.Join('\n', numbers.Select(number => Payload(number)));

        var results = await Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), Northwind, PayloadFraming.Lines, parallelism);

        Assert.Equal(numbers, results.Select(Told));
        Assert.Equal(Enumerable.Range(0, 3000).Select(number => (long)number), results.Select(result => result.Index));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 100_000)]
    [InlineData(4, 1)]
    [InlineData(4, 100_000)]
    public async Task A_payload_that_is_too_large_is_told_in_its_place_and_costs_only_itself(int parallelism, int pieceLength)
    {
        var strict = new Normalizer(Northwind.Library, new() { MaxPayloadBytes = 200 });
        var text = $"{Payload("A")}\n{Payload(new string('B', 1000))}\n{Payload("C")}\n";
        foreach (var (framing, content) in new[] { (PayloadFraming.Lines, text), (PayloadFraming.Array, "[" + text.Trim().Replace('\n', ',') + "]") })
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            var results = await Read(new SlowStream(bytes, () => pieceLength), strict, framing, parallelism);

            Assert.Equal(["A", "TooLarge", "C"], results.Select(Told));
            Assert.Equal([0, 1, 2], results.Select(result => result.Index));
            Assert.All(results, result => Assert.Equal('{', content[(int)result.Offset]));
        }
    }

    [Fact]
    public async Task A_whole_stream_that_is_too_large_is_told_once()
    {
        var strict = new Normalizer(Northwind.Library, new() { MaxPayloadBytes = 200 });

        var result = Assert.Single(await Read(new RepeatingStream(" x"u8.ToArray(), 1_000_000), strict, PayloadFraming.Whole));

        Assert.Equal(("TooLarge", 200L), (Told(result), result.Result.Problems[0].ByteOffset));
    }

    [Fact]
    public async Task A_pipe_reads_like_a_stream()
    {
        var pipe = new Pipe();
        var written = Task.Run(
            async () =>
            {
                foreach (var part in new[] { Payload("A")[..10], Payload("A")[10..] + "\n", Payload("B") })
                {
                    await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(part), TestContext.Current.CancellationToken);
                    await Task.Yield();
                }
                await pipe.Writer.CompleteAsync();
            },
            TestContext.Current.CancellationToken);

        var told = new List<string>();
        await foreach (var result in Northwind.NormalizeAsync(pipe.Reader, PayloadFraming.Lines, cancellationToken: TestContext.Current.CancellationToken)) told.Add(Told(result));
        await written;
        await pipe.Reader.CompleteAsync();

        Assert.Equal(["A", "B"], told);
    }

    [Fact]
    public async Task Carrier_and_format_that_are_named_hold_for_every_payload()
    {
        var results = new List<StreamedResult>();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("{\"scans\":[{\"code\":\"10\"}]}\n{\"scans\":[{\"code\":\"60\"}]}"));
        await foreach (var result in Northwind.NormalizeAsync(stream, carrier: "northwind", format: "northwind-v1", cancellationToken: TestContext.Current.CancellationToken)) results.Add(result);

        Assert.Equal(["transit.facility_arrived", "delivered"], results.Select(result => Assert.Single(result.Result.Events).Type.Code));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Reading_stops_when_it_is_cancelled_and_leaves_the_stream_open(int parallelism)
    {
        using var stop = new CancellationTokenSource();
        using var stream = new RepeatingStream(Encoding.UTF8.GetBytes(Payload("A") + "\n"), long.MaxValue / 1000);

        var count = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Northwind.NormalizeAsync(stream, PayloadFraming.Lines, parallelism: parallelism, cancellationToken: stop.Token))
            {
                if (++count == 100) await stop.CancelAsync();
            }
        });

        Assert.True(count >= 100);
        Assert.Equal(1, stream.Read(new byte[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task Parallelism_has_a_range(int parallelism) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Read(new MemoryStream(), Northwind, parallelism: parallelism));

    private static string Told(StreamedResult result) => result.Result switch
    {
        { Problems: [var problem, ..] } => problem.Kind.ToString(),
        { Events: [var one, ..] } => one.TrackingNumber ?? "-",
        _ => "nothing",
    };

    private static void AssertSame(NormalizationResult expected, NormalizationResult actual)
    {
        Assert.Equal(expected.Events, actual.Events);
        Assert.Equal(expected.Problems, actual.Problems);
        Assert.Equal(expected.Diagnostics, actual.Diagnostics);
        Assert.Equal(expected.Shipments.Count, actual.Shipments.Count);
    }

    private static Task<List<StreamedResult>> Read(string text, PayloadFraming framing = PayloadFraming.Auto) => Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), Northwind, framing);

    private static async Task<List<StreamedResult>> Read(Stream stream, Normalizer normalizer, PayloadFraming framing = PayloadFraming.Auto, int parallelism = 1)
    {
        var results = new List<StreamedResult>();
        await using (stream)
        {
            await foreach (var result in normalizer.NormalizeAsync(stream, framing, parallelism: parallelism, cancellationToken: TestContext.Current.CancellationToken)) results.Add(result);
        }
        return results;
    }
}
