using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Adapters.Json;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters;

/// <summary>What the scanner takes is exactly what <see cref="Utf8JsonReader"/> takes with its default options.</summary>
public sealed class JsonScannerTests
{
    private static readonly string[] Cases =
    [
        "{}", "[]", "[[]]", "{\"a\":{}}", "\"\"", "\"a\\u00e9\\n\"", "0", "-0", "1.5e+3", "-1E-2", "true", "false", "null", " [ 1 , 2 ] ",
        "01", "-", "1.", ".5", "1e", "+1", "0x1", "tru", "True", "nul", "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "\"\t\"", "'a'", "{a:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[,1]",
        "[1 2]", "{\"a\":1 \"b\":2}", "[1]]", "{}{}", "[1],", "\u0000", "[\u0001]", "{\"a\":1}x", "// c", "[1/*c*/]", "\"\\", "\"abc", "[\"a", "{\"a\":\"b", "", " ", "]", "}", ":", ",",
        "\"0123456789abcde\\\"f\"", "\"0123456789abcdef0123456789abcdef\\u\"", "[\"\\ud800\"]", "[1e999999]", "{\"a\":1,\"a\":2}",
    ];

    private const string Changes = "{}[]\",:\\u0123456789.-+eEtrufalsn /\n\t\0\u0001";

    private static readonly PlanNode Wanted = Plan();

    public static TheoryData<string> Texts() => [.. Cases];

    [Theory, MemberData(nameof(Texts))]
    public void Takes_what_the_framework_takes(string json) => Compare(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Nests_as_deep_as_the_framework(int depth, bool isTaken)
    {
        var lists = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
        var objects = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth));

        Assert.Equal((isTaken, isTaken), (FrameworkJson.Takes(lists), FrameworkJson.Takes(objects)));
        Assert.Equal((isTaken, isTaken), (Scanner(lists), Scanner(objects)));
    }

    [Fact]
    public void Takes_what_the_framework_takes_of_many_changed_payloads()
    {
        var examples = Payloads.ExampleFiles().Where(file => file.EndsWith(".json", StringComparison.Ordinal)).Select(File.ReadAllBytes).Select(Shorten).ToArray();
        var random = new Random(41);
        for (var round = 0; round < 200_000; round++)
        {
            var payload = (byte[])examples[random.Next(examples.Length)].Clone();
            for (var change = random.Next(1, 4); change > 0; change--) payload[random.Next(payload.Length)] = (byte)Changes[random.Next(Changes.Length)];
            var cut = random.Next(4) == 0 ? payload[..random.Next(payload.Length)] : payload;
            if (Utf8.IsValid(cut)) Compare(cut);
        }
    }

    private static PlanNode Plan()
    {
        var scope = new PlanScope(0, "$") { SlotCount = 1 };
        var root = PlanNode.CreateRoot();
        root.Open(new(scope, Otherwise: false));
        PlanNode[] nodes = [root, root.Values(), root.Values().Values(), root.Child("trackResponse").Child("shipment").Child("package").Child("activity"), root.Child("trackingEvents").Values()];
        foreach (var node in nodes) node.AddSlot(new(0, 0, IsList: true));
        return root;
    }

    private static byte[] Shorten(byte[] payload) => payload.Length < 600 ? payload : [.. payload[..300], .. payload[^300..]];

    private static void Compare(byte[] json)
    {
        var expected = FrameworkJson.Takes(json);
        Assert.True(expected == Scanner(json), $"The framework {(expected ? "takes" : "refuses")} {Encoding.UTF8.GetString(json)}");
    }

    /// <summary>Once with nothing wanted, so that all is skipped, and once along a plan that wants much.</summary>
    private static bool Scanner(byte[] json)
    {
        var skipped = JsonWalker.Walk(json, PlanNode.CreateRoot(), new Captures());
        var walked = JsonWalker.Walk(json, Wanted, new Captures());
        Assert.Equal(skipped, walked);
        Assert.InRange(skipped.ByteOffset, 0, json.Length);
        return skipped.Error == ReadError.None;
    }
}
