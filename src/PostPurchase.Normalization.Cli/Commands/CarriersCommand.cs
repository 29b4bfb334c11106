using System.CommandLine;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase carriers</c>: the maps there are.</summary>
internal static class CarriersCommand
{
    public static Command Create()
    {
        var maps = Maps.CreateOption();
        var command = new Command("carriers", "Lists carriers with their formats and the number of codes known.") { maps };
        command.SetAction(parsed =>
        {
            if (Maps.Load(parsed.GetValue(maps)) is not { } library) return ExitCode.WrongUsage;
            foreach (var id in library.CarrierIds) Print(library.Document(id)!);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Print(MapDocument map)
    {
        var codes = map.Codes.Sum(set => set.Rows.Count);
        Console.WriteLine($"{map.Id,-20} {map.Name,-28} {map.Kind,-11} {map.Version,-8} {codes,5} codes  {string.Join(", ", map.Formats.Select(format => format.Id))}");
    }
}
