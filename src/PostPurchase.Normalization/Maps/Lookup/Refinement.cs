using System.Text;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>A rule that makes a coarse type finer by another field of the scan.</summary>
internal sealed class Refinement
{
    private readonly string[] _of;
    private readonly byte[]? _code;
    private readonly string? _set;

    private Refinement(RefinementDocument document, Meaning meaning, int order)
    {
        _of = document.Of.Split('|', StringSplitOptions.TrimEntries);
        Code = document.Code;
        _code = document.Code is null ? null : Encoding.UTF8.GetBytes(document.Code);
        _set = document.Set;
        Field = document.In is null ? null : string.Intern(document.In);
        Pattern = TextPattern.Create(document.Text);
        Meaning = meaning;
        Order = order;
    }

    /// <summary>Name of the field looked at; <see langword="null"/> for the label, then the detail.</summary>
    public string? Field { get; }

    /// <summary>The one code that it is for; <see langword="null"/> for any.</summary>
    public string? Code { get; }

    /// <summary>Whether it is for one code, or for the codes of one set.</summary>
    public bool AsksForCode => _code is not null || _set is not null;

    public bool IsOnText => Field is null or "label" or "detail";

    public TextPattern Pattern { get; }

    public Meaning Meaning { get; }

    /// <summary>Place in the file; the first that fits is applied.</summary>
    public int Order { get; }

    public static Refinement? Create(RefinementDocument document, int order) => Meaning.From(document.Meaning) is { } meaning ? new(document, meaning, order) : null;

    public bool AppliesTo(EventType type)
    {
        foreach (var of in _of)
        {
            if (of == "*" || of == type.Code) return true;
            if (of.EndsWith(".*", StringComparison.Ordinal) && type.Code.AsSpan().StartsWith(of.AsSpan(0, of.Length - 1))) return true;
        }
        return false;
    }

    public bool AppliesTo(string? set, ReadOnlySpan<byte> code) =>
        (_set is null || _set == set) && (_code is null || code.Trim((byte)' ').SequenceEqual(_code));
}
