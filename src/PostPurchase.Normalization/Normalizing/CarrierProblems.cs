using System.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Reads what a carrier says instead of events. Immutable.</summary>
internal sealed class CarrierProblems(FormatPlan format)
{
    private readonly ProblemRule[] _rules = [.. format.Problems.Select(problem => new ProblemRule(problem))];

    /// <summary>For each scope whether a rule looks at something in it.</summary>
    private readonly bool[] _scopes =
        [.. Enumerable.Range(0, format.Document.Scopes.Count + 1).Select(scope => format.Problems.Any(problem => problem.Code.StandsIn(scope) || problem.Message.StandsIn(scope)))];

    /// <summary>The problem that a shipment, or a payload without one, tells of, itself or in what lies inside it.</summary>
    public CarrierProblem Find(Captures captures, ReadOnlySpan<byte> payload, int instance)
    {
        if (_rules.Length == 0) return CarrierProblem.None;
        for (var inner = instance; inner < captures.InstanceCount && (inner == instance || captures[inner].Parent >= instance); inner++)
        {
            var scope = captures[inner].Scope;
            if (inner != instance && scope < _scopes.Length && !_scopes[scope]) continue;
            foreach (var rule in _rules)
            {
                // What an instance has no place for stands around it, where it was looked for before.
                if (inner != instance && !rule.Plan.Code.StandsIn(scope) && !rule.Plan.Message.StandsIn(scope)) continue;
                var code = rule.Plan.Code.Read(captures, payload, inner);
                var message = rule.Plan.Message.Read(captures, payload, inner);
                if (!code.IsEmpty || !message.IsEmpty) return new(rule.KindOf(code, message), rule.Plan, inner);
            }
        }
        return CarrierProblem.None;
    }
}

/// <summary>A problem found.</summary>
/// <param name="Kind">What it is; <see cref="ProblemKind.NoEvents"/> where nothing is told.</param>
/// <param name="Plan">Where its texts stand; <see langword="null"/> where nothing is told.</param>
/// <param name="Instance">The instance that they are read from.</param>
internal readonly record struct CarrierProblem(ProblemKind Kind, ProblemPlan? Plan, int Instance)
{
    public static readonly CarrierProblem None = new(ProblemKind.NoEvents, null, Captures.None);

    public ReadOnlySpan<byte> Code(Captures captures, ReadOnlySpan<byte> payload) => Plan is null ? default : Plan.Code.Read(captures, payload, Instance);

    public ReadOnlySpan<byte> Message(Captures captures, ReadOnlySpan<byte> payload) => Plan is null ? default : Plan.Message.Read(captures, payload, Instance);
}

/// <summary>How a format tells of problems, compiled.</summary>
internal sealed class ProblemRule
{
    private const int LongestCode = 128;

    private readonly Dictionary<string, ProblemKind> _byCode = new(StringComparer.Ordinal);
    private readonly (TextPattern Pattern, ProblemKind Kind)[] _byMessage;
    private readonly ProblemKind _otherwise;

    public ProblemRule(ProblemPlan plan)
    {
        Plan = plan;
        foreach (var (code, word) in plan.Document.Kinds) _byCode[code] = KindOf(word);
        _byMessage = [.. plan.Document.Messages.Select(message => (TextPattern.Create(message.Key), KindOf(message.Value)))];
        _otherwise = KindOf(plan.Document.Otherwise);
    }

    public ProblemPlan Plan { get; }

    public ProblemKind KindOf(ReadOnlySpan<byte> code, ReadOnlySpan<byte> message)
    {
        code = code.Trim(" \t\r\n"u8);
        if (code.Length is > 0 and <= LongestCode)
        {
            Span<char> text = stackalloc char[LongestCode];
            var length = Encoding.UTF8.GetChars(code, text);
            if (_byCode.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var byCode)) return byCode;
        }

        Span<byte> buffer = stackalloc byte[FoldedText.MaxLength];
        var folded = FoldedText.Fold(message, buffer);
        if (folded.IsEmpty) return _otherwise;
        foreach (var (pattern, kind) in _byMessage)
        {
            if (pattern.Matches(folded)) return kind;
        }
        return _otherwise;
    }

    private static ProblemKind KindOf(string word) => TaxonomyText.TryParse(word, out ProblemKind kind) ? kind : ProblemKind.CarrierError;
}
