using System.Text;

namespace PostPurchase.Normalization.Maps.Lookup;

/// <summary>The form in which labels are compared: lower case, one blank for any run of blanks, no blanks, dots, commas or exclamation marks at the ends. Accents stay.</summary>
internal static class FoldedText
{
    /// <summary>Longest label that is compared, in bytes; what is longer is cut there.</summary>
    public const int MaxLength = 512;

    /// <summary>Folds <paramref name="utf8"/> into <paramref name="target"/>, which holds at least <see cref="MaxLength"/> bytes.</summary>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> utf8, Span<byte> target)
    {
        if (utf8.Length <= MaxLength - 8 && Ascii.IsValid(utf8) && !utf8.ContainsAnyInRange((byte)0, (byte)(' ' - 1)) && utf8.IndexOf("  "u8) < 0)
        {
            Ascii.ToLower(utf8, target, out var length);
            return ((ReadOnlySpan<byte>)target)[..length].Trim(" .,!"u8);
        }

        var written = 0;
        var blank = false;
        while (!utf8.IsEmpty && written < MaxLength - 8)
        {
            var value = utf8[0];
            if (value < 0x80)
            {
                utf8 = utf8[1..];
                if (value <= ' ')
                {
                    blank = written > 0;
                    continue;
                }
                if (blank) target[written++] = (byte)' ';
                blank = false;
                target[written++] = value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
                continue;
            }

            Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            utf8 = utf8[used..];
            if (Rune.IsWhiteSpace(rune))
            {
                blank = written > 0;
                continue;
            }
            if (blank) target[written++] = (byte)' ';
            blank = false;
            written += (rune.Value == 0x130 ? new Rune('i') : rune.Value == 0x2019 ? new Rune('\'') : Rune.ToLowerInvariant(rune)).EncodeToUtf8(target[written..]);
        }
        return ((ReadOnlySpan<byte>)target)[..written].Trim(" .,!"u8);
    }

    public static byte[] Fold(string text) => Fold(Encoding.UTF8.GetBytes(text), new byte[MaxLength]).ToArray();
}
