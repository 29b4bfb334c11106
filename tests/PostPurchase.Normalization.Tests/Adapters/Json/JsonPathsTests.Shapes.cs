using System.Text;
using PostPurchase.Normalization.Adapters;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters.Json;

public sealed partial class JsonPathsTests
{
    private static readonly string[] Texts = ["x", "", " ", "  y", "line\\nbreak", "\\u00e9", "München", "{[,:]}", "a text that is longer than any vector, which is sixty-four bytes long at most"];
    private static readonly string[] Others = ["null", "1", "-0.5e+3", "true", "false", "[]", "{}", "[\"a\",\"b\"]", "[null,1]", "{\"city\":\"Paris\"}", "{\"city\":null,\"zone\":{\"id\":7}}", "[{\"city\":\"Rome\"}]"];
    private static readonly string[] MemberNames = ["code", "status", "label", "location", "extra", "note", "aMemberWhoseNameIsLongerThanOneVectorOfThirtyTwoBytes", "code"];

    private static readonly string[] Parts = ["simple", "nested", "plain", "head", "tail", "", "unknown"];

    /// <summary>Behind a comma, a colon and an opening bracket, and before a closing one.</summary>
    private static readonly string[][] Styles =
    [
        ["", "", "", ""], [" ", " ", "", ""], ["\n                                        ", " ", "\n                                        ", ""], ["", "\t", " ", " "],
        ["\n  ", " ", "\n  ", "\n"], ["\r\n\t\t", "", "\r\n\t\t", "\r\n\t                                                                "],
    ];

    [Theory]
    [InlineData("simple")]
    [InlineData("nested")]
    [InlineData("plain")]
    public void Items_written_alike_are_read_alike(string list)
    {
        var random = new Random(20260318);
        var learnt = 0;
        for (var round = 0; round < 250; round++)
        {
            var plan = ItemPlan();
            var shapes = Enumerable.Range(0, 3).Select(_ => Shape(random)).ToArray();
            var payloads = Enumerable.Range(0, 4).Select(_ => Payload(list, shapes, random)).ToArray();
            foreach (var payload in payloads) Assert.True(AssertAgree(payload, plan));
            foreach (var payload in payloads) Assert.True(AssertAgree(payload, plan));
            if (plan.Find(Encoding.UTF8.GetBytes(list))!.Shapes.Steps.Length > 0) learnt++;
            for (var change = 0; change < 30; change++) AssertAgree(Changed(payloads, random), plan);
        }
        Assert.InRange(learnt, 240, 250);
    }

    [Theory]
    [InlineData("\"code\": \"10\"")]
    [InlineData("\"status\": \"x\", \"code\": 10")]
    [InlineData("\"location\": {\n    \"city\": \"Oslo\"\n  }")]
    public void Indented_items_are_learnt(string members)
    {
        var plan = ItemPlan();
        var json = "{\n  \"simple\": [\n    {\n" + members + "\n    },\n    {\n" + members + "\n    }\n  ]\n}\n";

        Assert.True(AssertAgree(Encoding.UTF8.GetBytes(json), plan));

        Assert.True(plan.Find("simple"u8)!.Shapes.Steps.Length > 0);
        Assert.True(AssertAgree(Encoding.UTF8.GetBytes(json.Replace("\n    }", "  }", StringComparison.Ordinal)), plan));
        Assert.True(AssertAgree(Encoding.UTF8.GetBytes(json), plan));
    }

    [Fact]
    public void Payloads_written_alike_are_read_alike()
    {
        var random = new Random(20260319);
        var learnt = 0;
        for (var round = 0; round < 250; round++)
        {
            var plan = ItemPlan();
            var parts = Enumerable.Range(0, random.Next(1, 7)).Select(_ => (Name: Parts[random.Next(Parts.Length)], Shape: Shape(random))).ToArray();
            var payloads = Enumerable.Range(0, 6).Select(_ => Payload(parts, random)).ToArray();
            for (var time = 0; time < 3; time++)
            {
                foreach (var payload in payloads) Assert.True(AssertAgree(payload, plan));
            }
            if (plan.Shapes.Steps.Length > 0) learnt++;
            for (var change = 0; change < 40; change++) AssertAgree(Changed(payloads, random), plan);
        }
        Assert.InRange(learnt, 200, 250);
    }

