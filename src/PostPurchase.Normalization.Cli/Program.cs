using System.CommandLine;
using System.Text;
using PostPurchase.Normalization.Cli.Commands;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var root = new RootCommand("Turns carriers' raw tracking payloads into standard events.")
{
    NormalizeCommand.Create(),
    TimelineCommand.Create(),
    ExplainCommand.Create(),
    LintCommand.Create(),
    CarriersCommand.Create(),
    CoverageCommand.Create(),
    TypesCommand.Create(),
    CrosswalkCommand.Create(),
    TriggersCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)) Console.Error.WriteLine(message);
    Console.Error.WriteLine("Try 'postpurchase --help'.");
    return ExitCode.WrongUsage;
}
return await parsed.InvokeAsync().ConfigureAwait(false);
