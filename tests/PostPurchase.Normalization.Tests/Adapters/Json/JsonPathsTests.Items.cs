using System.Text;
using PostPurchase.Normalization.Adapters;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters.Json;

public sealed partial class JsonPathsTests
{
    private static readonly string[] Texts = ["x", "", " ", "  y", "line\\nbreak", "\\u00e9", "München", "{[,:]}", "a text that is longer than any vector, which is sixty-four bytes long at most"];
    private static readonly string[] Others = ["null", "1", "-0.5e+3", "true", "false", "[]", "{}", "[\"a\",\"b\"]", "[null,1]", "{\"city\":\"Paris\"}", "{\"city\":null,\"zone\":{\"id\":7}}", "[{\"city\":\"Rome\"}]"];
    private static readonly string[] Members = ["code", "status", "label", "location", "extra", "note", "aMemberWhoseNameIsLongerThanOneVectorOfThirtyTwoBytes", "code"];

    /// <summary>Behind a comma, a colon and an opening bracket.</summary>
    private static readonly string[][] Styles = [["", "", ""], [" ", " ", ""], ["\n                                        ", " ", "\n                                        "], ["", "\t", " "]];

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
        Assert.InRange(plan.Find("simple"u8)!.Shapes.Steps.Length, 1, 64);
    }

    /// <summary>An item, with places where texts differ from item to item.</summary>
    private static (string Name, string? Value)[] Shape(Random random) =>
        [.. Enumerable.Range(0, random.Next(0, Members.Length)).Select(at => (Members[at], random.Next(3) == 0 ? Others[random.Next(Others.Length)] : null))];

    private static byte[] Payload(string list, (string Name, string? Value)[][] shapes, Random random)
    {
        var style = Styles[random.Next(Styles.Length)];
        var items = Enumerable.Range(0, random.Next(2, 9)).Select(_ =>
        {
            var members = shapes[random.Next(shapes.Length)].Select(member => $"\"{member.Name}\":{style[1]}{member.Value ?? "\"" + Texts[random.Next(random.Next(4) == 0 ? Texts.Length : 1)] + "\""}");
            return "{" + style[2] + string.Join("," + style[0], members) + "}";
        });
        return Encoding.UTF8.GetBytes($"{{\"{list}\":{style[1]}[{style[2]}{string.Join("," + style[0], items)}]}}");
    }

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
