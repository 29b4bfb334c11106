using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>What one decision adds to what has fired.</summary>
internal sealed class NewMarks
{
    private readonly List<Mark> _all = [];

    /// <summary>For each mark the place behind the one that its rule had before; 0 where it is its rule's first.</summary>
    private readonly List<int> _before = [];

    /// <summary>For each rule the place behind its last mark; 0 where it has none.</summary>
    private int[] _last = [];
    private HashSet<(RuleName Rule, string Cause)>? _causes;

    public ReadOnlySpan<Mark> All => CollectionsMarshal.AsSpan(_all);

    public int Count => _all.Count;

    /// <summary>Makes room.</summary>
    /// <param name="rules">How many rules there are.</param>
    public void Enter(int rules)
    {
        if (_last.Length < rules) _last = new int[rules];
    }

    /// <returns>Whether it is new in this decision.</returns>
    public bool Add(PreparedRule rule, string cause, long atTicks)
    {
        ref var last = ref _last[rule.Ordinal];
        if (last > 0 && Has(rule, cause, last)) return false;
        _all.Add(new(rule.Name, cause, atTicks));
        _before.Add(last);
        last = _all.Count;
        _causes?.Add((rule.Name, cause));
        return true;
    }

    public void Clear()
    {
        foreach (ref readonly var mark in All) _last[mark.Rule.Ordinal] = 0;
        _all.Clear();
        _before.Clear();
        _causes = null;
    }

    private bool Has(PreparedRule rule, string cause, int last)
    {
        if (Count > Mark.Few) return (_causes ??= Mark.ByCause(All)).Contains((rule.Name, cause));
        for (var place = last; place > 0; place = _before[place - 1])
        {
            if (string.Equals(_all[place - 1].Cause, cause, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
