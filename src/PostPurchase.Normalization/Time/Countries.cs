using System.Collections.Frozen;

namespace PostPurchase.Normalization.Time;

/// <summary>From a country as a carrier writes it (alpha-2, alpha-3, a name) to its ISO 3166-1 alpha-2 code.</summary>
/// <remarks>
/// Case, accents, blanks and punctuation do not count. Kosovo is <c>XK</c>, as carriers have it. Names that two countries share have
/// the meaning the standard gives them (<c>Georgia</c> the country, <c>Congo</c> CG), except that a bare <c>Korea</c> is KR.
/// </remarks>
internal static class Countries
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Codes =
        Build().GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly NameMemo<string> Met = new();

    /// <summary>What two letters in upper case mean, the form that most carriers write.</summary>
    private static readonly string?[] ByTwoLetters = [.. from first in Letters from second in Letters select Find((ReadOnlySpan<char>)[first, second])];

    /// <summary>The alpha-2 code in upper case, always the same string object for a country; <see langword="null"/> when not known.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 2)
        {
            var (first, second) = ((uint)(utf8[0] - 'A'), (uint)(utf8[1] - 'A'));
            if (first < Letters.Length && second < Letters.Length) return ByTwoLetters[(first * (uint)Letters.Length) + second];
        }
        return Met.TryFind(utf8, 0, out var code) ? code : Met.Keep(utf8, 0, FindFolded(utf8));
    }

    private static string? FindFolded(ReadOnlySpan<byte> utf8)
    {
        Span<char> folded = stackalloc char[TextFold.MaxLength];
        return Lookup(folded, TextFold.Fold(utf8, folded));
    }

    /// <inheritdoc cref="Find(ReadOnlySpan{byte})"/>
    public static string? Find(ReadOnlySpan<char> text)
    {
        Span<char> folded = stackalloc char[TextFold.MaxLength];
        return Lookup(folded, TextFold.Fold(text, folded));
    }

    private static string? Lookup(ReadOnlySpan<char> folded, int length) =>
        length > 1 && Codes.TryGetValue(folded[..length], out var code) ? code : null;

    private static FrozenDictionary<string, string> Build()
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in EmbeddedTable.Read("time/countries.csv"))
        {
            var code = string.Intern(row[0]);
            codes.Add(TextFold.Fold(code), code);
            codes.Add(TextFold.Fold(row[1]), code);
            foreach (var name in row[2].Split('|'))
                codes[TextFold.Fold(name)] = code;
        }

        return codes.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
