using System.Runtime.CompilerServices;
using System.Text;
using PostPurchase.Normalization.Maps.Lookup;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Strings made lately, so that codes, labels and places that come again and again are made once. Bounded; not thread-safe.</summary>
internal sealed class TextPool
{
    private const int Size = 2048;
    private const int LongestKept = 128;

    private readonly string?[] _texts = new string?[Size];

    /// <summary>The text of UTF-8 bytes; <see langword="null"/> for none.</summary>
    public string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return null;
        if (utf8.Length > LongestKept) return Encoding.UTF8.GetString(utf8);
        ref var slot = ref _texts[ByteHash.Of(utf8) & (Size - 1)];
        if (slot is not null && IsSame(slot, utf8)) return slot;
        return slot = Encoding.UTF8.GetString(utf8);
    }

    /// <summary>The text of UTF-8 bytes that are probably those of <paramref name="likely"/>.</summary>
    public string? Get(ReadOnlySpan<byte> utf8, string? likely) =>
        likely is not null && utf8.Length is > 0 and <= LongestKept && IsSame(likely, utf8) ? likely : Get(utf8);

    private static bool IsSame(string text, ReadOnlySpan<byte> utf8)
    {
        // Only what is ASCII is found equal.
        return Ascii.Equals(utf8, text) || (text.Length <= utf8.Length && !Ascii.IsValid(utf8) && IsSameDecoded(text, utf8));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsSameDecoded(string text, ReadOnlySpan<byte> utf8)
    {
        Span<char> decoded = stackalloc char[LongestKept];
        return text.AsSpan().SequenceEqual(decoded[..Encoding.UTF8.GetChars(utf8, decoded)]);
    }
}
