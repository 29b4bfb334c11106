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
        var record = new Option<bool>("--record") { Description = "Where all is well, write what each map's version means into DIR/versions.csv." };
        var command = new Command(
            "lint",
            """
            Checks carrier maps and tells every fault with file and line.

            Where DIR holds a versions.csv, a code that means something else takes a higher major version,
            an added one a higher minor version, and each version a heading '## ID VERSION' in CHANGELOG.md.

            Examples:
              postpurchase lint carrier-maps
              postpurchase lint ./our-maps
              postpurchase lint ./our-maps --record
            """)
        {
            folder, record,
        };
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(folder)!;
            if (!Directory.Exists(directory))
            {
                Console.Error.WriteLine($"There is no folder '{directory}'.");
                return ExitCode.WrongUsage;
            }
            var report = parsed.GetValue(record) ? MapLinter.Record(directory, MapLibrary.BuiltIn) : MapLinter.LintFolder(directory, MapLibrary.BuiltIn);
            foreach (var fault in report.Faults) Console.WriteLine(fault);
            Console.WriteLine($"{report.Maps} maps, {report.Rows} rows, {report.Faults.Count} faults");
            return report.Faults.Count == 0 ? ExitCode.Fine : ExitCode.Problems;
        });
        return command;
    }
}