    [Fact]
    public void What_goes_on_in_another_way_is_read_from_there()
    {
        var plan = ItemPlan();
        foreach (var json in new[]
        {
            "{\"code\":\"1\",\"nested\":[{\"code\":\"a\"},{\"code\":\"b\"}],\"head\":{\"zone\":{\"id\":7},\"city\":\"Rome\"},\"status\":\"x\"}",
            "{\"code\":\"1\",\"nested\":[{\"code\":\"a\"}],\"head\":{\"zone\":{\"id\":8},\"city\":\"Rome\"},\"status\":\"x\"}",
            "{\"code\":\"2\" ,\"nested\":[],\"head\":{\"zone\":null,\"city\":\"Rome\"}}",
            "{\"code\":\"3\",\"nested\":[{\"code\":\"c\"}],\"head\":{\"zone\":{\"id\":9 },\"city\":\"Oslo\"},\"status\":\"y\"}",
            "{\"code\":\"4\",\"nested\":[{\"code\":\"d\"}],\"head\":{\"zone\":{\"id\":9,\"name\":\"z\"},\"city\":\"Bern\"},\"other\":[{\"a\":[1]},2],\"status\":\"z\"}",
            "{\"code\":\"5\",\"nested\":[{\"code\":\"e\"}],\"head\":{\"zone\":{\"id\":9,\"name\":\"z\"},\"city\":\"Bonn\"},\"other\":[{\"a\":[1]},2,[]],\"label\":[\"p\",\"q\"]}",
        })
        {
            Assert.True(AssertAgree(Encoding.UTF8.GetBytes(json), plan));
            for (var end = 1; end < json.Length; end++) Assert.False(AssertAgree(Encoding.UTF8.GetBytes(json[..end]), plan));
            Assert.True(AssertAgree(Encoding.UTF8.GetBytes(json), plan));
        }
    }

    [Fact]
    public void Items_of_a_shape_met_before_count_their_depth()
    {
        var plan = ItemPlan();
        Assert.True(AssertAgree("{\"simple\":[{\"code\":\"1\",\"location\":{\"city\":\"a\"}},{\"code\":\"2\",\"location\":{\"city\":\"b\"}}]}"u8.ToArray(), plan));
        foreach (var depth in Enumerable.Range(57, 8))
        {
            var json = "{\"simple\":" + new string('[', depth) + "{\"code\":\"1\",\"location\":{\"city\":\"a\"}}" + new string(']', depth) + "}";
            AssertAgree(Encoding.UTF8.GetBytes(json), plan);
        }
    }

    [Fact]
    public void Hostile_lists_end_what_is_learnt()
    {
        var plan = ItemPlan();
        for (var round = 0; round < 300; round++)
        {
            var json = "{\"simple\":[" + string.Join(',', Enumerable.Range(0, 4).Select(i => $"{{\"n{round}x{i}\":\"v\",\"code\":\"{i}\"}}")) + "]}";
            Assert.True(AssertAgree(Encoding.UTF8.GetBytes(json), plan));
        }
        Assert.InRange(plan.Find("simple"u8)!.Shapes.Steps.Length, 1, 1024);
    }

    [Fact]
    public void Long_names_are_not_learnt()
    {
        var plan = ItemPlan();
        var name = new string('n', 5000);
        var json = Encoding.UTF8.GetBytes($$"""{"simple":[{"{{name}}":"v","code":"1"},{"{{name}}":"w","code":"2"},{"code":"3","{{name}}":null}]}""");
        for (var time = 0; time < 3; time++) Assert.True(AssertAgree(json, plan));

        var item = plan.Find("simple"u8)!;
        Assert.Empty(item.Shapes.Steps);
        Assert.Equal(item.Children.Length, item.Names.Count);
    }

    /// <summary>An item, with places where texts differ from item to item.</summary>
    private static (string Name, string? Value)[] Shape(Random random) =>
        [.. Enumerable.Range(0, random.Next(0, MemberNames.Length)).Select(at => (MemberNames[at], random.Next(3) == 0 ? Others[random.Next(Others.Length)] : null))];

