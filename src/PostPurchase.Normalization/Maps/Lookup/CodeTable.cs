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
    private const int MaxKeyLength = 128;

    private readonly int[] _buckets;
    private readonly Entry[] _entries;
    private readonly bool _hasUnqualified;
    private readonly bool _hasWildcardCode;

    private CodeTable(CodeComparison compare, IReadOnlyList<Entry> entries, Dictionary<string, Meaning> codeOnly)
    {
        Compare = compare;
        CodeOnly = codeOnly;
        _entries = [.. entries];
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, entries.Count * 2))];
        _hasUnqualified = entries.Any(entry => entry.Code is not null && entry.Qualifier is null);
        _hasWildcardCode = entries.Any(entry => entry.Code is null);
        for (var i = 0; i < _entries.Length; i++)
        {
            ref var entry = ref _entries[i];
            entry.Hash = Hash(entry.Code, entry.Qualifier);
            ref var bucket = ref _buckets[entry.Hash & (uint)(_buckets.Length - 1)];
            entry.Next = bucket;
            bucket = i + 1;
        }
    }

    public CodeComparison Compare { get; }

    /// <summary>What a code means where all its rows agree; for callers that have no qualifier.</summary>
    private Dictionary<string, Meaning> CodeOnly { get; }

    public int Count => _entries.Length;

    public static CodeTable Create(CodeComparison compare, IEnumerable<RowDocument> rows)
    {
        var entries = new List<Entry>();
        var byCode = new Dictionary<string, List<Meaning>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Remove || Meaning.From(row.Meaning, row.Label, row.Qualifier is not null || row.Qualifier2 is not null) is not { } meaning) continue;
            var code = row.Code == "*" ? null : Normalize(row.Code, compare);
            entries.Add(new() { Code = code, Qualifier = Normalize(row.Qualifier, compare), Qualifier2 = Normalize(row.Qualifier2, compare), Meaning = meaning });
            if (code is null) continue;
            var text = Encoding.UTF8.GetString(code);
            if (!byCode.TryGetValue(text, out var meanings)) byCode[text] = meanings = [];
            meanings.Add(meaning);
        }
        var agreed = byCode.Where(group => group.Value.TrueForAll(meaning => meaning.Type == group.Value[0].Type))
            .ToDictionary(group => group.Key, group => group.Value[0], StringComparer.Ordinal);
        return new(compare, entries, agreed);
    }

    /// <summary>Finds the best row; <see langword="null"/> for none. Blanks at the ends of the parts do not count.</summary>
    public Meaning? Find(ReadOnlySpan<byte> code, ReadOnlySpan<byte> qualifier, ReadOnlySpan<byte> qualifier2)
    {
        code = Trim(code);
        qualifier = Trim(qualifier);
        qualifier2 = Trim(qualifier2);
        if (Compare == CodeComparison.Exact) return FindNormalized(code, qualifier, qualifier2);
        if (code.Length + qualifier.Length + qualifier2.Length > MaxKeyLength) return null;

        Span<byte> buffer = stackalloc byte[MaxKeyLength];
        var normalCode = Normalize(code, buffer, Compare);
        var normalQualifier = Normalize(qualifier, buffer[normalCode.Length..], Compare);
        var normalQualifier2 = Normalize(qualifier2, buffer[(normalCode.Length + normalQualifier.Length)..], Compare);
        return FindNormalized(normalCode, normalQualifier, normalQualifier2);
    }

    /// <summary>Finds what a code means where no qualifier is known: all its rows must agree on the type.</summary>
    public Meaning? FindAgreed(ReadOnlySpan<byte> code)
    {
        code = Trim(code);
        if (code.Length is 0 or > MaxKeyLength) return null;
        Span<byte> buffer = stackalloc byte[MaxKeyLength];
        Span<char> text = stackalloc char[MaxKeyLength];
        var length = Encoding.UTF8.GetChars(Normalize(code, buffer, Compare), text);
        return CodeOnly.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var meaning) ? meaning : null;
    }

    private Meaning? FindNormalized(ReadOnlySpan<byte> code, ReadOnlySpan<byte> qualifier, ReadOnlySpan<byte> qualifier2)
    {
        if (!qualifier.IsEmpty && Probe(code, qualifier, qualifier2, out _) is { } exact) return exact;
        var isTwofold = false;
        var byCode = _hasUnqualified ? Probe(code, default, qualifier2, out isTwofold) : null;
        if (byCode is not null && (isTwofold || !_hasWildcardCode)) return byCode;
        if (!_hasWildcardCode) return null;

        var byQualifier = qualifier.IsEmpty ? null : Probe(default, qualifier, qualifier2, out isTwofold);
        if (byQualifier is not null && isTwofold) return byQualifier;
        return byCode ?? byQualifier ?? Probe(default, default, qualifier2, out _);
    }

    /// <summary>The entry with that code and first qualifier (empty: any), preferring an exact second qualifier.</summary>
    private Meaning? Probe(ReadOnlySpan<byte> code, ReadOnlySpan<byte> qualifier, ReadOnlySpan<byte> qualifier2, out bool isSecondExact)
    {
        var hash = Hash(code, qualifier);
        Meaning? open = null;
        for (var i = _buckets[hash & (uint)(_buckets.Length - 1)]; i != 0; i = _entries[i - 1].Next)
        {
            ref readonly var entry = ref _entries[i - 1];
            if (entry.Hash != hash || !code.SequenceEqual(entry.Code) || !qualifier.SequenceEqual(entry.Qualifier)) continue;
            if (entry.Qualifier2 is null) open = entry.Meaning;
            else if (!qualifier2.IsEmpty && qualifier2.SequenceEqual(entry.Qualifier2))
            {
                isSecondExact = true;
                return entry.Meaning;
            }
        }
        isSecondExact = false;
        return open;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] > ' ' && text[^1] > ' ') ? text : text.Trim(" \t\r\n"u8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> code, ReadOnlySpan<byte> qualifier)
    {
        var hash = 2166136261u;
        foreach (var value in code) hash = (hash ^ value) * 16777619u;
        hash = (hash ^ 0xFF) * 16777619u;
        foreach (var value in qualifier) hash = (hash ^ value) * 16777619u;
        return hash ^ (hash >> 15);
    }

    /// <summary>Whether a set takes two codes for the same.</summary>
    public static bool AreSame(string first, string second, CodeComparison compare) => Normalize(first, compare).AsSpan().SequenceEqual(Normalize(second, compare));

    private static byte[]? Normalize(string? text, CodeComparison compare)
    {
        if (text is null) return null;
        var bytes = Encoding.UTF8.GetBytes(text.Trim());
        return compare == CodeComparison.Exact ? bytes : Normalize(bytes, new byte[bytes.Length], compare).ToArray();
    }

    private static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text, Span<byte> buffer, CodeComparison compare)
    {
        switch (compare)
        {
            case CodeComparison.IgnoreCase:
                for (var i = 0; i < text.Length; i++) buffer[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i];
                return buffer[..text.Length];
            case CodeComparison.Number:
                var significant = text.TrimStart((byte)'0');
                if (significant.IsEmpty && !text.IsEmpty) significant = "0"u8;
                significant.CopyTo(buffer);
                return buffer[..significant.Length];
            default:
                text.CopyTo(buffer);
                return buffer[..text.Length];
        }
    }

    private struct Entry
    {
        public uint Hash;
        public int Next;
        public byte[]? Code;
        public byte[]? Qualifier;
        public byte[]? Qualifier2;
        public Meaning Meaning;
    }
}
