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

    private bool Has(PreparedRule rule, string cause)
    {
        if (Count > FewMarks) return (_causes ??= ByCause()).Contains((rule.Ordinal, cause));
        foreach (ref readonly var mark in All)
        {
            if (mark.Ordinal == rule.Ordinal && mark.IsOf(cause, null)) return true;
        }
        return false;
    }

    private HashSet<(int Rule, string Cause)> ByCause()
    {
        var causes = new HashSet<(int Rule, string Cause)>(_all.Length);
        foreach (ref readonly var mark in All) causes.Add((mark.Ordinal, mark.Cause));
        return causes;
    }
}
