using System.CommandLine;
using System.Text;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase explain</c>: what a carrier's code means, and who says so.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var carrier = new Argument<string>("CARRIER") { Description = "Id or alias of the carrier." };
        var code = new Argument<string>("CODE") { Description = "The carrier's code." };
        var qualifier = new Argument<string?>("QUALIFIER") { Description = "A code that qualifies it.", Arity = ArgumentArity.ZeroOrOne };
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
            return Explain(library, id, parsed.GetValue(code)!, parsed.GetValue(qualifier));
        });
        return command;
    }

    private static int Explain(MapLibrary library, string id, string code, string? qualifier)
    {
        var map = library.Find(id)!;
        var isFound = false;
        foreach (var set in map.Document.Codes)
        {
            var best = map.Set(set.Set)!.Find(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(qualifier ?? ""), default);
            var rows = set.Rows.Where(row => string.Equals(row.Code, code, StringComparison.OrdinalIgnoreCase) && (qualifier is null || row.Qualifier is null || row.Qualifier == qualifier)).ToList();
            if (best is null && rows.Count == 0) continue;
            isFound = true;
            Console.WriteLine($"{map.Document.Name ?? id}, set {set.Set}");
            foreach (var row in rows)
            {
                var type = EventType.FromCode(row.Meaning.Type ?? "");
                var parts = string.Join(" + ", new[] { row.Code, row.Qualifier, row.Qualifier2 }.Where(part => part is not null));
                Console.WriteLine($"  {parts}{(row.Label is null ? "" : $" \"{row.Label}\"")}");
                Console.WriteLine($"    {type.Code}: {type.Definition}");
                foreach (var facet in row.Meaning.Facets) Console.WriteLine($"    {facet.Key}: {facet.Value}");
                Console.WriteLine($"    confidence {row.Meaning.Confidence.ToText()}; {Sources(map.Document, row.Meaning.Source)}");
            }
            if (rows.Count == 0) Console.WriteLine($"  any other: {best!.Type.Code}: {best.Type.Definition}");
        }
        if (isFound) return ExitCode.Fine;
        Console.WriteLine($"{map.Document.Name ?? id} has no row for {code}{(qualifier is null ? "" : " + " + qualifier)}: such an event is {EventType.Tracking.Unmapped}.");
        return ExitCode.Problems;
    }

    private static string Sources(MapDocument map, string? keys) =>
        string.Join("; ", (keys ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => map.Sources.GetValueOrDefault(key) ?? key));
}
