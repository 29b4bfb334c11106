using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Adapters.Json;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters.Json;

/// <summary>
/// The index and the byte-by-byte scan are one reader: both take what <see cref="Utf8JsonReader"/> takes with its default options, find the same
/// values, and tell the same fault. Set <c>POSTPURCHASE_JSON_ROUNDS</c> to change payloads more often than the suite has time for.
/// </summary>
public sealed partial class JsonPathsTests
{
    private const int Rounds = 150_000;
    private const string Signs = "{}[]\",:\\u0123456789.-+eEtrufalsn /\n\r\t\0\u0001\u001f\u007f";

    private static readonly string[] Pieces =
    [
        "\"", "\\", "\\\\", "\\\"", "\\\\\"", "\\u00e9", "\\ud83d\\ude9a", "\\ud83d", "\\u12", "\\x", "é", "東京", "🚚", "{}", "[]", "{\"a\":1}", "[1,2]", ",", ":", "null", "true", "false", "-1.5e+3", "01", "nul", "\"\"", "\"a\"", "\"a\":", "\"a\" : ",
        "    ", "\n  ", "                                                                 ", "\t\r\n", "{\"type\":\"x\",\"code\":\"y\"}", "[[[[]]]]", "\"code\":\"10\",", "0", "-", "1.", "1e5",
    ];

