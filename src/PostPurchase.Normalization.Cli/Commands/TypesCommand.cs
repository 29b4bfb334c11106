using System.CommandLine;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase types</c>: the taxonomy.</summary>
internal static class TypesCommand
{
    public static Command Create()
    {
        var command = new Command("types", "Lists the event types with their phase, condition and meaning.");
        command.SetAction(_ =>
        {
            foreach (var type in EventType.All)
            {
                var milestone = type.Milestone == Milestone.None ? "-" : type.Milestone.ToText();
                Console.WriteLine($"{type.Code,-42} {milestone,-20} {type.Condition.ToText(),-9} {type.Severity.ToText(),-8} {type.Definition}");
            }
            return ExitCode.Fine;
        });
        return command;
    }
}
