using System.Globalization;
using System.Text;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>Makes the words of carriers harmless to show: nothing in them steers a terminal, turns the direction of writing, or breaks a document.</summary>
internal static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with runs of blanks and line breaks as one blank, and what cannot be shown as U+FFFD.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
            }
            else if (IsShown(rune)) plain.Append(rune.ToString());
            else plain.Append(Replacement);
        }
        return plain.ToString().TrimEnd(' ');
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
        && (rune.Value & 0xFFFE) != 0xFFFE;
}
