using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>A rule that may fire, and for what. It becomes an <see cref="Occasion"/> where it does.</summary>
internal readonly record struct Candidate(PreparedRule Rule, string CauseKey, ShipmentScan? Scan, OccasionDetails Details)
{
    public Occasion ToOccasion(Setting setting) => new() { Setting = setting, Rule = Rule.Rule, CauseKey = CauseKey, Scan = Scan, Details = Details };
}
