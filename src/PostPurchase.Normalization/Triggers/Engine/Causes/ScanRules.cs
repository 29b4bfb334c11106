using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on scans, by type, so that a scan meets only those that may fire for it.</summary>
internal sealed class ScanRules
{
    private readonly (PreparedRule Rule, ScanCause Cause)[] _usual;
    private readonly (PreparedRule Rule, ScanCause Cause)[] _flagged;
    private readonly PreparedRule[] _first;
    private readonly PreparedRule[] _ofAnyType;

    /// <summary>Whether a rule names a type that is not of the taxonomy.</summary>
    private readonly bool _namesOthers;
    private readonly PreparedRule[][] _byType;

    /// <summary>Of those only the ones for which the type is grave enough.</summary>
    private readonly PreparedRule[][] _graveByType;

    /// <summary>Of those only the ones that fire late.</summary>
    private readonly PreparedRule[][] _lateByType;

    public ScanRules(IEnumerable<PreparedRule> rules)
    {
        var all = rules.Where(rule => rule.Rule.Cause is ScanCause).Select(rule => (Rule: rule, Cause: (ScanCause)rule.Rule.Cause)).ToArray();
        _first = [.. all.Where(one => one.Cause.IsFirst).Select(one => one.Rule)];
        _flagged = [.. all.Where(one => !one.Cause.IsFirst && one.Cause.Flags != ScanFlags.None)];
        _usual = [.. all.Where(one => !one.Cause.IsFirst && one.Cause.Flags == ScanFlags.None)];
        _ofAnyType = [.. _usual.Where(one => one.Cause.Types.Count == 0).Select(one => one.Rule)];
        _namesOthers = _usual.Any(one => one.Cause.Types.Concat(one.Cause.Except).Any(type => type.Number == 0));
        _byType = new PreparedRule[EventType.All[^1].Number + 1][];
        _graveByType = new PreparedRule[_byType.Length][];
        _lateByType = new PreparedRule[_byType.Length][];
        foreach (var type in EventType.All)
        {
            _byType[type.Number] = RulesOf(type);
            _graveByType[type.Number] = [.. _byType[type.Number].Where(rule => type.Severity >= rule.Rule.Conditions.LeastSeverity)];
            _lateByType[type.Number] = [.. _graveByType[type.Number].Where(rule => rule.FiresLate)];
        }
    }

    public void Find(OccasionFinder finder)
    {
        var history = finder.Situation.History;
        for (var i = finder.Start; i < history.Length; i++)
        {
            var scan = history[i];
            foreach (var rule in Of(scan, finder))
            {
                if (scan.IsMoveless) finder.Reject(rule, RuleVerdict.Flagged, scan);
                else finder.Add(rule, scan);
            }
            if (scan.Flags == ScanFlags.None) continue;
            foreach (var (rule, cause) in _flagged)
            {
                if ((scan.Flags & cause.Flags) != ScanFlags.None && cause.IsOf(scan.Type)) finder.Add(rule, scan);
            }
        }
        if (finder.Start > 0 || history.Length == 0) return;
        foreach (var rule in _first) finder.Add(rule, history[0]);
    }

    private PreparedRule[] Of(ShipmentScan scan, OccasionFinder finder)
    {
        var type = scan.Type;
        if (type.Number > 0) return (finder.Explains ? _byType : finder.Situation.IsLeftBehind(scan) ? _lateByType : _graveByType)[type.Number];
        return type.Parent == type && !_namesOthers ? _ofAnyType : RulesOf(type);
    }

    private PreparedRule[] RulesOf(EventType type) => [.. _usual.Where(one => one.Cause.IsOf(type)).Select(one => one.Rule)];
}