    private static byte[] Payload(string list, (string Name, string? Value)[][] shapes, Random random)
    {
        var style = Styles[random.Next(Styles.Length)];
        var items = Enumerable.Range(0, random.Next(2, 9)).Select(_ => Written(shapes[random.Next(shapes.Length)], style, random));
        return Encoding.UTF8.GetBytes($"{{\"{list}\":{style[1]}[{style[2]}{string.Join("," + style[0], items)}{style[3]}]{style[3]}}}");
    }

    /// <summary>Parts behind each other, as objects, as lists of objects, as their members; sometimes one is left out.</summary>
    private static byte[] Payload((string Name, (string Name, string? Value)[] Shape)[] parts, Random random)
    {
        var style = Styles[random.Next(random.Next(3) == 0 ? Styles.Length : 1)];
        var written = parts.Where(_ => random.Next(8) > 0).Select(part => part.Name switch
        {
            "" => Members(part.Shape, style, random),
            "head" or "tail" => $"\"{part.Name}\":{style[1]}{Written(part.Shape, style, random)}",
            var list => $"\"{list}\":{style[1]}[{style[2]}{string.Join("," + style[0], Enumerable.Range(0, random.Next(0, 4)).Select(_ => Written(part.Shape, style, random)))}{style[3]}]",
        });
        return Encoding.UTF8.GetBytes("{" + style[2] + string.Join("," + style[0], written.Where(part => part.Length > 0)) + style[3] + "}");
    }

    private static string Written((string Name, string? Value)[] shape, string[] style, Random random) => "{" + style[2] + Members(shape, style, random) + style[3] + "}";

    private static string Members((string Name, string? Value)[] shape, string[] style, Random random) =>
        string.Join("," + style[0], shape.Select(member => $"\"{member.Name}\":{style[1]}{member.Value ?? "\"" + Texts[random.Next(random.Next(4) == 0 ? Texts.Length : 1)] + "\""}"));

    /// <summary>Three lists of the same items: each an instance with slots only; each with instances inside and values handed on; none an instance.</summary>
    private static PlanNode ItemPlan()
    {
        var outer = new PlanScope(0, "$") { SlotCount = 5 };
        var simple = new PlanScope(1, "simple") { SlotCount = 6 };
        var nested = new PlanScope(2, "nested") { SlotCount = 6 };
        var inner = new PlanScope(3, "inner") { SlotCount = 2, IsTransient = true };
        inner.Transfers.Add(new(0, new(2, 4, IsList: true), new(1, ["7"u8.ToArray()], Excludes: true)));
        var root = PlanNode.CreateRoot();
        root.Open(new(outer, Otherwise: false));

        var one = root.Child("simple");
        one.Open(new(simple, Otherwise: false));
        Common(one, 1);
        one.Child("location").Child("city").AddSlot(new(1, 4, IsList: false));
        one.Child("extra").AddSlot(new(1, 5, IsList: true));

        var other = root.Child("nested");
        other.Open(new(nested, Otherwise: false));
        Common(other, 2);
        other.Child("location").Open(new(inner, Otherwise: false));
        other.Child("location").Child("city").AddSlot(new(3, 0, IsList: false));
        other.Child("location").Child("zone").Child("id").AddSlot(new(3, 1, IsList: false));
        other.Child("extra").AddSlot(new(0, 4, IsList: true));

        Common(root.Child("plain"), 0);
        Common(root, 0);
        var head = root.Child("head");
        head.Open(new(inner, Otherwise: false));
        head.Child("city").AddSlot(new(3, 0, IsList: false));
        head.Child("zone").Child("id").AddSlot(new(3, 1, IsList: false));
        Common(head, 0);
        return root;

        static void Common(PlanNode node, int scope)
        {
            node.Child("code").AddSlot(new(scope, 0, IsList: false));
            node.Child("status").AddSlot(new(scope, 1, IsList: false));
            node.Child("label").AddSlot(new(scope, 2, IsList: false));
            node.Child("label").AddSlot(new(scope, 3, IsList: true));
        }
    }
}
