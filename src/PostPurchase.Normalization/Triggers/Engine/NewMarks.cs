using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>What one decision adds to what has fired.</summary>
internal sealed class NewMarks
{
    /// <summary>Up to so many, looking at each is faster than a hash.</summary>
    private const int FewMarks = 64;

    private readonly List<Mark> _all = [];

    /// <summary>A bit for each rule that has a mark.</summary>
    private ulong[] _rules = new ulong[8];
    private HashSet<(int Rule, string Cause)>? _causes;

    public ReadOnlySpan<Mark> All => CollectionsMarshal.AsSpan(_all);

    public int Count => _all.Count;

    /// <returns>Whether it is new in this decision.</returns>
    public bool Add(PreparedRule rule, string cause, long atTicks)
    {
        if (!IsFirstOf(rule) && Has(rule, cause)) return false;
        _all.Add(new(rule.Ordinal, rule.Rule.Name, cause, atTicks));
        _causes?.Add((rule.Ordinal, cause));
        return true;
    }

    public void Clear()
    {
        _all.Clear();
        _rules.AsSpan().Clear();
        _causes = null;
    }

    private bool IsFirstOf(PreparedRule rule)
    {
        var place = rule.Ordinal >> 6;
        if (place >= _rules.Length) Array.Resize(ref _rules, Math.Max(_rules.Length * 2, place + 1));
        var bit = 1UL << rule.Ordinal;
        var isFirst = (_rules[place] & bit) == 0;
        _rules[place] |= bit;
        return isFirst;
    }

    private bool Has(PreparedRule rule, string cause) =>
        Count > FewMarks ? (_causes ??= Mark.ByCause(All)).Contains((rule.Ordinal, cause)) : Mark.IsAmong(All, rule, cause, null);
}
