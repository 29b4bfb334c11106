using PostPurchase.Normalization.Taxonomy;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>Every phase, condition and status word comes up.</summary>
public sealed class ReachTests
{
    [Fact]
    public void Every_phase_and_every_condition_is_reached()
    {
        var reached = Reached();

        Assert.Equal(Enum.GetValues<Milestone>(), reached.Select(state => state.Milestone).Distinct().Order());
        Assert.Equal(Enum.GetValues<Condition>(), reached.Select(state => state.Condition).Distinct().Order());
    }

    [Fact]
    public void Every_status_word_is_reached()
    {
        var words = Enum.GetValues<Milestone>().SelectMany(_ => Enum.GetValues<Condition>(), StatusWord.Of).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(words, Reached().Select(state => StatusWord.Of(state.Milestone, state.Condition)).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("partly_delivered", Scans.Shipment("01T10:00 delivered /1", "01T10:00 transit /2").Status);
    }

    /// <summary>The states of all histories of one and two scans.</summary>
    private static HashSet<(Milestone Milestone, Condition Condition)> Reached()
    {
        var reached = new HashSet<(Milestone, Condition)>();
        foreach (var first in EventType.All.Where(type => type.Milestone != Milestone.None || type.Condition != Condition.OnTrack))
        {
            Try($"01T10:00 {first}");
            foreach (var second in EventType.All) Try($"01T10:00 {first}", $"02T10:00 {second}");
        }
        return reached;

        void Try(params string[] scans)
        {
            var shipment = Scans.Shipment(scans);
            reached.Add((shipment.Milestone, shipment.Condition));
        }
    }
}
