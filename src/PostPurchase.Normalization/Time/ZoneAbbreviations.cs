namespace PostPurchase.Normalization.Time;

/// <summary>Zone abbreviations, as letters packed into a number so that they are kept and compared without allocation.</summary>
internal static class ZoneAbbreviations
{
    /// <summary>Packs one to eight ASCII letters, in upper case; zero for anything else.</summary>
    public static ulong Pack(ReadOnlySpan<byte> letters)
    {
        if (letters.Length is < 1 or > 8)
            return 0;
        ulong packed = 0;
        foreach (var letter in letters)
        {
            var upper = (byte)(letter & ~0x20);
            if (upper is < (byte)'A' or > (byte)'Z')
                return 0;
            packed = (packed << 8) | upper;
        }

        return packed;
    }
}
