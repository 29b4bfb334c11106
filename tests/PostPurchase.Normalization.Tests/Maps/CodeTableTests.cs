using System.Text;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps;

public sealed class CodeTableTests
{
    [Theory]
    [InlineData("A", "x", "y", "transit.loaded")]
    [InlineData("A", "x", "-", "transit.unloaded")]
    [InlineData("A", "-", "y", "transit.measured")]
    [InlineData("A", "-", "-", "transit")]
    [InlineData("B", "x", "-", "customs.held")]
    [InlineData("B", "x", "y", "customs.cleared")]
    [InlineData("B", "-", "-", "delay")]
    [InlineData(" A\n", "x ", "", "transit.unloaded")]
    public void The_row_with_more_exact_parts_wins_then_the_code_then_the_first_qualifier(string code, string qualifier, string qualifier2, string type)
    {
        var table = Table(
            CodeComparison.Exact,
            Row("A", "x", "y", "transit.loaded"), Row("A", "x", null, "transit.unloaded"), Row("A", null, "y", "transit.measured"), Row("A", null, null, "transit"),
            Row("*", "x", "y", "customs.cleared"), Row("*", "x", null, "customs.held"), Row("*", null, null, "delay"));

        Assert.Equal(type, Find(table, code, qualifier, qualifier2)?.Type.Code);
    }

    [Fact]
    public void Without_a_row_there_is_no_answer()
    {
        var table = Table(CodeComparison.Exact, Row("A", "x", null, "transit"));

        Assert.Null(Find(table, "A", "", ""));
        Assert.Null(Find(table, "B", "x", ""));
        Assert.Null(Find(table, "", "", ""));
    }

    [Theory]
    [InlineData(nameof(CodeComparison.IgnoreCase), "oW", true)]
    [InlineData(nameof(CodeComparison.Exact), "oW", false)]
    [InlineData(nameof(CodeComparison.Number), "0OW", true)]
    public void Codes_are_compared_as_the_set_says(string compare, string code, bool isFound) =>
        Assert.Equal(isFound, Find(Table(Enum.Parse<CodeComparison>(compare), Row("OW", null, null, "transit")), code, "", "") is not null);

    [Fact]
    public void A_code_without_its_qualifier_counts_only_where_all_rows_agree()
    {
        var table = Table(CodeComparison.Exact, Row("A", "x", null, "transit"), Row("A", "y", null, "transit"), Row("B", "x", null, "transit"), Row("B", "y", null, "delay"));

        Assert.Equal(EventType.Transit.Generic, table.FindAgreed("A"u8)?.Type);
        Assert.Null(table.FindAgreed("B"u8));
    }

    [Theory]
    [InlineData(nameof(CodeComparison.Exact))]
    [InlineData(nameof(CodeComparison.IgnoreCase))]
    [InlineData(nameof(CodeComparison.Number))]
    public void The_row_found_is_the_best_of_all(string comparison)
    {
        string[] parts = ["A", "a", "B", "07", "7", "007", "0", "OW", "oW", "abcdefgh", "abcdefgH", "abcdefghi", "aBcdefghi", "abcdefgh-abcdefgh", "abcdefgh+abcdefgh", "00abcdefghi", "é"];
        var compare = Enum.Parse<CodeComparison>(comparison);
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 40)).Select(number => new RowDocument(Part() ?? "*", Part(), Part(), $"{number}", false, new() { Line = 1, Type = "transit" })).ToArray();
            var table = Table(compare, rows);
            for (var asked = 0; asked < 60; asked++)
            {
                var (code, qualifier, qualifier2) = (Part() ?? "none", Part() ?? "", Part() ?? "");
                var best = rows.Where(row => row.Code == "*" || IsSame(row.Code, code))
                    .Where(row => (row.Qualifier is null || IsSame(row.Qualifier, qualifier)) && (row.Qualifier2 is null || IsSame(row.Qualifier2, qualifier2)))
                    .OrderByDescending(row => Exact(row.Code != "*") + Exact(row.Qualifier is not null) + Exact(row.Qualifier2 is not null))
                    .ThenByDescending(row => row.Code != "*").ThenByDescending(row => row.Qualifier is not null).FirstOrDefault();
                Assert.Equal(best?.Label, Find(table, code, $" {qualifier}\t", qualifier2)?.Label);
            }
        }

        string? Part() => random.Next(3) == 0 ? null : parts[random.Next(parts.Length)];
        bool IsSame(string first, string second) => compare.Fold(first) == compare.Fold(second) && second.Length > 0;
        static int Exact(bool isExact) => isExact ? 1 : 0;
    }

    [Fact]
    public void Every_row_of_every_map_is_found_by_its_own_key()
    {
        foreach (var id in MapLibrary.BuiltIn.CarrierIds)
        {
            var map = MapLibrary.BuiltIn.Find(id)!;
            foreach (var set in map.Document.Codes)
            {
                foreach (var row in set.Rows)
                {
                    var found = Find(map.Set(set.Set)!, row.Code == "*" ? "no such code" : row.Code, row.Qualifier ?? "", row.Qualifier2 ?? "");
                    Assert.True(found?.Type.Code == row.Meaning.Type, $"{id}, {set.Set}, line {row.Meaning.Line}: {row.Code} + {row.Qualifier} + {row.Qualifier2} gives {found?.Type}");
                }
            }
        }
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        var table = MapLibrary.BuiltIn.Find("ups")!.MainSet!;

        Allocations.AssertNone(() => table.Find("SR"u8, "X"u8, default));
    }

    private static CodeTable Table(CodeComparison compare, params RowDocument[] rows) => CodeTable.Create(compare, rows);

    private static RowDocument Row(string code, string? qualifier, string? qualifier2, string type) =>
        new(code, qualifier, qualifier2, null, Remove: false, new() { Line = 1, Type = type, Source = "S1", Confidence = Confidence.High });

    private static Meaning? Find(CodeTable table, string code, string qualifier, string qualifier2) =>
        table.Find(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(qualifier), Encoding.UTF8.GetBytes(qualifier2));
}