    private static readonly PlanNode Wanted = Plan();
    private static readonly Captures Indexed = new();
    private static readonly Captures Walked = new();
    private static readonly Captures Scanned = new();

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData(" \n{ \"a\" :\t[ 1 , \"b\" ] }\r\n")]
    [InlineData("{\"a\":\"\\\\\"}")]
    [InlineData("{\"a\":\"\\\\\\\"\"}")]
    [InlineData("{\"a\":\"x\\\\\\\\\",\"b\":\"\\u00e9\\n\"}")]
    [InlineData("[\"{}[],:\\\"\"]")]
    [InlineData("{\"a\":1,\"a\":null,\"a\":\"x\"}")]
    [InlineData("[\u0001]")]
    [InlineData("[1\u0001]")]
    [InlineData("{\u0001\"a\":1}")]
    [InlineData("[1 2]")]
    [InlineData("[\"a\"\"b\"]")]
    [InlineData("[\"a\"1]")]
    [InlineData("[1\"a\"]")]
    [InlineData("[{}\"a\"]")]
    [InlineData("[1{}]")]
    [InlineData("{\"a\":1:2}")]
    [InlineData("{\"a\",\"b\":1}")]
    [InlineData("[\"a\":1]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("{,}")]
    [InlineData("{:1}")]
    [InlineData("{1:1}")]
    [InlineData("[}")]
    [InlineData("{]")]
    [InlineData("[]]")]
    [InlineData("[][]")]
    [InlineData("[[]")]
    [InlineData("\"a\"[]")]
    [InlineData("1[]")]
    [InlineData("[]1")]
    [InlineData("{\"a\":tru\\u0065}")]
    [InlineData("[\\\"a\"]")]
    [InlineData("[\"a\\")]
    [InlineData("[\"\\u12")]
    [InlineData("[\"\\u12g4\"]")]
    [InlineData("[\"\\u00e9\\u00E9\"]")]
    [InlineData("{\"\":1,\"\":2,\"a\":3}")]
    [InlineData("\uFEFF{}")]
    public void Both_ways_agree_wherever_a_block_ends(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        for (var blanks = 0; blanks <= JsonBlock.Length; blanks++)
        {
            AssertAgree([.. Enumerable.Repeat((byte)' ', blanks), .. bytes]);
            AssertAgree([.. bytes, .. Enumerable.Repeat((byte)'\n', blanks)]);
        }
    }

    [Fact]
    public void Both_ways_agree_on_backslashes_wherever_a_block_ends()
    {
        for (var count = 0; count <= 6; count++)
        {
            for (var before = 50; before <= 70; before++)
            {
                AssertAgree(Encoding.UTF8.GetBytes("{\"" + new string('a', before) + "\":\"" + new string('\\', count) + "\",\"b\":[\"" + new string('\\', count) + "n\"]}"));
            }
        }
    }

    [Fact]
    public void Both_ways_agree_on_many_changed_payloads()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("POSTPURCHASE_JSON_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Rounds;
        var examples = Payloads.ExampleFiles().Where(file => file.EndsWith(".json", StringComparison.Ordinal)).SelectMany(Forms).ToArray();
        var random = new Random(20260317);
        var taken = 0;
        for (var round = 0; round < rounds; round++)
        {
            var payload = Changed(examples, random);
            if (Utf8.IsValid(payload) && AssertAgree(payload)) taken++;
        }
        // A test that changes payloads so much that all are refused would show little.
        Assert.InRange(taken, rounds / 20, rounds - (rounds / 20));
    }

    /// <summary>An example as it stands, and with blanks at every turn; long ones shortened in the middle, where the cut is part of the test.</summary>
    private static IEnumerable<byte[]> Forms(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length > 3000) yield return [.. bytes.AsSpan(0, 400), .. bytes.AsSpan(bytes.Length - 400)];
        else yield return bytes;
        using var document = JsonDocument.Parse(bytes);
        var compact = JsonSerializer.SerializeToUtf8Bytes(document.RootElement);
        var indented = Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
        if (compact.Length < 3000) yield return compact;
        if (indented.Length < 3000) yield return indented;
    }

    private static byte[] Changed(byte[][] examples, Random random)
    {
        var payload = (byte[])examples[random.Next(examples.Length)].Clone();
        for (var change = random.Next(0, 4); change > 0; change--)
        {
            var at = random.Next(payload.Length);
            switch (random.Next(6))
            {
                case 0 or 1:
                    payload[at] = (byte)Signs[random.Next(Signs.Length)];
                    break;
                case 2:
                    payload = [.. payload.AsSpan(0, at), .. Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), .. payload.AsSpan(at)];
                    break;
                case 3:
                    payload = [.. payload.AsSpan(0, at), .. payload.AsSpan(Math.Min(payload.Length, at + random.Next(1, 4)))];
                    break;
                case 4:
                    var blanks = new string(" \n\t\r"[random.Next(4)], random.Next(1, 70));
                    payload = [.. payload.AsSpan(0, at), .. Encoding.UTF8.GetBytes(blanks), .. payload.AsSpan(at)];
                    break;
                default:
                    if (random.Next(3) == 0) payload = payload[..at];
                    break;
            }
            if (payload.Length == 0) return [(byte)'['];
        }
        return payload;
    }

    private static PlanNode Plan()
    {
        var outer = new PlanScope(0, "$") { SlotCount = 4 };
        var inner = new PlanScope(1, "scan") { SlotCount = 4 };
        var root = PlanNode.CreateRoot();
        root.Open(new(outer, Otherwise: false));
        root.AddSlot(new(0, 0, IsList: true));
        foreach (var name in new[] { "events", "trackingEvents", "scans", "tracking_details", "activity", "parcels" })
        {
            var scan = root.Child(name);
            scan.Open(new(inner, Otherwise: false));
            foreach (var (field, slot) in new[] { ("code", 0), ("status", 1), ("description", 2), ("eventType", 1), ("type", 3) }) scan.Child(field).AddSlot(new(1, slot, IsList: false));
            scan.Child("location").Child("city").AddSlot(new(1, 3, IsList: false));
        }
        root.Values().AddSlot(new(0, 1, IsList: true));
        root.Values().AddKeySlot(new(0, 2, IsList: true));
        root.Values().Values().Values().AddSlot(new(0, 3, IsList: false));
        root.Values().Child("code").AddMark(new(0, 3, IsList: false));
        return root;
    }

    private static bool AssertAgree(byte[] json, PlanNode? plan = null)
    {
        var wanted = plan ?? Wanted;
        Walked.Clear();
        Scanned.Clear();
        Indexed.Clear();
        var isTaken = FrameworkJson.Takes(json);
        var scanned = ScanningWalker.Walk(json, wanted, Scanned);
        var walked = JsonWalker.Walk(json, wanted, Walked);
        var isIndexed = Indexed.Index.TryBuild(json) && IndexedWalker.TryWalk(json, wanted, Indexed);
        var skipped = JsonWalker.Walk(json, PlanNode.CreateRoot(), Indexed);

        var text = new Lazy<string>(() => Encoding.UTF8.GetString(json));
        Assert.True(isTaken == (scanned.Error == ReadError.None), $"the scan, against the framework's {isTaken}: {text.Value}");
        Assert.True(isIndexed == (isTaken && json.AsSpan().TrimStart(" \t\r\n"u8)[0] is (byte)'{' or (byte)'['), $"the index, against the framework's {isTaken}: {text.Value}");
        Assert.True(scanned == walked && scanned == skipped, $"{scanned}, {walked} and {skipped}: {text.Value}");
        Assert.True(CapturesText.AreSame(Scanned, Walked), $"other values: {text.Value}");
        return isTaken;
    }
}
