using System.Collections.Concurrent;
using System.Text;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>A map's refinements, sorted by the type that they apply to when that type first occurs. Thread-safe.</summary>
internal sealed class RefinementTable(IReadOnlyList<RefinementDocument> documents)
{
    private readonly Refinement[] _all = [.. documents.Select(Refinement.Create).OfType<Refinement>()];
    private readonly ConcurrentDictionary<EventType, TypeRefinements> _byType = new();

    public TypeRefinements Of(Meaning row) => row.Refinements ??= Of(row.Type);

    private TypeRefinements Of(EventType type) => _byType.GetOrAdd(type, sought => new(_all.Where(refinement => refinement.AppliesTo(sought))));
}

/// <summary>The refinements of one type: those on label or detail in an index, those on other fields in file order.</summary>
internal sealed class TypeRefinements
{
    private const int LongestCode = 64;

    private readonly PhraseIndex<Refinement> _onTexts;
    private readonly Refinement[] _onFields;
    private readonly HashSet<string> _codes;
    private readonly bool _areForAnyCode;

    public TypeRefinements(IEnumerable<Refinement> refinements)
    {
        var all = refinements.ToList();
        _onTexts = new(all.Where(refinement => refinement.IsOnText).Select(refinement => (refinement.Pattern, refinement)));
        _onFields = [.. all.Where(refinement => !refinement.IsOnText)];
        _areForAnyCode = all.Exists(refinement => refinement is { IsOnText: true, Code: null });
        AreOnTexts = !_onTexts.IsEmpty;
        IsEmpty = _onFields.Length == 0 && _onTexts.IsEmpty;
        AskForCodes = all.Exists(refinement => refinement is { IsOnText: true, AsksForCode: true });
        _codes = [.. all.Where(refinement => refinement.IsOnText).Select(refinement => refinement.Code).OfType<string>()];
    }

    public bool IsEmpty { get; }

    /// <summary>Whether there are some on label or detail.</summary>
    public bool AreOnTexts { get; }

    /// <summary>Whether one on label or detail asks for a code or a set.</summary>
    public bool AskForCodes { get; }

    /// <summary>Whether label and detail can matter to a scan with that code.</summary>
    public bool NeedsTexts(ReadOnlySpan<byte> code)
    {
        if (_areForAnyCode) return true;
        code = code.Trim((byte)' ');
        if (_codes.Count == 0 || code.Length > LongestCode) return false;
        Span<char> text = stackalloc char[LongestCode];
        return _codes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..Encoding.UTF8.GetChars(code, text)]);
    }

    /// <summary>Those that look at other fields than label and detail, in file order.</summary>
    public ReadOnlySpan<Refinement> OnFields => _onFields;

    /// <summary>The first refinement in the file that fits the label or the detail, both folded.</summary>
    public Refinement? Find(ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail, string? set, ReadOnlySpan<byte> code)
    {
        var byLabel = label.IsEmpty ? null : _onTexts.Find(label, new Filter("detail", set, code));
        var byDetail = detail.IsEmpty ? null : _onTexts.Find(detail, new Filter("label", set, code));
        return byLabel is null || byDetail?.Order < byLabel.Order ? byDetail : byLabel;
    }

    private readonly ref struct Filter(string otherField, string? set, ReadOnlySpan<byte> code) : IPhraseFilter<Refinement>
    {
        private readonly ReadOnlySpan<byte> _code = code;

        public bool Allows(Refinement item) => item.Field != otherField && item.AppliesTo(set, _code);
    }
}
