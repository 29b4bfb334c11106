using System.CommandLine;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase crosswalk</c>: statuses of other systems, from and to.</summary>
internal static class CrosswalkCommand
{
    /// <summary>Stands for the code where a detail is told by itself.</summary>
    private const string AnyCode = "*";

    public static Command Create()
    {
        var system = new Argument<string>("SYSTEM") { Description = $"One of {string.Join(", ", Crosswalk.Systems)}." };
        var code = new Argument<string?>("CODE") { Description = "A status of the system, or an event type; '*' where only DETAIL is known.", Arity = ArgumentArity.ZeroOrOne };
        var detail = new Argument<string?>("DETAIL") { Description = "The finer status beside it.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(
            "crosswalk",
            """
            Tells what a status of another system means, and what an event type is called there.

            Without CODE, lists all statuses and all types. In the lists '=' is the same, '~' the nearest;
            a type without an answer says nothing about where the parcel is.

            Examples:
              postpurchase crosswalk aftership
              postpurchase crosswalk aftership InTransit InTransit_003
              postpurchase crosswalk x12-214 '*' AA
              postpurchase crosswalk easypost customs.held
            """)
        {
            system, code, detail,
        };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(system)!;
            if (Crosswalk.Systems.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) is not { } id)
            {
                Console.Error.WriteLine($"No system is known as '{name}'; there are {string.Join(", ", Crosswalk.Systems)}.");
                return ExitCode.WrongUsage;
            }
            return parsed.GetValue(code) is { } asked ? Tell(id, asked, parsed.GetValue(detail)) : List(id);
        });
        return command;
    }

    private static int List(string system)
    {
        Console.WriteLine("Statuses, and how they are read:");
        foreach (var (code, detail) in Crosswalk.Find(system)!.Statuses)
        {
            var match = Crosswalk.From(system, code, detail)!.Value;
            Console.WriteLine($"  {Text(code ?? AnyCode, detail),-58} {Sign(match.IsExact)} {match.EventType.Code,-42} {match.Confidence.ToText()}");
        }
        Console.WriteLine();
        Console.WriteLine("Event types, and how they are written:");
        foreach (var type in EventType.All) Console.WriteLine($"  {type.Code,-42} {Written(Crosswalk.To(system, type)!.Value)}");
        return ExitCode.Fine;
    }

    private static int Tell(string system, string code, string? detail)
    {
        var isFound = false;
        if (Crosswalk.From(system, code == AnyCode ? null : code, detail) is { } match)
        {
            isFound = true;
            Console.WriteLine($"{system} {Text(code, detail)} is read as");
            Console.WriteLine($"  {match.EventType.Code}: {match.EventType.Definition}");
            Console.WriteLine($"  {(match.IsExact ? "the same" : "the nearest")}, confidence {match.Confidence.ToText()}");
        }
        // A few words, such as 'delivered', are both a status and a type.
        if (detail is null && EventType.TryFind(code, out var type))
        {
            isFound = true;
            Console.WriteLine($"{type.Code} is written to {system} as");
            Console.WriteLine($"  {Written(Crosswalk.To(system, type)!.Value)}");
        }
        if (isFound) return ExitCode.Fine;
        Console.WriteLine($"{system} has no status {Text(code, detail)}, and there is no such event type.");
        return ExitCode.Problems;
    }

    private static string Written(CrosswalkStatus status) => status switch
    {
        { IsPlaceholder: true, Code: "" } => "- nothing to send",
        { IsPlaceholder: true } => $"- {Text(status.Code, status.Detail)} where the field must be filled",
        _ => $"{Sign(status.IsExact)} {Text(status.Code, status.Detail),-58} {status.Confidence.ToText()}",
    };

    private static string Sign(bool isExact) => isExact ? "=" : "~";

    private static string Text(string code, string? detail) => detail is null ? code : $"{code} + {detail}";
}
