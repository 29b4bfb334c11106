using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Taxonomy;

/// <summary>The snake_case words of the enums as they stand in the data files. The enums are over <see langword="byte"/> or <see langword="int"/>.</summary>
internal static class TaxonomyText
{
    public static string ToText<TEnum>(this TEnum value)
        where TEnum : struct, Enum
    {
        var words = MemberWords<TEnum>.InOrder;
        var index = IsByte<TEnum>() ? Unsafe.BitCast<TEnum, byte>(value) : Unsafe.BitCast<TEnum, int>(value);
        return (uint)index < (uint)words.Length ? words[index] : throw new ArgumentOutOfRangeException(nameof(value), value, "Not a member of the enum.");
    }

    public static bool TryParse<TEnum>(ReadOnlySpan<char> text, out TEnum value)
        where TEnum : struct, Enum
    {
        var words = MemberWords<TEnum>.InOrder;
        for (var i = 0; i < words.Length; i++)
        {
            if (!text.SequenceEqual(words[i])) continue;
            value = IsByte<TEnum>() ? Unsafe.BitCast<byte, TEnum>((byte)i) : Unsafe.BitCast<int, TEnum>(i);
            return true;
        }

        value = default;
        return false;
    }

    private static bool IsByte<TEnum>() => Unsafe.SizeOf<TEnum>() == sizeof(byte);
}
