using System.Numerics;
using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>What is kept under pairs of a code and a qualifier, either of which may be empty.</summary>
internal sealed class CodePairs<T>
    where T : class
{
    private int[] _buckets = new int[8];
    private Entry[] _entries = new Entry[4];
    private int _count;
    private int _shift = 64 - 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? Find(in CodePart code, in CodePart qualifier)
    {
        var entries = _entries;
        for (var i = _buckets[(int)(CodePart.Hash(code.Word, qualifier.Word) >> _shift)] - 1; (uint)i < (uint)entries.Length; i = entries[i].Next - 1)
        {
            ref readonly var entry = ref entries[i];
            if (entry.CodeWord != code.Word || entry.QualifierWord != qualifier.Word || entry.Code.Length != code.Length || entry.Qualifier.Length != qualifier.Length) continue;
            if (code.IsSameAs(entry.Code) && qualifier.IsSameAs(entry.Qualifier)) return entry.Item;
        }
        return null;
    }

    public void Add(in CodePart code, in CodePart qualifier, T item)
    {
        if (_count == _entries.Length) Grow();
        _entries[_count] = new() { Code = code.ToArray(), CodeWord = code.Word, Qualifier = qualifier.ToArray(), QualifierWord = qualifier.Word, Item = item };
        Link(_count++);
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _count * 2);
        _buckets = new int[_buckets.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_buckets.Length);
        for (var i = 0; i < _count; i++) Link(i);
    }

    private void Link(int index)
    {
        ref var entry = ref _entries[index];
        ref var bucket = ref _buckets[(int)(CodePart.Hash(entry.CodeWord, entry.QualifierWord) >> _shift)];
        entry.Next = bucket;
        bucket = index + 1;
    }

    private struct Entry
    {
        public ulong CodeWord;
        public ulong QualifierWord;
        public byte[] Code;
        public byte[] Qualifier;
        public T Item;
        public int Next;
    }
}
