using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using PostPurchase.Normalization.Cli.Output;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase triggers</c>: the built-in triggers.</summary>
internal static class TriggersCommand
{
    private static readonly string[] Groups = [.. TriggerCatalogue.Rules.Select(rule => Word(rule.Group)).Distinct(StringComparer.Ordinal)];

    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = "ndjson: a trigger a line, for programs. table: for people.", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("ndjson", "table");
        var group = new Option<string?>("--group") { Description = "Only those of one group.", HelpName = "GROUP" };
        group.AcceptOnlyFromAmong(Groups);
        var command = new Command(
            "triggers",
            """
            Lists the built-in triggers: when each fires, when not, how often for a shipment, and whether
            the order in which reports arrive makes no difference ('any order').

            Examples:
              postpurchase triggers
              postpurchase triggers --group customs
              postpurchase triggers --output ndjson > triggers.ndjson
            """)
        {
            output, group,
        };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(group);
            var rules = TriggerCatalogue.Rules.Where(rule => asked is null || Word(rule.Group) == asked);
            if (parsed.GetValue(output) == "ndjson") WriteLines(rules);
            else WriteTable(rules);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void WriteTable(IEnumerable<TriggerRule> rules)
    {
        foreach (var rule in rules)
        {
            var not = rule.FiresNot is { } text ? $" Not: {text}." : "";
            Console.WriteLine($"{rule.Name,-37} {Word(rule.Group),-12} {"once a " + Word(rule.OncePer),-15} {(rule.IsOrderIndependent ? "any order" : ""),-9} {rule.Fires}.{not}");
        }
    }

    private static void WriteLines(IEnumerable<TriggerRule> rules)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = EventLines.CreateWriter(buffer);
        foreach (var rule in rules)
        {
            writer.WriteStartObject();
            writer.WriteString("name", rule.Name);
            writer.WriteString("group", Word(rule.Group));
            writer.WriteString("fires", rule.Fires);
            if (rule.FiresNot is { } not) writer.WriteString("not", not);
            writer.WriteString("once", Word(rule.OncePer));
            writer.WriteBoolean("anyOrder", rule.IsOrderIndependent);
            writer.WriteEndObject();
            writer.Flush();
            Console.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
            buffer.ResetWrittenCount();
            writer.Reset();
        }
    }

    /// <summary>The word of rule files.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
