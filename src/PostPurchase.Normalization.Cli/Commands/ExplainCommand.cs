using System.CommandLine;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase explain</c>: what a carrier's code means, and who says so.</summary>
internal static class ExplainCommand
{
    private const string Any = "*";

    public static Command Create()
    {
        var carrier = new Argument<string>("CARRIER") { Description = "Id or alias of the carrier." };
        var code = new Argument<string>("CODE") { Description = "The carrier's code." };
        var qualifier = new Argument<string?>("QUALIFIER") { Description = "A code that qualifies it; without it all qualifiers are listed.", Arity = ArgumentArity.ZeroOrOne };
        var maps = Maps.CreateOption();
        var command = new Command(
            "explain",
            """
            Tells what a carrier's code means.

            Examples:
              postpurchase explain ups SR X
              postpurchase explain usps 01
              postpurchase explain fedex DE
            """)
        {
            carrier, code, qualifier, maps,
        };
        command.SetAction(parsed =>
        {
            if (Maps.Load(parsed.GetValue(maps)) is not { } library) return ExitCode.WrongUsage;
            if (library.FindId(parsed.GetValue(carrier)!) is not { } id)
            {
                Console.Error.WriteLine($"No carrier is known as '{parsed.GetValue(carrier)}'; 'postpurchase carriers' lists them.");
                return ExitCode.WrongUsage;
            }
            return Explain(library.Document(id)!, parsed.GetValue(code)!.Trim(), parsed.GetValue(qualifier)?.Trim());
        });
        return command;
    }

    private static int Explain(MapDocument map, string code, string? qualifier)
    {
        var isFound = false;
        foreach (var set in map.Codes)
        {
            var rows = Deciding(set, code, qualifier);
            if (rows.Count == 0) continue;
            isFound = true;
            Console.WriteLine($"{map.Name ?? map.Id}, set {set.Set}");
            foreach (var row in rows) Print(map, row, isOneOfSeveral: rows.Count > 1);
        }
        if (isFound) return ExitCode.Fine;

        Console.WriteLine($"{map.Name ?? map.Id} has no row for {code}{(qualifier is null ? "" : " + " + qualifier)}: such an event is {EventType.Tracking.Unmapped}.");
        var similar = map.Codes.SelectMany(set => set.Rows).Where(row => string.Equals(row.Code, code, StringComparison.OrdinalIgnoreCase)).Select(Key).Distinct(StringComparer.Ordinal).ToList();
        if (similar.Count > 0) Console.WriteLine($"There is {string.Join(", ", similar)}.");
        return ExitCode.Problems;
    }

    /// <summary>The rows that decide, found as the set compares codes. Where no qualifier is asked for, all rows of the code.</summary>
    private static List<RowDocument> Deciding(CodeSetDocument set, string code, string? qualifier)
    {
        var rows = set.Rows.Where(row => !row.Remove && Fits(row.Code, code)).ToList();
        if (qualifier is null)
        {
            var own = rows.Where(row => row.Code != Any).ToList();
            return own.Count > 0 ? own : rows.Where(row => IsAny(row.Qualifier)).ToList();
        }
        // More exact parts win; of as many, the row whose code is exact.
        return rows.Where(row => Fits(row.Qualifier, qualifier))
            .GroupBy(row => (row.Code == Any ? 0 : 3) + (IsAny(row.Qualifier) ? 0 : 2))
            .MaxBy(group => group.Key)?.ToList() ?? [];

        bool Fits(string? written, string asked) => IsAny(written) || CodeTable.AreSame(written!, asked, set.Compare);
    }

    private static bool IsAny(string? part) => part is null or Any;

    private static void Print(MapDocument map, RowDocument row, bool isOneOfSeveral)
    {
        var type = EventType.FromCode(row.Meaning.Type ?? "");
        Console.WriteLine($"  {Key(row)}{(isOneOfSeveral && IsAny(row.Qualifier) && IsAny(row.Qualifier2) ? " + any other" : "")}{(row.Label is null ? "" : $" \"{row.Label}\"")}");
        Console.WriteLine($"    {type.Code}: {type.Definition}");
        foreach (var facet in row.Meaning.Facets) Console.WriteLine($"    {facet.Key}: {facet.Value}");
        Console.WriteLine($"    confidence {row.Meaning.Confidence.ToText()}; {Sources(map, row.Meaning.Source)}");
    }

    private static string Key(RowDocument row)
    {
        string?[] parts = [row.Code == Any ? "any other code" : row.Code, row.Qualifier, row.Qualifier2];
        return string.Join(" + ", parts.Where((part, index) => index == 0 || !IsAny(part)));
    }

    private static string Sources(MapDocument map, string? keys) =>
        string.Join("; ", (keys ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => map.Sources.GetValueOrDefault(key) ?? key));
}
