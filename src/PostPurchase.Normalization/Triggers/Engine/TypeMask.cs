using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Types of the taxonomy, a bit for each, and one for all other types together: those of hosts, and unknown codes.</summary>
[InlineArray(Words)]
internal struct TypeMask
{
    private const int Words = 5;
    private const int Others = 0;

    private static readonly ushort[] BitsByNumber = Number();

    private ulong _word;

    public void Add(EventType type)
    {
        var bit = BitsByNumber[type.Number];
        this[bit >> 6] |= 1UL << bit;
    }

    public readonly bool Has(EventType type)
    {
        var bit = BitsByNumber[type.Number];
        return (this[bit >> 6] >> bit & 1) != 0;
    }

    public readonly bool HasOthers() => (this[Others] & 1) != 0;

    public readonly bool Meets(in TypeMask other)
    {
        for (var i = 0; i < Words; i++)
        {
            if ((this[i] & other[i]) != 0) return true;
        }
        return false;
    }

    private static ushort[] Number()
    {
        if (EventType.All.Count >= Words * 64) throw new InvalidOperationException("The taxonomy has outgrown its mask.");
        var bits = new ushort[EventType.All[^1].Number + 1];
        for (var i = 0; i < EventType.All.Count; i++) bits[EventType.All[i].Number] = (ushort)(i + 1);
        return bits;
    }
}
