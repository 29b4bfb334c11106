using System.Collections.Concurrent;
using System.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps.Lookup;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Reads what a carrier says instead of events.</summary>
internal static class CarrierProblems
{
    private static readonly ConcurrentDictionary<string, TextPattern> Patterns = new(StringComparer.Ordinal);

    /// <summary>The problem that a shipment, or a payload without one, tells of, itself or in what lies inside it.</summary>
    /// <returns><see cref="ProblemKind.NoEvents"/> and no plan where it tells of none; else the instance that the plan's fields are read from.</returns>
    public static (ProblemKind Kind, ProblemPlan? Plan, int Instance) Find(FormatPlan format, Captures captures, ReadOnlySpan<byte> payload, int instance)
    {
        if (format.Problems.Length == 0) return (ProblemKind.NoEvents, null, instance);
        for (var inner = instance; inner < captures.InstanceCount && (inner == instance || captures[inner].Parent >= instance); inner++)
        {
            foreach (var problem in format.Problems)
            {
                var code = problem.Code.Read(captures, payload, inner);
                var message = problem.Message.Read(captures, payload, inner);
                if (!code.IsEmpty || !message.IsEmpty) return (KindOf(problem, code, message), problem, inner);
            }
        }
        return (ProblemKind.NoEvents, null, instance);
    }

    private static ProblemKind KindOf(ProblemPlan problem, ReadOnlySpan<byte> code, ReadOnlySpan<byte> message)
    {
        if (!code.IsEmpty && problem.Document.Kinds.TryGetValue(Encoding.UTF8.GetString(code.Trim(" \t\r\n"u8)), out var word) && ProblemKinds.Parse(word) is { } byCode) return byCode;
        Span<byte> buffer = stackalloc byte[FoldedText.MaxLength];
        var folded = FoldedText.Fold(message, buffer);
        foreach (var (text, kind) in problem.Document.Messages)
        {
            if (!folded.IsEmpty && Patterns.GetOrAdd(text, TextPattern.Create).Matches(folded) && ProblemKinds.Parse(kind) is { } byMessage) return byMessage;
        }
        return ProblemKinds.Parse(problem.Document.Otherwise) ?? ProblemKind.CarrierError;
    }
}
