using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using PostPurchase.Normalization.Taxonomy;
using Xunit;

namespace PostPurchase.Normalization.Tests.Taxonomy;

public sealed partial class EventTypeTests
{
    private static readonly IReadOnlyList<TaxonomyRow> Rows = TaxonomyFile.Read(Repository.PathOf("carrier-maps", "taxonomy", "event-types.csv"));

    [Fact]
    public void The_checked_in_constants_are_those_of_the_file()
    {
        var path = Repository.PathOf("src", "PostPurchase.Normalization", "Taxonomy", "EventType.Known.g.cs");
        var received = Path.ChangeExtension(path, null) + ".received.txt";
        var expected = EventTypeSource.Write(Rows);
        if (string.Equals(expected, File.ReadAllText(path).ReplaceLineEndings("\n"), StringComparison.Ordinal))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, expected);
        Assert.Fail($"{path} does not match event-types.csv. To accept, rename {received} over it.");
    }

    [Fact]
    public void Every_row_equals_its_constant()
    {
        Assert.Equal(Rows.Count, EventType.All.Count);
        foreach (var (row, type) in Rows.Zip(EventType.All))
        {
            Assert.Equal(row.Code, type.Code);
            var read = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["number"] = $"{type.Number}",
                ["code"] = type.ToString(),
                ["parent"] = type.Parent == type ? "" : type.Parent.Code,
                ["scope"] = type.Scope.ToText(),
                ["milestone"] = type.Milestone == Milestone.None ? "-" : type.Milestone.ToText(),
                ["condition"] = type.Condition.ToText(),
                ["severity"] = type.Severity.ToText(),
                ["ends"] = type.IsEndExpected ? "expected" : "",
                ["reopens"] = type.Reopens ? "yes" : "",
                ["action_by"] = type.ActionBy == Party.None ? "" : type.ActionBy.ToText(),
                ["caused_by"] = type.CausedBy == Party.None ? "" : type.CausedBy.ToText(),
                ["pitfall"] = type.Pitfall ?? "",
                ["derived"] = type.IsDerived ? "yes" : "",
                ["since"] = type.Since,
                ["definition"] = type.Definition[..^1],
            };
            Assert.True(row.Fields.All(field => read[field.Key] == field.Value) && row.Fields.Count == read.Count, row.ToString());
            Assert.True(type.IsKnown, row.ToString());
            Assert.Equal(row.Group, type.Group);
            Assert.Equal('.', type.Definition[^1]);
        }
    }

    [Fact]
    public void Codes_and_numbers_are_unique_and_in_order()
    {
        Assert.Equal(Rows.Count, Rows.Select(row => row.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.True(Rows.Zip(Rows.Skip(1)).All(pair => pair.First.Number < pair.Second.Number));
        Assert.All(Rows, row => Assert.Matches("^[a-z]+(_[a-z]+)*(\\.[a-z]+(_[a-z]+)*)?$", row.Code));
        Assert.All(Rows, row => Assert.Equal(row.Code == row.Group, row.Number % 100 == 0));
        // Blocks of a hundred belong to one group each.
        Assert.All(Rows.GroupBy(row => row.Number / 100), block => Assert.Single(block.Select(row => row.Group).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public void Parents_lead_to_a_root_and_never_to_another_phase()
    {
        foreach (var type in EventType.All)
        {
            var ancestor = type;
            for (var steps = 0; ancestor.Parent != ancestor; steps++)
            {
                Assert.True(steps < 5, $"{type} has no root");
                ancestor = ancestor.Parent;
                Assert.True(ancestor.Milestone == Milestone.None || ancestor.Milestone == type.Milestone, $"{type} under {ancestor}");
                Assert.True(type.Is(ancestor));
                Assert.False(ancestor.Is(type));
            }
        }
    }

    [Fact]
    public void Only_parcel_and_label_events_end_or_reopen()
    {
        Assert.All(EventType.All.Where(type => type.Reopens || (type.IsEndExpected && type.Code != "order.cancelled")), type => Assert.Equal(EventScope.Parcel, type.Scope));
        Assert.DoesNotContain(EventType.All, type => type.Reopens && type.IsEndExpected);
        Assert.True(EventType.Exception.Found.Reopens);
        Assert.True(EventType.Tracking.DeliveryRetracted.Reopens);
        Assert.True(EventType.ReturnToSender.Generic.Reopens);
    }

    [Fact]
    public void The_page_on_choosing_a_type_names_only_types()
    {
        var page = File.ReadAllText(Repository.PathOf("carrier-maps", "taxonomy", "README.md"));
        var groups = EventType.All.Select(type => type.Group).ToHashSet(StringComparer.Ordinal);
        var codes = CodeInBackticks().Matches(page).Select(match => match.Value).Where(code => groups.Contains(code.Split('.')[0])).ToList();
        Assert.True(codes.Count > 50);
        Assert.All(codes, code => Assert.True(EventType.TryFind(code, out _), code));
    }

    [Fact]
    public void The_default_is_unmapped()
    {
        Assert.Equal(EventType.Tracking.Unmapped, default);
        Assert.Equal(EventType.Tracking.Unmapped.GetHashCode(), default(EventType).GetHashCode());
        Assert.Equal("tracking.unmapped", default(EventType).Code);
        Assert.Equal(EventType.Tracking.Unmapped.Number, default(EventType).Number);
        Assert.Equal(default, EventType.FromCode(""));
        Assert.True(default(EventType).IsKnown);
    }

    [Fact]
    public void Known_codes_are_found_in_every_form()
    {
        foreach (var type in EventType.All)
        {
            Assert.True(EventType.TryFind(type.Code.AsSpan(), out var byText) && byText == type);
            Assert.True(EventType.TryFind(Encoding.UTF8.GetBytes(type.Code), out var byBytes) && byBytes == type);
            Assert.True(EventType.TryFind(type.Number, out var byNumber) && byNumber == type);
            Assert.Equal(type.Number, EventType.FromCode(type.Code).Number);
            Assert.Equal(type.Number, EventType.FromCode(type.Code.AsSpan()).Number);
        }

        Assert.False(EventType.TryFind("delivered.", out var none));
        Assert.Equal(default, none);
        Assert.False(EventType.TryFind("délivré"u8, out _));
        Assert.False(EventType.TryFind(new byte[4096], out _));
        Assert.False(EventType.TryFind(0, out _));
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        static bool LookUp() =>
            EventType.TryFind("customs.held_documents"u8, out var type) & EventType.TryFind("delivery_attempt.refused".AsSpan(), out _)
            & type.Parent == EventType.Customs.Held & !EventType.TryFind("no.such_code"u8, out _);

        Assert.True(LookUp());
        var before = GC.GetAllocatedBytesForCurrentThread();
        LookUp();
        Assert.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Unknown_codes_survive_the_round_trip() =>
        Prop.ForAll<NonEmptyString>(text =>
        {
            var code = "zz " + text.Get;
            var type = EventType.FromCode(code);
            return type.Code == code && type.ToString() == code && $"{type}" == code && !type.IsKnown && type.Number == 0
                && type == EventType.FromCode(code.AsSpan()) && type.GetHashCode() == EventType.FromCode(code).GetHashCode()
                && type != EventType.FromCode(code + "x") && type.Parent == type && type.Milestone == Milestone.None
                && type.Condition == Condition.OnTrack && !type.IsEndExpected;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_formats_as_its_code()
    {
        Span<char> text = stackalloc char[64];
        Span<byte> bytes = stackalloc byte[64];
        Assert.True(EventType.Delivered.Neighbor.TryFormat(text, out var chars, default, null));
        Assert.Equal("delivered.neighbor", text[..chars].ToString());
        Assert.True(EventType.Delivered.Neighbor.TryFormat(bytes, out var count, default, null));
        Assert.Equal("delivered.neighbor", Encoding.UTF8.GetString(bytes[..count]));
        Assert.False(EventType.Delivered.Neighbor.TryFormat(text[..3], out chars, default, null));
        Assert.Equal(0, chars);
    }

    [GeneratedRegex("(?<=`)[a-z_]+\\.[a-z_]+(?=`)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeInBackticks();
}
