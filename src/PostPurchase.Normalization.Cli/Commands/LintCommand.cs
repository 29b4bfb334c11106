using System.CommandLine;
using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase lint</c>: everything that is wrong with maps.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of carrier maps; walked." };
        var command = new Command(
            "lint",
            """
            Checks carrier maps and tells every fault with file and line.

            Examples:
              postpurchase lint carrier-maps
              postpurchase lint ./our-maps
            """)
        {
            folder,
        };
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(folder)!;
            if (!Directory.Exists(directory))
            {
                Console.Error.WriteLine($"There is no folder '{directory}'.");
                return ExitCode.WrongUsage;
            }
            var report = MapLinter.LintFolder(directory, MapLibrary.BuiltIn);
            foreach (var fault in report.Faults) Console.WriteLine(fault);
            Console.WriteLine($"{report.Maps} maps, {report.Rows} rows, {report.Faults.Count} faults");
            return report.Faults.Count == 0 ? ExitCode.Fine : ExitCode.Problems;
        });
        return command;
    }
}
