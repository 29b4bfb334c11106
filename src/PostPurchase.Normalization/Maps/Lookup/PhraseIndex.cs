using System.Numerics;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>Many patterns tried on a text at once. Immutable; looks up without allocating.</summary>
/// <remarks>
/// Every alternative is filed under four bytes that each text it fits must hold, the rarest four among all patterns. A text is
/// then tried only against the alternatives filed under one of its own four-byte windows, and against those not filed: too short, or few in all.
/// </remarks>
/// <typeparam name="T">What a pattern stands for.</typeparam>
internal sealed class PhraseIndex<T>
    where T : class
{
    private const int GramLength = sizeof(uint);

    /// <summary>So many alternatives are tried one by one faster than the text's windows are looked up.</summary>
    private const int FewAlternatives = 6;

    private readonly Entry[] _entries;
    private readonly Entry[] _unfiled;
    private readonly int[] _buckets;
    private readonly int _shift;

    /// <summary>Files patterns; those that come first win.</summary>
    public PhraseIndex(IEnumerable<(TextPattern Pattern, T Item)> patterns)
    {
        var alternatives = patterns.SelectMany((pattern, order) => pattern.Pattern.Alternatives.Select(alternative => (Alternative: alternative, pattern.Item, Order: order))).ToList();
        var frequency = new Dictionary<uint, int>();
        foreach (var (alternative, _, _) in alternatives)
        {
            foreach (var gram in Grams(alternative)) CollectionsMarshal.GetValueRefOrAddDefault(frequency, gram, out _)++;
        }

        var filed = new List<Entry>();
        var unfiled = new List<Entry>();
        foreach (var (alternative, item, order) in alternatives)
        {
            var grams = Grams(alternative).ToList();
            if (grams.Count == 0 || alternatives.Count <= FewAlternatives) unfiled.Add(new(0, 0, order, alternative, item));
            else filed.Add(new(grams.MinBy(gram => frequency[gram]), 0, order, alternative, item));
        }
        _unfiled = [.. unfiled];
        _entries = [.. filed];
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, filed.Count * 4));
        _shift = 32 - BitOperations.Log2((uint)size);
        _buckets = new int[size];
        // From last to first, so that chains begin with the pattern that comes first.
        for (var i = _entries.Length - 1; i >= 0; i--)
        {
            ref var bucket = ref _buckets[Bucket(_entries[i].Gram)];
            _entries[i] = _entries[i] with { Next = bucket };
            bucket = i + 1;
        }
    }

    public bool IsEmpty => _entries.Length == 0 && _unfiled.Length == 0;

    /// <summary>The first pattern that fits and that the filter lets pass.</summary>
    /// <typeparam name="TFilter">A struct, so that it is called directly.</typeparam>
    /// <param name="folded">The text, folded.</param>
    /// <param name="filter">Which patterns count.</param>
    public T? Find<TFilter>(ReadOnlySpan<byte> folded, in TFilter filter)
        where TFilter : struct, IPhraseFilter<T>, allows ref struct
    {
        var best = int.MaxValue;
        T? found = null;
        foreach (ref readonly var entry in _unfiled.AsSpan()) Try(entry, folded, filter, ref best, ref found);
        if (_entries.Length == 0) return found;
        for (var at = 0; at + GramLength <= folded.Length; at++)
        {
            var gram = MemoryMarshal.Read<uint>(folded[at..]);
            for (var i = _buckets[Bucket(gram)]; i != 0; i = _entries[i - 1].Next)
            {
                ref readonly var entry = ref _entries[i - 1];
                if (entry.Gram == gram) Try(entry, folded, filter, ref best, ref found);
            }
        }
        return found;
    }

    private static void Try<TFilter>(in Entry entry, ReadOnlySpan<byte> folded, in TFilter filter, ref int best, ref T? found)
        where TFilter : struct, IPhraseFilter<T>, allows ref struct
    {
        if (entry.Order >= best || !filter.Allows(entry.Item) || !entry.Alternative.Matches(folded)) return;
        best = entry.Order;
        found = entry.Item;
    }

    private int Bucket(uint gram) => (int)((gram * 2654435769u) >> _shift);

    private static IEnumerable<uint> Grams(TextAlternative alternative)
    {
        foreach (var part in alternative.Parts)
        {
            for (var at = 0; at + GramLength <= part.Length; at++) yield return MemoryMarshal.Read<uint>(part.AsSpan(at));
        }
    }

    private readonly record struct Entry(uint Gram, int Next, int Order, TextAlternative Alternative, T Item);
}

/// <summary>Says which patterns of an index count at a look-up.</summary>
/// <typeparam name="T">What a pattern stands for.</typeparam>
internal interface IPhraseFilter<in T>
{
    bool Allows(T item);
}
