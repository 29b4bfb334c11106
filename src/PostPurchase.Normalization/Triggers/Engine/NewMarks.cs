namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>What one decision adds to what has fired.</summary>
/// <param name="most">Most that there may be.</param>
internal sealed class NewMarks(int most)
{
    /// <summary>Up to so many, looking at each is faster than a hash.</summary>
    private const int FewMarks = 32;

    private readonly Mark[] _all = new Mark[most];
    private HashSet<(int Rule, string Cause)>? _causes;

    public ReadOnlySpan<Mark> All => _all.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <returns>Whether it is new in this decision.</returns>
    public bool Add(PreparedRule rule, string cause, long atTicks)
    {
        if (Has(rule, cause)) return false;
        _all[Count++] = new(rule.Ordinal, rule.Rule.Name, cause, atTicks);
        _causes?.Add((rule.Ordinal, cause));
        return true;
    }

    private bool Has(PreparedRule rule, string cause) =>
        Count > FewMarks ? (_causes ??= Mark.ByCause(All)).Contains((rule.Ordinal, cause)) : Mark.IsAmong(All, rule, cause, null);
}
