using System.Collections.Concurrent;
using System.Text;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>A map's refinements, sorted by the type that they apply to when that type first occurs. Thread-safe.</summary>
internal sealed class RefinementTable(IReadOnlyList<RefinementDocument> documents)
{
    private readonly Refinement[] _all = [.. documents.Select(Refinement.Create).OfType<Refinement>()];
    private readonly ConcurrentDictionary<EventType, TypeRefinements> _byType = new();

    public TypeRefinements Of(EventType type) => _byType.TryGetValue(type, out var known) ? known : Sort(type);

    private TypeRefinements Sort(EventType type) => _byType.GetOrAdd(type, new TypeRefinements(_all.Where(refinement => refinement.AppliesTo(type))));
}

/// <summary>The refinements of one type: whole texts by their text, all others in file order.</summary>
internal sealed class TypeRefinements
{
    private readonly Dictionary<string, Refinement[]> _whole = new(StringComparer.Ordinal);
    private readonly Refinement[] _patterns;

    public TypeRefinements(IEnumerable<Refinement> refinements)
    {
        var patterns = new List<Refinement>();
        foreach (var refinement in refinements)
        {
            if (refinement.Field is not null || !refinement.Pattern.IsExact)
            {
                patterns.Add(refinement);
                continue;
            }
            foreach (var text in refinement.Pattern.ExactTexts)
            {
                var key = Encoding.UTF8.GetString(text);
                _whole[key] = [.. _whole.GetValueOrDefault(key) ?? [], refinement];
            }
        }
        _patterns = [.. patterns];
    }

    public bool IsEmpty => _patterns.Length == 0 && _whole.Count == 0;

    public ReadOnlySpan<Refinement> Patterns => _patterns;

    /// <summary>The first refinement whose whole text is the label or the detail.</summary>
    public Refinement? FindWhole(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail, string? set, ReadOnlySpan<byte> code)
    {
        if (_whole.Count == 0) return null;
        var byLabel = FindWhole(label, set, code);
        var byDetail = FindWhole(detail, set, code);
        return byLabel is null || byDetail?.Order < byLabel.Order ? byDetail : byLabel;
    }

    private Refinement? FindWhole(ReadOnlySpan<byte> folded, string? set, ReadOnlySpan<byte> code)
    {
        if (folded.IsEmpty) return null;
        Span<char> text = stackalloc char[FoldedText.MaxLength];
        var length = Encoding.UTF8.GetChars(folded, text);
        if (!_whole.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var candidates)) return null;
        foreach (var candidate in candidates)
        {
            if (candidate.AppliesTo(set, code)) return candidate;
        }
        return null;
    }
}
