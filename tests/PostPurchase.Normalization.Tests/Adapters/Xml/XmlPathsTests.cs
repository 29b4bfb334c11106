using System.Text;
using System.Text.Unicode;
using System.Xml;
using System.Xml.Linq;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Adapters.Xml;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters.Xml;

/// <summary>
/// What was learnt of other payloads changes nothing: a plan that has read many finds the same values, and tells the same fault, as one that reads
/// its first. And what <see cref="XmlReader"/> takes is taken.
/// </summary>
public sealed class XmlPathsTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Pieces =
    [
        "<", ">", "/", "</", "/>", "=", "\"", "'", "&", "&amp;", "&#65;", "<!-- x -->", "<![CDATA[ < ]]>", "<?x y?>", "<a/>", "<a></a>", "<a b=\"c\"/>", " ", "\n    ", "\t", "x",
        "<n:a>text</n:a>", " b='<'", " b=\"a value that is longer than any vector that it is looked for with\"", "é", "text that is longer than any vector that it is looked for with", "\0", "<!DOCTYPE a>",
    ];

    private readonly Captures _learnt = new();
    private readonly Captures _first = new();

    [Fact]
    public void Plans_that_learnt_read_as_those_that_did_not()
    {
        var random = new Random(20261122);
        var examples = Payloads.ExampleFiles().Where(file => file.EndsWith(".xml", StringComparison.Ordinal)).Select(File.ReadAllBytes).ToArray();
        var plans = Array.ConvertAll(examples, example => Plan(example, new(7)));
        Assert.True(examples.Length > 10);
        var taken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var number = random.Next(examples.Length);
            var payload = Changed(examples[number], random);
            if (!Utf8.IsValid(payload)) continue;
            _learnt.Clear();
            _first.Clear();

            var learnt = XmlWalker.Walk(payload, plans[number], _learnt);
            var first = XmlWalker.Walk(payload, Plan(examples[number], new(7)), _first);

            Assert.True(learnt == first, $"{learnt} and {first}: {Encoding.UTF8.GetString(payload)}");
            Assert.True(CapturesText.Of(_learnt) == CapturesText.Of(_first), Encoding.UTF8.GetString(payload));
            Assert.True(learnt.Error is ReadError.None or ReadError.TooDeep || !IsTakenByFramework(payload), $"{learnt}: {Encoding.UTF8.GetString(payload)}");
            if (learnt.Error == ReadError.None) taken++;
        }
        // A test that changes payloads so much that all are refused would show little.
        Assert.InRange(taken, Rounds / 10, Rounds - (Rounds / 10));
    }

    [Theory]
    [InlineData("<a><b>1</b><c>2</c></a>", "<a><c>3</c><b>4</b></a>")]
    [InlineData("<a><b>1</b><b>2</b><c>3</c></a>", "<a><b>4</b><c>5</c><b>6</b></a>")]
    [InlineData("<a><b>1</b><bc>2</bc></a>", "<a><bc>3</bc><b>4</b></a>")]
    [InlineData("<n:a xmlns:n='u'><n:b>1</n:b></n:a>", "<a><b>2</b></a>")]
    [InlineData("<a><b k=\"1\" l=\"2\"/><b k=\"3\" l=\"4\"/></a>", "<a><b l=\"5\" k=\"6\"/><b kl=\"7\" k='8'/></a>")]
    [InlineData("<a><b/><c>1</c></a>", "<a><b>2</b><c/></a>")]
    public void Names_in_another_order_are_found(string first, string second)
    {
        var plan = Everything();
        foreach (var text in new[] { first, second, first, second })
        {
            _learnt.Clear();
            _first.Clear();
            var payload = Encoding.UTF8.GetBytes(text);

            Assert.Equal(ReadError.None, XmlWalker.Walk(payload, plan, _learnt).Error);
            XmlWalker.Walk(payload, Everything(), _first);

            Assert.Equal(CapturesText.Of(_first), CapturesText.Of(_learnt));
            Assert.Contains("Plain", CapturesText.Of(_learnt), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_without_end_are_not_learnt()
    {
        var plan = Everything();
        for (var i = 0; i < 500; i++) XmlWalker.Walk(Encoding.UTF8.GetBytes($"<a><x{i}/><b y{i}=\"1\">1</b></a>"), plan, _learnt);

        var inner = plan.Find("a"u8)!;
        Assert.InRange(inner.Elements.Count, 1, 96);
        Assert.InRange(inner.Find("b"u8)!.Attributes.Count, 1, 96);
    }

    [Fact]
    public void Long_names_are_not_learnt()
    {
        var plan = Everything();
        var name = new string('n', 5000);
        for (var i = 0; i < 3; i++) Assert.Equal(ReadError.None, XmlWalker.Walk(Encoding.UTF8.GetBytes($"<a><{name}/><b {name}=\"1\">1</b></a>"), plan, _learnt).Error);

        var inner = plan.Find("a"u8)!;
        Assert.Equal(1, inner.Elements.Count);
        Assert.Equal(0, inner.Find("b"u8)!.Attributes.Count);
    }

    private static PlanNode Everything()
    {
        var scope = new PlanScope(0, "$") { SlotCount = 4 };
        var root = PlanNode.CreateRoot();
        root.Open(new(scope, Otherwise: false));
        var outer = root.Child("a");
        foreach (var (name, slot) in new[] { ("b", 0), ("c", 1), ("bc", 2) }) outer.Child(name).AddSlot(new(0, slot, IsList: true));
        outer.Child("b").Child("@k").AddSlot(new(0, 3, IsList: true));
        outer.Child("b").Child("@l").AddSlot(new(0, 1, IsList: true));
        return root;
    }

    /// <summary>A plan that asks for some of what an example holds.</summary>
    private static PlanNode Plan(byte[] example, Random random)
    {
        var scope = new PlanScope(0, "$") { SlotCount = 8 };
        var item = new PlanScope(1, "item") { SlotCount = 8 };
        var root = PlanNode.CreateRoot();
        root.Open(new(scope, Otherwise: false));
        Ask(XElement.Load(new MemoryStream(example)), root, 0);
        return root;

        void Ask(XElement element, PlanNode parent, int around)
        {
            var node = parent.Child(element.Name.LocalName);
            var isNew = node is { Slots.Length: 0, Opens.Length: 0, HasChildren: false };
            if (isNew && element.HasElements && random.Next(2) == 0) node.Open(new(item, Otherwise: false));
            if (isNew && random.Next(2) == 0) node.AddSlot(new(node.Opens.Length > 0 ? 1 : around, random.Next(8), random.Next(3) == 0));
            if (isNew && random.Next(12) == 0) node.AddMark(new(0, random.Next(8), IsList: false));
            var inside = node.Opens.Length > 0 ? 1 : around;
            foreach (var attribute in element.Attributes().Where(one => !one.IsNamespaceDeclaration && random.Next(2) == 0))
            {
                var child = node.Child("@" + attribute.Name.LocalName);
                if (child.Slots.Length == 0) child.AddSlot(new(inside, random.Next(8), random.Next(3) == 0));
            }
            foreach (var child in element.Elements().Where(_ => random.Next(4) > 0)) Ask(child, node, inside);
        }
    }

    private static byte[] Changed(byte[] payload, Random random)
    {
        for (var change = random.Next(0, 3); change > 0; change--)
        {
            var at = random.Next(payload.Length + 1);
            payload = random.Next(4) switch
            {
                0 => [.. payload.AsSpan(0, at), .. Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), .. payload.AsSpan(at)],
                1 => [.. payload.AsSpan(0, at), .. payload.AsSpan(Math.Min(payload.Length, at + random.Next(1, 6)))],
                2 => Twice(payload, random),
                _ => random.Next(6) == 0 ? payload[..at] : payload,
            };
            if (payload.Length == 0) return [(byte)'<'];
        }
        return payload;
    }

    /// <summary>A part that begins and ends at a tag moves, or comes again.</summary>
    private static byte[] Twice(byte[] payload, Random random)
    {
        var tags = Enumerable.Range(0, payload.Length).Where(at => payload[at] == '<').ToArray();
        if (tags.Length < 3) return payload;
        var (from, to) = (tags[random.Next(tags.Length)], tags[random.Next(tags.Length)]);
        if (from > to) (from, to) = (to, from);
        var target = tags[random.Next(tags.Length)];
        return [.. payload.AsSpan(0, target), .. payload.AsSpan(from, Math.Min(to - from, 400)), .. payload.AsSpan(target)];
    }

    private static bool IsTakenByFramework(byte[] payload)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(payload), new() { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.Read())
            {
            }
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
