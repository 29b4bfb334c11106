using NodaTime;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>What has fired for a shipment: rule, cause and when. Immutable, so that a decision that is not saved leaves no trace.</summary>
internal sealed class FiredLog
{
    /// <summary>Up to so many, looking at each is faster than a hash.</summary>
    private const int FewMarks = 64;

    private readonly SharedMarks _marks;
    private readonly int _count;
    private readonly RuleIndex? _index;
    private readonly ulong[] _rules;
    private HashSet<(int Rule, string Cause)>? _causes;

    private FiredLog(SharedMarks marks, int count, RuleIndex? index, ulong[] rules, IReadOnlyList<HeldRule> held) =>
        (_marks, _count, _index, _rules, Held) = (marks, count, index, rules, held);

    public static FiredLog Empty { get; } = new(new([]), 0, null, [], []);

    /// <summary>Ordered by rule and cause, so that the same log is always written alike.</summary>
    public IEnumerable<(string Rule, string Cause, Instant At)> Entries => Marks.ToArray()
        .OrderBy(mark => mark.Rule, StringComparer.Ordinal).ThenBy(mark => mark.Cause, StringComparer.Ordinal)
        .Select(mark => (mark.Rule, mark.Cause, Instant.FromUnixTimeTicks(mark.AtTicks)));

    /// <summary>Rules that keep silent and have something to tell when that is over.</summary>
    public IReadOnlyList<HeldRule> Held { get; }

    private ReadOnlySpan<Mark> Marks => _marks.Of(_count);

    public static FiredLog Of(IEnumerable<(string Rule, string Cause, Instant At)> entries, IReadOnlyList<HeldRule> held) =>
        Of([.. entries.Select(entry => new Mark(-1, entry.Rule, entry.Cause, entry.At.ToUnixTimeTicks()))], null, held);

    /// <summary>The same log for the rules of an engine; all below asks one that is.</summary>
    public FiredLog For(RuleIndex index)
    {
        if (ReferenceEquals(_index, index)) return this;
        var marks = Marks.ToArray();
        foreach (ref var mark in marks.AsSpan()) mark = mark with { Ordinal = index.OrdinalOf(mark.Rule) };
        return Of(marks, index, Held);
    }

    public FiredLog With(ReadOnlySpan<Mark> added, IReadOnlyList<HeldRule> held) =>
        new(_marks.With(_count, added), _count + added.Length, _index, With(_rules, added), held);

    public bool Has(PreparedRule rule) => Has(_rules, rule.Ordinal);

    /// <summary>Whether it fired for a cause, whose key is given in two parts.</summary>
    public bool Has(PreparedRule rule, string cause, string? suffix = null)
    {
        if (!Has(rule)) return false;
        if (_count > FewMarks) return (_causes ??= Mark.ByCause(Marks)).Contains((rule.Ordinal, cause + suffix));
        return Mark.IsAmong(Marks, rule, cause, suffix);
    }

    /// <summary>When it fired last, in Unix ticks; of a rule that never did, long ago.</summary>
    public long LastOf(PreparedRule rule)
    {
        var last = long.MinValue;
        foreach (ref readonly var mark in Marks)
        {
            if (mark.Ordinal == rule.Ordinal) last = Math.Max(last, mark.AtTicks);
        }
        return last;
    }

    /// <summary>Until when it keeps silent, in Unix ticks; of a rule that does not, long ago.</summary>
    public long SilentUntil(PreparedRule rule)
    {
        if (!rule.Pauses || !Has(rule)) return long.MinValue;
        var quiet = LastOf(rule) + rule.QuietTicks;
        return rule.Rule.MostPerDay > 0 && FirstOfLast(rule, rule.Rule.MostPerDay) is { } first ? Math.Max(quiet, first + NodaConstants.TicksPerDay) : quiet;
    }

    /// <summary>Of the last so many times that it fired the first; <see langword="null"/> where it did not as often. What is marked at one moment was told at once.</summary>
    private long? FirstOfLast(PreparedRule rule, int times)
    {
        var moments = new SortedSet<long>();
        foreach (ref readonly var mark in Marks)
        {
            if (mark.Ordinal == rule.Ordinal) moments.Add(mark.AtTicks);
        }
        return moments.Count < times ? null : moments.Reverse().ElementAt(times - 1);
    }

    private static FiredLog Of(Mark[] marks, RuleIndex? index, IReadOnlyList<HeldRule> held) =>
        new(new(marks), marks.Length, index, index is null ? [] : With(new ulong[(index.Prepared.Length + 63) / 64], marks), held);

    private static bool Has(ulong[] rules, int ordinal) => (rules[ordinal >> 6] >> ordinal & 1) != 0;

    /// <summary>The rules that fired, a bit for each; the same where those of the marks are among them already.</summary>
    private static ulong[] With(ulong[] rules, ReadOnlySpan<Mark> added)
    {
        var all = rules;
        foreach (ref readonly var mark in added)
        {
            if (mark.Ordinal < 0 || Has(all, mark.Ordinal)) continue;
            if (all == rules) all = [.. rules];
            all[mark.Ordinal >> 6] |= 1UL << mark.Ordinal;
        }
        return all;
    }
}

/// <summary>That a rule keeps silent and has something to tell.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Until">When it may fire again, in Unix ticks.</param>
internal readonly record struct HeldRule(string Rule, long Until);

/// <summary>That a rule fired for a cause.</summary>
/// <param name="Ordinal">The rule's place among those of an engine; -1 where it is not among them.</param>
/// <param name="Rule">Its name.</param>
/// <param name="Cause">The cause's key.</param>
/// <param name="AtTicks">When, in Unix ticks. A cause that a later one made unnecessary, or that came while the rule kept silent, was told with that.</param>
internal readonly record struct Mark(int Ordinal, string Rule, string Cause, long AtTicks)
{
    /// <summary>Looks at each; the cause's key is given in two parts.</summary>
    public static bool IsAmong(ReadOnlySpan<Mark> marks, PreparedRule rule, string cause, string? suffix)
    {
        foreach (ref readonly var mark in marks)
        {
            if (mark.Ordinal == rule.Ordinal && mark.IsOf(cause, suffix)) return true;
        }
        return false;
    }

    /// <summary>For more than are looked at one by one.</summary>
    public static HashSet<(int Rule, string Cause)> ByCause(ReadOnlySpan<Mark> marks)
    {
        var causes = new HashSet<(int Rule, string Cause)>(marks.Length);
        foreach (ref readonly var mark in marks) causes.Add((mark.Ordinal, mark.Cause));
        return causes;
    }

    private bool IsOf(string cause, string? suffix) => suffix is null
        ? string.Equals(Cause, cause, StringComparison.Ordinal)
        : Cause.Length == cause.Length + suffix.Length && Cause.StartsWith(cause, StringComparison.Ordinal) && Cause.EndsWith(suffix, StringComparison.Ordinal);
}
