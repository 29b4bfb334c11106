using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>The rules by what they look for, so that a scan meets only those that may fire for it. Immutable.</summary>
internal sealed class RuleIndex
{
    private readonly TriggerRule[][] _scansByType;
    private readonly TriggerRule[] _scansOfAnyType;
    private readonly TriggerRule[][] _phases;
    private readonly TriggerRule[][] _waits;
    private readonly Dictionary<string, string[]> _silencers = new(StringComparer.Ordinal);

    public RuleIndex(IReadOnlyList<TriggerRule> rules)
    {
        Rules = [.. rules];
        var scans = Rules.Where(rule => rule.Cause is ScanCause { IsFirst: false, Flags: ScanFlags.None }).ToArray();
        _scansOfAnyType = [.. scans.Where(rule => ((ScanCause)rule.Cause).Types.Count == 0)];
        _scansByType = new TriggerRule[EventType.All[^1].Number + 1][];
        Array.Fill(_scansByType, _scansOfAnyType);
        foreach (var type in EventType.All) _scansByType[type.Number] = [.. scans.Where(rule => Matches((ScanCause)rule.Cause, type))];
        _phases = [.. Enum.GetValues<Milestone>().Select(phase => Rules.Where(rule => rule.Cause is PhaseCause cause && cause.Phases.Contains(phase)).ToArray())];
        First = [.. Rules.Where(rule => rule.Cause is ScanCause { IsFirst: true })];
        Flagged = [.. Rules.Where(rule => rule.Cause is ScanCause { IsFirst: false, Flags: not ScanFlags.None })];
        Problems = [.. Rules.Where(rule => rule.Cause is ProblemCause)];
        Estimates = [.. Rules.Where(rule => rule.Cause is EstimateCause)];
        _waits = [.. Enum.GetValues<Milestone>().Select(phase => Rules.Where(rule => rule.Cause is DeadlineCause cause && (cause.Phases.Count == 0 || cause.Phases.Contains(phase))).ToArray())];
        Repeats = [.. Rules.Where(rule => rule.Cause is RepeatCause)];
        Sequences = [.. Rules.Where(rule => rule.Cause is SequenceCause)];
        Pieces = [.. Rules.Where(rule => rule.Cause is PieceCause)];
        foreach (var silenced in Rules.SelectMany(rule => rule.Silences).Distinct(StringComparer.Ordinal))
        {
            _silencers[silenced] = [.. Rules.Where(rule => rule.Silences.Contains(silenced)).Select(rule => rule.Name)];
        }
    }

    public TriggerRule[] Rules { get; }

    public TriggerRule[] First { get; }

    public TriggerRule[] Flagged { get; }

    public TriggerRule[] Problems { get; }

    public TriggerRule[] Estimates { get; }

    public TriggerRule[] Repeats { get; }

    public TriggerRule[] Sequences { get; }

    public TriggerRule[] Pieces { get; }

    public ReadOnlySpan<TriggerRule> ForScan(EventType type)
    {
        if (type.Number > 0) return _scansByType[type.Number];
        return type.Parent == type ? _scansOfAnyType : Rules.Where(rule => rule.Cause is ScanCause { IsFirst: false, Flags: ScanFlags.None } cause && Matches(cause, type)).ToArray();
    }

    public ReadOnlySpan<TriggerRule> ForPhase(Milestone phase) => _phases[(int)phase];

    /// <summary>The rules that may wait while a shipment is in a phase.</summary>
    public ReadOnlySpan<TriggerRule> ForWait(Milestone phase) => _waits[(int)phase];

    /// <summary>The rules after which this one no longer fires.</summary>
    public string[] SilencersOf(string rule) => _silencers.GetValueOrDefault(rule) ?? [];

    public static bool Matches(ScanCause cause, EventType type) => (cause.Types.Count == 0 || IsAny(type, cause.Types)) && !IsAny(type, cause.Except);

    public static bool IsAny(EventType type, IReadOnlyList<EventType> types)
    {
        for (var i = 0; i < types.Count; i++)
        {
            if (type.Is(types[i])) return true;
        }
        return false;
    }
}
