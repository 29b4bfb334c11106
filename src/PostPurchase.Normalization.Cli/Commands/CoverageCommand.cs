using System.CommandLine;
using PostPurchase.Normalization.Cli.Output;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase coverage</c>: how much is known of each carrier, and how well.</summary>
internal static class CoverageCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = "md: a page for people. json: for programs.", DefaultValueFactory = _ => "md" };
        output.AcceptOnlyFromAmong("md", "json");
        var maps = Maps.CreateOption();
        var command = new Command(
            "coverage",
            """
            Tells how many formats, codes and event types are known of each carrier, how well, and from where.

            Examples:
              postpurchase coverage > carrier-maps/COVERAGE.md
              postpurchase coverage --output json --maps ./our-maps
            """)
        {
            output, maps,
        };
        command.SetAction(parsed =>
        {
            if (Maps.Load(parsed.GetValue(maps)) is not { } library) return ExitCode.WrongUsage;
            var coverage = Coverage.Of(library);
            Console.Write(parsed.GetValue(output) == "json" ? coverage.ToJson() : coverage.ToMarkdown());
            return ExitCode.Fine;
        });
        return command;
    }
}
