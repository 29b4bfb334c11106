using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Some members of an enum, a bit for each; none of them stands for all. Immutable.</summary>
internal readonly struct EnumSet<T>
    where T : struct, Enum
{
    private readonly ulong _bits;

    public EnumSet(IReadOnlyList<T> members)
    {
        foreach (var member in members) _bits |= 1UL << Number(member);
    }

    public bool IsEmpty => _bits == 0;

    /// <summary>Whether it is among them, or nothing is asked.</summary>
    public bool Allows(T member) => _bits == 0 || Has(member);

    public bool Has(T member) => (_bits >> Number(member) & 1) != 0;

    private static int Number(T member) => Unsafe.SizeOf<T>() == sizeof(byte) ? Unsafe.BitCast<T, byte>(member) : Unsafe.BitCast<T, int>(member);
}
