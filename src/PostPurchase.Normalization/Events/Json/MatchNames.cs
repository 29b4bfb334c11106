namespace PostPurchase.Normalization.Events.Json;

/// <summary>The words for <see cref="MatchKind"/>.</summary>
internal static class MatchNames
{
    private static readonly string[] Words = ["unmapped", "phrase", "label", "code", "code_qualifier"];

    public static string Of(MatchKind match) => Words[(int)match];

    public static MatchKind Parse(string? word) => (MatchKind)Math.Max(Array.IndexOf(Words, word), 0);
}
