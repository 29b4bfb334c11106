using System.Text.Json;

namespace PostPurchase.Normalization.Taxonomy;

/// <summary>The names of an enum's members in snake_case; the members are numbered from zero without a gap.</summary>
internal static class MemberWords<TEnum>
    where TEnum : struct, Enum
{
    public static readonly string[] InOrder = Array.ConvertAll(Enum.GetNames<TEnum>(), JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
