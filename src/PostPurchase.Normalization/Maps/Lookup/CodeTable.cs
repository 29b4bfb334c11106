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
    private readonly CodePairs<Rows> _rows;

    /// <summary>Those for any code, under their qualifiers.</summary>
    private readonly CodePairs<Rows> _ofAnyCode;

    /// <summary>What a code means where all its rows agree; for callers that have no qualifier.</summary>
    private readonly CodePairs<Meaning> _agreed;

    private readonly bool _hasUnqualified;
    private readonly bool _hasWildcardCode;

    private CodeTable(CodeComparison compare, IEnumerable<RowDocument> rows)
    {
        Compare = compare;
        (_rows, _ofAnyCode, _agreed) = (new(compare), new(compare), new(compare));
        var byCode = new Dictionary<string, List<Meaning>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Remove || Meaning.From(row.Meaning, row.Label, row.Qualifier is not null || row.Qualifier2 is not null) is not { } meaning) continue;
            var isWildcard = row.Code == "*";
            var code = Bytes(isWildcard ? null : row.Code);
            RowsOf(isWildcard ? _ofAnyCode : _rows, code, Bytes(row.Qualifier)).Add(row.Qualifier2 is null ? null : Bytes(row.Qualifier2), compare, meaning);
            _hasUnqualified |= !isWildcard && row.Qualifier is null;
            _hasWildcardCode |= isWildcard;
            Count++;
            if (isWildcard) continue;
            var text = Encoding.UTF8.GetString(CodePart.Normal(code, compare));
            if (!byCode.TryGetValue(text, out var meanings)) byCode[text] = meanings = [];
            meanings.Add(meaning);
        }
        foreach (var (code, meanings) in byCode)
        {
            if (meanings.TrueForAll(meaning => meaning.Type == meanings[0].Type)) _agreed.Add(Bytes(code), default, meanings[0]);
        }
    }

    public CodeComparison Compare { get; }

    public int Count { get; }

    public static CodeTable Create(CodeComparison compare, IEnumerable<RowDocument> rows) => new(compare, rows);

    /// <summary>Finds the row of a code that nothing qualifies; <see langword="null"/> for none. Blanks at its ends do not count.</summary>
    public Meaning? Find(ReadOnlySpan<byte> code)
    {
        var byCode = _hasUnqualified ? _rows.Find(new(code, Compare), default, code, default)?.Open : null;
        return byCode ?? (_hasWildcardCode ? FindAnything(default) : null);
    }

    /// <summary>Finds the best row; <see langword="null"/> for none. Blanks at the ends of the parts do not count.</summary>
    public Meaning? Find(ReadOnlySpan<byte> code, ReadOnlySpan<byte> qualifier, ReadOnlySpan<byte> qualifier2)
    {
        var compare = Compare;
        var codePart = new CodePart(code, compare);
        var qualifierPart = new CodePart(qualifier, compare);
        if (!qualifierPart.IsEmpty && _rows.Find(codePart, qualifierPart, code, qualifier) is { } exact && (exact.FindSecond(qualifier2, compare) ?? exact.Open) is { } found) return found;
        var byCode = _hasUnqualified ? _rows.Find(codePart, default, code, default) : null;
        if (byCode?.FindSecond(qualifier2, compare) is { } twofold) return twofold;
        return _hasWildcardCode ? FindWildcard(byCode?.Open, qualifierPart, qualifier, qualifier2) : byCode?.Open;
    }

    /// <summary>Finds what a code means where no qualifier is known: all its rows must agree on the type.</summary>
    public Meaning? FindAgreed(ReadOnlySpan<byte> code)
    {
        var part = new CodePart(code, Compare);
        return part.IsEmpty ? null : _agreed.Find(part, default, code, default);
    }

    /// <summary>Whether a set takes two codes for the same.</summary>
    public static bool AreSame(string first, string second, CodeComparison compare) =>
        CodePart.IsNormal(Bytes(first), compare, CodePart.Normal(Bytes(second), compare));

    /// <summary>Finds the best row for any code, where none is known that goes before it but perhaps <paramref name="byCode"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Meaning? FindWildcard(Meaning? byCode, CodePart qualifierPart, ReadOnlySpan<byte> qualifier, ReadOnlySpan<byte> qualifier2)
    {
        var byQualifier = qualifierPart.IsEmpty ? null : _ofAnyCode.Find(default, qualifierPart, default, qualifier);
        return byQualifier?.FindSecond(qualifier2, Compare) ?? byCode ?? byQualifier?.Open ?? FindAnything(qualifier2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Meaning? FindAnything(ReadOnlySpan<byte> qualifier2)
    {
        var rows = _ofAnyCode.Find(default, default, default, default);
        return rows?.FindSecond(qualifier2, Compare) ?? rows?.Open;
    }

    private Rows RowsOf(CodePairs<Rows> all, byte[] code, byte[] qualifier)
    {
        if (all.Find(new(code, Compare), new(qualifier, Compare), code, qualifier) is { } known) return known;
        var added = new Rows();
        all.Add(code, qualifier, added);
        return added;
    }

    private static byte[] Bytes(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text.Trim());

    /// <summary>The rows of one code and first qualifier: that for any second qualifier, and those for one.</summary>
    private sealed class Rows
    {
        private Second? _second;

        public Meaning? Open { get; private set; }

        public void Add(byte[]? qualifier2, CodeComparison compare, Meaning meaning)
        {
            if (qualifier2 is null) Open ??= meaning;
            else Second.Append(ref _second, new(new(qualifier2, compare), CodePart.Normal(qualifier2, compare), meaning));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Meaning? FindSecond(ReadOnlySpan<byte> qualifier2, CodeComparison compare) =>
            _second is null || qualifier2.IsEmpty ? null : FindSecond(_second, qualifier2, compare);

        // Apart, so that it does not weigh on the frame of those who have no second qualifier.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static Meaning? FindSecond(Second first, ReadOnlySpan<byte> qualifier2, CodeComparison compare)
        {
            var sought = new CodePart(qualifier2, compare);
            for (var second = first; second is not null; second = second.Next)
            {
                if (sought.Word == second.Word && sought.Length == second.Length && (sought.IsShort || CodePart.IsNormal(qualifier2, compare, second.Text))) return second.Meaning;
            }
            return null;
        }
    }

    /// <summary>A second qualifier and its row; the next one of the same rows follows.</summary>
    private sealed class Second(CodePart part, byte[] text, Meaning meaning)
    {
        public readonly ulong Word = part.Word;
        public readonly int Length = part.Length;
        public readonly byte[] Text = text;
        public readonly Meaning Meaning = meaning;
        public Second? Next;

        public static void Append(ref Second? first, Second added)
        {
            ref var last = ref first;
            while (last is not null) last = ref last.Next;
            last = added;
        }
    }
}
