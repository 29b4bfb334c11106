namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Item numbers of the Universal Postal Union, standard S10: the same at every postal operator.</summary>
internal static class S10
{
    private static ReadOnlySpan<byte> Weights => [8, 6, 4, 2, 3, 5, 9, 7];

    /// <summary>Whether a normalized number is two letters, eight digits with their check digit, and two letters.</summary>
    public static bool IsNumber(string number)
    {
        if (number.Length != 13 || !AreLetters(number.AsSpan(0, 2)) || !AreLetters(number.AsSpan(11)) || !char.IsAsciiDigit(number[10])) return false;
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            if (!char.IsAsciiDigit(number[i + 2])) return false;
            sum += (number[i + 2] - '0') * Weights[i];
        }
        var check = (11 - (sum % 11)) switch { 10 => 0, 11 => 5, var digit => digit };
        return number[10] - '0' == check;
    }

    private static bool AreLetters(ReadOnlySpan<char> text) => char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1]);
}
