using System.CommandLine;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary>The option that lays folders of a host's maps over the built-in ones.</summary>
internal static class Maps
{
    public static Option<string[]> CreateOption() => new("--maps")
    {
        Description = "Folder of carrier maps to lay over the built-in ones; may be given several times.",
        HelpName = "DIR",
    };

    /// <summary>The library, or <see langword="null"/> after telling what is wrong.</summary>
    public static MapLibrary? Load(string[]? folders)
    {
        var library = MapLibrary.BuiltIn;
        foreach (var folder in folders ?? [])
        {
            if (!Directory.Exists(folder))
            {
                Console.Error.WriteLine($"There is no folder '{folder}'.");
                return null;
            }
            try
            {
                library = library.WithFolder(folder);
            }
            catch (MapException fault)
            {
                Console.Error.WriteLine(fault.Message);
                return null;
            }
        }
        return library;
    }
}
