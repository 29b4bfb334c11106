using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>What one decision adds to what has fired.</summary>
internal sealed class NewMarks
{
    /// <summary>Up to so many, looking at each is faster than a hash.</summary>
    private const int FewMarks = 64;

    private readonly List<Mark> _all = [];
    private HashSet<(int Rule, string Cause)>? _causes;

    public ReadOnlySpan<Mark> All => CollectionsMarshal.AsSpan(_all);

    public int Count => _all.Count;

    /// <returns>Whether it is new in this decision.</returns>
    public bool Add(PreparedRule rule, string cause, long atTicks)
    {
        if (Has(rule, cause)) return false;
        _all.Add(new(rule.Ordinal, rule.Rule.Name, cause, atTicks));
        _causes?.Add((rule.Ordinal, cause));
        return true;
    }

    public void Clear()
    {
        _all.Clear();
        _causes = null;
    }

    private bool Has(PreparedRule rule, string cause) =>
        Count > FewMarks ? (_causes ??= Mark.ByCause(All)).Contains((rule.Ordinal, cause)) : Mark.IsAmong(All, rule, cause, null);
}
