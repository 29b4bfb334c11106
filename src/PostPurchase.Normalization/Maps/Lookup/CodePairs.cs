using System.Numerics;
using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>What is kept under pairs of a code and a qualifier, either of which may be empty.</summary>
/// <remarks>A table of slots, at most a quarter of them taken: a pair stands in the slot that its hash names, or in the next one that was free.</remarks>
internal sealed class CodePairs<T>(CodeComparison compare)
    where T : class
{
    private const int FewestSlots = 8;

    private Slot[] _slots = new Slot[FewestSlots];

    /// <summary>The pairs of the same places in full; only long ones need to be looked at.</summary>
    private (byte[] Code, byte[] Qualifier)[] _texts = new (byte[], byte[])[FewestSlots];

    private int _shift = 64 - BitOperations.Log2(FewestSlots);
    private int _count;

    /// <summary>Finds what is kept under a pair.</summary>
    /// <param name="code">The code, packed.</param>
    /// <param name="qualifier">The qualifier, likewise.</param>
    /// <param name="codeText">The code itself; empty where <paramref name="code"/> is.</param>
    /// <param name="qualifierText">The qualifier itself.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? Find(CodePart code, CodePart qualifier, ReadOnlySpan<byte> codeText, ReadOnlySpan<byte> qualifierText)
    {
        var slots = _slots;
        var lengths = LengthsOf(code, qualifier);
        for (var i = PlaceOf(code.Word, qualifier.Word); (uint)i < (uint)slots.Length; i = (i + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[i];
            if (slot.CodeWord == code.Word && slot.QualifierWord == qualifier.Word && slot.Lengths == lengths
                && ((code.IsShort && qualifier.IsShort) || AreSame(_texts[i].Code, _texts[i].Qualifier, codeText, qualifierText))) return slot.Item;
            if (slot.Item is null) break;
        }
        return null;
    }

    public void Add(ReadOnlySpan<byte> code, ReadOnlySpan<byte> qualifier, T item)
    {
        if (_count++ == _slots.Length / 4) Grow();
        var (codePart, qualifierPart) = (new CodePart(code, compare), new CodePart(qualifier, compare));
        var slot = new Slot { CodeWord = codePart.Word, QualifierWord = qualifierPart.Word, Lengths = LengthsOf(codePart, qualifierPart), Item = item };
        Put(slot, (CodePart.Normal(code, compare), CodePart.Normal(qualifier, compare)));
    }

    /// <summary>Whether texts of the same words and lengths are the same, those that were too long to be said by them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AreSame(byte[] keptCode, byte[] keptQualifier, ReadOnlySpan<byte> code, ReadOnlySpan<byte> qualifier) =>
        (keptCode.Length <= sizeof(ulong) || CodePart.IsNormal(code, compare, keptCode)) && (keptQualifier.Length <= sizeof(ulong) || CodePart.IsNormal(qualifier, compare, keptQualifier));

    private void Grow()
    {
        var (slots, texts) = (_slots, _texts);
        (_slots, _texts) = (new Slot[slots.Length * 2], new (byte[], byte[])[slots.Length * 2]);
        _shift--;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Item is not null) Put(slots[i], texts[i]);
        }
    }

    private void Put(in Slot added, (byte[] Code, byte[] Qualifier) text)
    {
        var place = PlaceOf(added.CodeWord, added.QualifierWord);
        while (_slots[place].Item is not null) place = (place + 1) & (_slots.Length - 1);
        (_slots[place], _texts[place]) = (added, text);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PlaceOf(ulong code, ulong qualifier) => (int)(CodePart.Hash(code, qualifier) >> _shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LengthsOf(CodePart code, CodePart qualifier) => ((ulong)(uint)code.Length << 32) | (uint)qualifier.Length;

    private struct Slot
    {
        public ulong CodeWord;
        public ulong QualifierWord;
        public ulong Lengths;
        public T? Item;
    }
}
