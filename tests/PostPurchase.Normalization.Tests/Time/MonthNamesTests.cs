using System.Text;
using PostPurchase.Normalization.Time;
using Xunit;

namespace PostPurchase.Normalization.Tests.Time;

public class MonthNamesTests
{
    public static TheoryData<string> Languages => [.. MonthNames.Tables.Select(table => table.Language)];

    [Theory, MemberData(nameof(Languages))]
    public void Every_name_is_read_in_any_case_with_and_without_dot(string language)
    {
        var months = MonthNames.Tables.Single(table => table.Language == language).Names.Split(' ');
        Assert.Equal(12, months.Length);
        var pattern = TimePattern.Compile("dd MMM yyyy");
        for (var month = 1; month <= 12; month++)
        {
            foreach (var name in months[month - 1].Split('|'))
            {
                foreach (var text in new[] { name, name.ToUpperInvariant(), char.ToUpperInvariant(name[0]) + name[1..], name + "." })
                {
                    TimeParts parts = default;
                    Assert.True(pattern.TryRead(Encoding.UTF8.GetBytes($"07 {text} 2024"), ref parts), $"{language}: '{text}' is not read");
                    Assert.True(parts.Month == month, $"{language}: '{text}' is read as month {parts.Month}");
                }
            }
        }
    }

    [Fact]
    public void No_name_means_two_months()
    {
        var seen = new Dictionary<string, (int Month, string Language)>(StringComparer.Ordinal);
        foreach (var (language, names) in MonthNames.Tables)
        {
            var months = names.Split(' ');
            for (var month = 1; month <= 12; month++)
            {
                foreach (var name in months[month - 1].Split('|'))
                {
                    var folded = TextFold.Fold(name);
                    if (!seen.TryAdd(folded, (month, language)))
                        Assert.True(seen[folded].Month == month, $"'{name}' is month {month} in {language}, but {seen[folded].Month} in {seen[folded].Language}");
                }
            }
        }
    }

    [Theory]
    [InlineData("AOÛT", 8)]
    [InlineData("aou\u0302t", 8)]
    [InlineData("EKİM", 10)]
    [InlineData("KASIM", 11)]
    [InlineData("ΜΑΪ́ΟΥ", 5)]
    [InlineData("Μαϊου", 5)]
    [InlineData("МАЙ", 5)]
    [InlineData("fevrier", 2)]
    [InlineData("PAŹ", 10)]
    [InlineData("", 0)]
    [InlineData("monday", 0)]
    [InlineData("averyveryverylongnamethatisnone", 0)]
    public void Accents_may_be_written_in_any_way(string name, int month) => Assert.Equal(month, MonthNames.Find(Encoding.UTF8.GetBytes(name)));
}
