using System.Text;

namespace PostPurchase.Normalization.Time;

/// <summary>Brings names to the form they are compared in: lower case, without accents, letters and digits only.</summary>
/// <remarks>So that <c>AOÛT</c>, <c>août</c> and <c>aout</c>, or <c>N.J.</c> and <c>nj</c>, are one. Writes into a span, allocates nothing.</remarks>
internal static class TextFold
{
    /// <summary>Longest folded name that is looked up; longer texts are no names.</summary>
    public const int MaxLength = 64;

    /// <summary>Folds a text into <paramref name="folded"/>; gives its length, or -1 if it does not fit or is not UTF-8.</summary>
    public static int Fold(ReadOnlySpan<byte> utf8, Span<char> folded)
    {
        var length = 0;
        while (!utf8.IsEmpty)
        {
            Rune rune;
            if (utf8[0] < 0x80)
            {
                rune = new Rune((char)utf8[0]);
                utf8 = utf8[1..];
            }
            else
            {
                if (Rune.DecodeFromUtf8(utf8, out rune, out var consumed) != System.Buffers.OperationStatus.Done)
                    return -1;
                utf8 = utf8[consumed..];
            }

            if (!TryAppend(rune, folded, ref length))
                return -1;
        }

        return length;
    }

    /// <inheritdoc cref="Fold(ReadOnlySpan{byte}, Span{char})"/>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!TryAppend(rune, folded, ref length))
                return -1;
        }

        return length;
    }

    /// <summary>The folded form as a string, for building tables.</summary>
    public static string Fold(string text)
    {
        Span<char> folded = stackalloc char[MaxLength];
        var length = Fold(text.AsSpan(), folded);
        return length < 0 ? throw new ArgumentException($"'{text}' is too long for a name.", nameof(text)) : new string(folded[..length]);
    }

    private static bool TryAppend(Rune rune, Span<char> folded, ref int length)
    {
        char kept;
        if (rune.IsAscii)
        {
            kept = (char)rune.Value;
            if (kept is >= 'A' and <= 'Z')
                kept = (char)(kept | 0x20);
            else if (kept is not (>= 'a' and <= 'z' or >= '0' and <= '9'))
                return true;
        }
        else
        {
            if (!rune.IsBmp || !Rune.IsLetterOrDigit(rune))
                return true;
            kept = WithoutAccent((char)Rune.ToLowerInvariant(rune).Value);
        }

        if (length >= folded.Length)
            return false;
        folded[length++] = kept;
        return true;
    }

    // Covers the languages of the name tables; й and its kin lose the breve because the decomposed form loses it too.
    private static char WithoutAccent(char letter) => letter switch
    {
        'á' or 'à' or 'â' or 'ä' or 'ã' or 'å' or 'ă' or 'ą' or 'ā' => 'a',
        'é' or 'è' or 'ê' or 'ë' or 'ę' or 'ě' or 'ē' or 'ė' => 'e',
        'í' or 'ì' or 'î' or 'ï' or 'ı' or 'İ' or 'ī' or 'į' => 'i',
        'ó' or 'ò' or 'ô' or 'ö' or 'õ' or 'ő' or 'ø' => 'o',
        'ú' or 'ù' or 'û' or 'ü' or 'ů' or 'ű' or 'ū' => 'u',
        'ý' or 'ÿ' => 'y',
        'ç' or 'ć' or 'č' => 'c',
        'ď' or 'đ' => 'd',
        'ğ' => 'g',
        'ł' or 'ľ' or 'ĺ' => 'l',
        'ñ' or 'ń' or 'ň' => 'n',
        'ř' or 'ŕ' => 'r',
        'ś' or 'š' or 'ș' or 'ş' => 's',
        'ț' or 'ţ' or 'ť' => 't',
        'ž' or 'ź' or 'ż' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' or 'ϊ' or 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' or 'ϋ' or 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'й' => 'и',
        'ё' => 'е',
        'ї' => 'і',
        _ => letter,
    };
}
