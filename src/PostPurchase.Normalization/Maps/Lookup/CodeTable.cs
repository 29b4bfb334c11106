using System.Runtime.CompilerServices;
using System.Text;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>
/// The rows of one code set. Looks up by code and up to two qualifiers, wildcards included, without allocating. Immutable.
/// </summary>
/// <remarks>
/// The row with more exact parts wins; of two with as many, the one whose code is exact, then the one whose first qualifier is.
/// Rows are hashed by code and first qualifier, so that at most four probes answer.
/// </remarks>
internal sealed class CodeTable
{
    private readonly CodePairs<Rows> _rows = new();

    /// <summary>What a code means where all its rows agree; for callers that have no qualifier.</summary>
    private readonly CodePairs<Meaning> _agreed = new();

    private readonly bool _hasUnqualified;
    private readonly bool _hasWildcardCode;

    private CodeTable(CodeComparison compare, IEnumerable<RowDocument> rows)
    {
        Compare = compare;
        var byCode = new Dictionary<string, List<Meaning>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Remove || Meaning.From(row.Meaning, row.Label, row.Qualifier is not null || row.Qualifier2 is not null) is not { } meaning) continue;
            var isWildcard = row.Code == "*";
            var code = Part(isWildcard ? null : row.Code);
            var found = RowsOf(code, Part(row.Qualifier));
            if (row.Qualifier2 is null) found.Add(meaning);
            else found.Add(Part(row.Qualifier2), meaning);
            _hasUnqualified |= !isWildcard && row.Qualifier is null;
            _hasWildcardCode |= isWildcard;
            Count++;
            if (isWildcard) continue;
            var text = Encoding.UTF8.GetString(code.ToArray());
            if (!byCode.TryGetValue(text, out var meanings)) byCode[text] = meanings = [];
            meanings.Add(meaning);
        }
        foreach (var (code, meanings) in byCode)
        {
            if (meanings.TrueForAll(meaning => meaning.Type == meanings[0].Type)) _agreed.Add(Part(code), default, meanings[0]);
        }
    }

    public CodeComparison Compare { get; }

    public int Count { get; }

    public static CodeTable Create(CodeComparison compare, IEnumerable<RowDocument> rows) => new(compare, rows);

    /// <summary>Finds the best row; <see langword="null"/> for none. Blanks at the ends of the parts do not count.</summary>
    public Meaning? Find(ReadOnlySpan<byte> code, ReadOnlySpan<byte> qualifier, ReadOnlySpan<byte> qualifier2)
    {
        var exactCode = new CodePart(code, Compare);
        var exactQualifier = new CodePart(qualifier, Compare);
        if (!exactQualifier.IsEmpty && _rows.Find(exactCode, exactQualifier)?.Find(qualifier2, Compare, out _) is { } exact) return exact;
        var isTwofold = false;
        var byCode = _hasUnqualified ? _rows.Find(exactCode, default)?.Find(qualifier2, Compare, out isTwofold) : null;
        return _hasWildcardCode && !(byCode is not null && isTwofold) ? FindWildcard(byCode, exactQualifier, qualifier2) : byCode;
    }

    /// <summary>Finds what a code means where no qualifier is known: all its rows must agree on the type.</summary>
    public Meaning? FindAgreed(ReadOnlySpan<byte> code)
    {
        var part = new CodePart(code, Compare);
        return part.IsEmpty ? null : _agreed.Find(part, default);
    }

    /// <summary>Whether a set takes two codes for the same.</summary>
    public static bool AreSame(string first, string second, CodeComparison compare) =>
        new CodePart(Encoding.UTF8.GetBytes(first), compare).ToArray().AsSpan().SequenceEqual(new CodePart(Encoding.UTF8.GetBytes(second), compare).ToArray());

    private Meaning? FindWildcard(Meaning? byCode, in CodePart qualifier, ReadOnlySpan<byte> qualifier2)
    {
        var isTwofold = false;
        var byQualifier = qualifier.IsEmpty ? null : _rows.Find(default, qualifier)?.Find(qualifier2, Compare, out isTwofold);
        if (byQualifier is not null && isTwofold) return byQualifier;
        return byCode ?? byQualifier ?? _rows.Find(default, default)?.Find(qualifier2, Compare, out _);
    }

    private Rows RowsOf(in CodePart code, in CodePart qualifier)
    {
        if (_rows.Find(code, qualifier) is { } known) return known;
        var added = new Rows();
        _rows.Add(code, qualifier, added);
        return added;
    }

    private CodePart Part(string? text) => text is null ? default : new(Encoding.UTF8.GetBytes(text.Trim()), Compare);

    /// <summary>The rows of one code and first qualifier: that for any second qualifier, and those for one.</summary>
    private sealed class Rows
    {
        private Meaning? _open;
        private (ulong Word, byte[] Text, Meaning Meaning)[] _seconds = [];

        public void Add(Meaning meaning) => _open ??= meaning;

        public void Add(in CodePart qualifier2, Meaning meaning) => _seconds = [.. _seconds, (qualifier2.Word, qualifier2.ToArray(), meaning)];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Meaning? Find(ReadOnlySpan<byte> qualifier2, CodeComparison compare, out bool isSecondExact)
        {
            isSecondExact = false;
            return _seconds.Length == 0 || qualifier2.IsEmpty ? _open : FindSecond(qualifier2, compare, out isSecondExact);
        }

        private Meaning? FindSecond(ReadOnlySpan<byte> qualifier2, CodeComparison compare, out bool isSecondExact)
        {
            var sought = new CodePart(qualifier2, compare);
            isSecondExact = true;
            foreach (ref readonly var second in _seconds.AsSpan())
            {
                if (sought.Word == second.Word && sought.Length == second.Text.Length && sought.IsSameAs(second.Text)) return second.Meaning;
            }
            isSecondExact = false;
            return _open;
        }
    }
}
