using System.CommandLine;
using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Catalogue;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase lint</c>: everything that is wrong with maps and with rules.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var folder = new Argument<string?>("DIR") { Description = "Folder of carrier maps; walked.", Arity = ArgumentArity.ZeroOrOne };
        var record = new Option<bool>("--record") { Description = "Where all is well, write what each map's version means into DIR/versions.csv." };
        var rules = new Option<string[]>("--rules") { Description = "A file of trigger rules, or a folder that holds nothing else; walked. May be given several times.", HelpName = "PATH" };
        var alone = new Option<bool>("--without-built-in") { Description = "The rules stand alone: the built-in ones are not in force beside them." };
        var carriers = new Option<string[]>("--carrier") { Description = "Id of a carrier that rules may name though no map has it. May be given several times.", HelpName = "ID" };
        var types = new Option<string[]>("--type") { Description = "Event type that the host registers, such as acme:quality_check. May be given several times.", HelpName = "CODE" };
        var command = new Command(
            "lint",
            """
            Checks carrier maps and trigger rules, and tells every fault with file and line.

            Where DIR holds a versions.csv, a code that means something else takes a higher major version,
            an added one a higher minor version, and each version a heading '## ID VERSION' in CHANGELOG.md.

            Rules are checked for what cannot be read, for names that are not there, and for what can never
            fire or makes no difference. They may name the carriers of DIR beside the built-in ones.

            Examples:
              postpurchase lint carrier-maps
              postpurchase lint ./our-maps --record
              postpurchase lint --rules ./our-rules
              postpurchase lint ./our-maps --rules express.json --rules gifts.json
            """)
        {
            folder, record, rules, alone, carriers, types,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(folder) is null && result.GetValue(rules) is not { Length: > 0 }) result.AddError("Required argument missing: DIR, or --rules PATH.");
            if (result.GetValue(folder) is null && result.GetValue(record)) result.AddError("--record takes a DIR of maps.");
        });
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(folder);
            if (directory is not null && !Directory.Exists(directory)) return Missing("folder", directory);
            var paths = parsed.GetValue(rules) ?? [];
            if (Array.Find(paths, path => !Path.Exists(path)) is { } missing) return Missing("file or folder", missing);
            if (!Register(parsed.GetValue(types) ?? [])) return ExitCode.WrongUsage;

            var (maps, faults) = (MapLibrary.BuiltIn, 0);
            if (directory is not null)
            {
                var report = parsed.GetValue(record) ? MapLinter.Record(directory, maps) : MapLinter.LintFolder(directory, maps);
                foreach (var fault in report.Faults) Console.WriteLine(fault);
                Console.WriteLine($"{report.Maps} maps, {report.Rows} rows, {report.Faults.Count} faults");
                faults += report.Faults.Count;
                if (faults == 0) maps = maps.WithFolder(directory);
            }
            if (paths.Length > 0)
            {
                var report = RuleLinter.LintFiles(Files(paths), new() { Maps = maps, Carriers = parsed.GetValue(carriers) ?? [], Beside = parsed.GetValue(alone) ? [] : TriggerCatalogue.Rules });
                foreach (var fault in report.Faults) Console.WriteLine(fault);
                Console.WriteLine($"{report.Files} rule files, {report.Rules} rules, {report.Faults.Count} faults");
                faults += report.Faults.Count;
            }
            return faults == 0 ? ExitCode.Fine : ExitCode.Problems;
        });
        return command;
    }

    /// <summary>What is not known of these types is held against no rule.</summary>
    private static bool Register(string[] types)
    {
        try
        {
            foreach (var type in types) EventType.Register(type, new() { Condition = Condition.Exception, Severity = Severity.Critical });
            return true;
        }
        catch (ArgumentException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return false;
        }
    }

    private static IEnumerable<string> Files(string[] paths) => paths.SelectMany(path =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : (IEnumerable<string>)[path]);

    private static int Missing(string what, string path)
    {
        Console.Error.WriteLine($"There is no {what} '{path}'.");
        return ExitCode.WrongUsage;
    }
}
