using PostPurchase.Normalization.Triggers;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Catalogue;

/// <summary>Every trigger of the catalogue fires for a shipment, and does not for one that comes near; all rules are on.</summary>
public sealed class TriggerTableTests
{
    private static readonly IReadOnlyDictionary<string, Row> Table = Read();
    private static readonly TriggerEngine Engine = new(CatalogueFiles.Rules);

    public static TheoryData<string> Triggers() => [.. Table.Keys];

    [Fact]
    public void Every_trigger_has_its_row() => Assert.Equal(Engine.Rules.Select(rule => rule.Name), Table.Keys);

    [Theory, MemberData(nameof(Triggers))]
    public void It_fires_at_the_last_step_and_not_when_it_comes_near(string trigger)
    {
        var row = Table[trigger];

        Assert.Equal([.. Expected(row.Fires[..^1]), true], Fired(trigger, row.Fires));
        Assert.Equal(Expected(row.Not), Fired(trigger, row.Not));
    }

    private static IEnumerable<bool> Expected(IEnumerable<string> steps) => steps.Select(step => step.EndsWith('!'));

    private static IEnumerable<bool> Fired(string trigger, IEnumerable<string> steps) =>
        new TriggerWalk(Engine).Go(steps.Select(step => step.TrimEnd('!'))).Select(fired => fired.Any(one => one.Name == trigger));

    private static Dictionary<string, Row> Read()
    {
        var table = new Dictionary<string, Row>(StringComparer.Ordinal);
        string? trigger = null;
        string[] fires = [];
        foreach (var line in File.ReadLines(Repository.PathOf("tests", "PostPurchase.Normalization.Tests", "Triggers", "Catalogue", "TriggerTable.txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] != ' ') trigger = line;
            else if (line.StartsWith("  fires  ", StringComparison.Ordinal)) fires = Steps(line);
            else if (line.StartsWith("  not    ", StringComparison.Ordinal)) table.Add(trigger!, new(fires, Steps(line)));
            else throw new InvalidOperationException($"The table of triggers has a line '{line}' that means nothing.");
        }
        return table;
    }

    private static string[] Steps(string line) => line["  fires  ".Length..].Split(" | ", StringSplitOptions.TrimEntries);

    private sealed record Row(string[] Fires, string[] Not);
}
