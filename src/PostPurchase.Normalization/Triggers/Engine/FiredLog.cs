using NodaTime;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>What has fired for a shipment: rule, cause and when. Immutable, so that a decision that is not saved leaves no trace.</summary>
internal sealed class FiredLog
{
    private SharedMarks _marks = SharedMarks.None;
    private int _count;
    private RuleIndex? _index;
    private ulong[] _rules = [];
    private CauseSketch _sketch;

    /// <summary>The latest decision, in Unix ticks.</summary>
    private long _latest = long.MinValue;

    /// <summary>Whether the marks of each rule stand in the order of their times: each decision was later than those before.</summary>
    private bool _isInOrder = true;
    private HashSet<(RuleName Rule, string Cause)>? _causes;

    private FiredLog()
    {
    }

    public static FiredLog Empty { get; } = new();

    /// <summary>Ordered by rule and cause, so that the same log is always written alike.</summary>
    public IEnumerable<(string Rule, string Cause, Instant At)> Entries => Marks.ToArray()
        .OrderBy(mark => mark.Rule.Text, StringComparer.Ordinal).ThenBy(mark => mark.Cause, StringComparer.Ordinal)
        .Select(mark => (mark.Rule.Text, mark.Cause, Instant.FromUnixTimeTicks(mark.AtTicks)));

    /// <summary>Rules that keep silent and have something to tell when that is over.</summary>
    public IReadOnlyList<HeldRule> Held { get; private init; } = [];

    private ReadOnlySpan<Mark> Marks => _marks.Of(_count);

    public static FiredLog Of(IEnumerable<(string Rule, string Cause, Instant At)> entries, IReadOnlyList<HeldRule> held)
    {
        Mark[] marks = [.. entries.Select(entry => new Mark(new(entry.Rule), entry.Cause, entry.At.ToUnixTimeTicks())).OrderBy(mark => mark.AtTicks)];
        return new() { _marks = new(marks), _count = marks.Length, _sketch = default(CauseSketch).With(marks), _latest = marks.Length == 0 ? long.MinValue : marks[^1].AtTicks, Held = held };
    }

    /// <summary>The same log for the rules of an engine; all below asks one that is.</summary>
    public FiredLog For(RuleIndex index)
    {
        if (ReferenceEquals(_index, index)) return this;
        var marks = Marks.ToArray();
        foreach (ref var mark in marks.AsSpan()) mark = mark with { Rule = index.NameOf(mark.Rule.Text) };
        var rules = With(new ulong[(index.Prepared.Length + 63) / 64], marks);
        return new() { _marks = new(marks), _count = _count, _index = index, _rules = rules, _sketch = _sketch, _latest = _latest, _isInOrder = _isInOrder, Held = Held };
    }

    /// <param name="added">What a decision adds.</param>
    /// <param name="held">Rules that keep silent from then on.</param>
    /// <param name="nowTicks">When it was made, in Unix ticks.</param>
    public FiredLog With(ReadOnlySpan<Mark> added, IReadOnlyList<HeldRule> held, long nowTicks) => new()
    {
        _marks = _marks.With(_count, added),
        _count = _count + added.Length,
        _index = _index,
        _rules = With(_rules, added),
        _sketch = _sketch.With(added),
        _latest = Math.Max(_latest, nowTicks),
        _isInOrder = _isInOrder && nowTicks >= _latest,
        Held = held,
    };

    public bool Has(PreparedRule rule) => Has(_rules, rule.Ordinal);

    /// <summary>Whether it fired for a cause, whose key is given in two parts.</summary>
    public bool Has(PreparedRule rule, string cause, string? suffix = null)
    {
        if (!Has(rule) || !_sketch.MayHave(cause)) return false;
        if (_count > Mark.Few) return (_causes ??= Mark.ByCause(Marks)).Contains((rule.Name, cause + suffix));
        foreach (ref readonly var mark in Marks)
        {
            if (mark.Rule == rule.Name && mark.IsOf(cause, suffix)) return true;
        }
        return false;
    }

    /// <summary>When it fired last, in Unix ticks; of a rule that never did, long ago.</summary>
    public long LastOf(PreparedRule rule)
    {
        var last = long.MinValue;
        var marks = Marks;
        for (var i = marks.Length - 1; i >= 0; i--)
        {
            if (marks[i].Rule != rule.Name) continue;
            last = Math.Max(last, marks[i].AtTicks);
            if (_isInOrder) break;
        }
        return last;
    }

    /// <summary>Until when it keeps silent, in Unix ticks; of a rule that does not, long ago.</summary>
    public long SilentUntil(PreparedRule rule)
    {
        if (!rule.Pauses || !Has(rule)) return long.MinValue;
        var quiet = LastOf(rule) + rule.QuietTicks;
        return rule.MostPerDay > 0 && FirstOfLast(rule, rule.MostPerDay) is { } first ? Math.Max(quiet, first + NodaConstants.TicksPerDay) : quiet;
    }

    /// <summary>Of the last so many times that it fired the first; <see langword="null"/> where it did not as often. What is marked at one moment was told at once.</summary>
    private long? FirstOfLast(PreparedRule rule, int times)
    {
        var moments = new SortedSet<long>();
        foreach (ref readonly var mark in Marks)
        {
            if (mark.Rule == rule.Name) moments.Add(mark.AtTicks);
        }
        return moments.Count < times ? null : moments.Reverse().ElementAt(times - 1);
    }

    private static bool Has(ulong[] rules, int ordinal) => (rules[ordinal >> 6] >> ordinal & 1) != 0;

    /// <summary>The rules that fired, a bit for each; the same where those of the marks are among them already.</summary>
    private static ulong[] With(ulong[] rules, ReadOnlySpan<Mark> added)
    {
        var all = rules;
        foreach (ref readonly var mark in added)
        {
            var ordinal = mark.Rule.Ordinal;
            if (ordinal < 0 || Has(all, ordinal)) continue;
            if (all == rules) all = [.. rules];
            all[ordinal >> 6] |= 1UL << ordinal;
        }
        return all;
    }
}

/// <summary>That a rule keeps silent and has something to tell.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Until">When it may fire again, in Unix ticks.</param>
internal readonly record struct HeldRule(string Rule, long Until);
