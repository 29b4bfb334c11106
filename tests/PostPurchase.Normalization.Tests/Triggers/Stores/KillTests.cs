using PostPurchase.Normalization.KillTest;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers.Stores;

/// <summary>The short form; the full one is <c>dotnet run -c Release --project tests/PostPurchase.Normalization.KillTest -- run</c>.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task Killed_at_random_points_every_trigger_is_handled_and_the_state_is_as_if_nothing_had_happened()
    {
        using var folder = new TemporaryFolder();
        var report = await KillRun.RunAsync(folder.Path, kills: 5, events: 2000, seed: 1);

        Assert.True(report.Faults.Count == 0, string.Join('\n', report.Faults.Take(5)));
        Assert.Equal(5, report.Kills);
        Assert.True(report.Triggers > 500 && report.Handled >= report.Triggers);
    }

    [Fact]
    public async Task Two_processes_share_a_file()
    {
        using var folder = new TemporaryFolder();
        var report = await KillRun.RunTwoAsync(folder.Path, events: 1000, seed: 2);

        Assert.True(report.Faults.Count == 0, string.Join('\n', report.Faults.Take(5)));
        Assert.True(report.Triggers > 200);
    }
}
