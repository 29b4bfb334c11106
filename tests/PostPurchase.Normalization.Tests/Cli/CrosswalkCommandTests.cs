using PostPurchase.Normalization.Taxonomy;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

public sealed class CrosswalkCommandTests
{
    [Theory]
    [InlineData("easypost in_transit weather_delay", "delay.weather")]
    [InlineData("17track DeliveryFailure DeliveryFailure_Rejected", "delivery_attempt.refused")]
    [InlineData("x12-214 D1", "delivered")]
    public async Task A_status_of_another_system_is_told_as_a_type(string arguments, string type)
    {
        var run = await Tool.RunAsync(["crosswalk", .. arguments.Split(' ')]);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"  {type}: ", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_is_told_as_a_status_of_the_system()
    {
        var run = await Tool.RunAsync("crosswalk", "shopify", "customs.held");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(Crosswalk.To("shopify", EventType.Customs.Held)!.Value.Code, run.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("easypost no_such_status", 1)]
    [InlineData("no-such-system", 2)]
    public async Task What_is_not_known_is_told_by_the_exit_code(string arguments, int exitCode) =>
        Assert.Equal(exitCode, (await Tool.RunAsync(["crosswalk", .. arguments.Split(' ')])).ExitCode);

    [Fact]
    public async Task A_system_alone_lists_its_statuses()
    {
        var run = await Tool.RunAsync("crosswalk", "aftership");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("Delivered", StringComparison.Ordinal) && line.Contains("delivered", StringComparison.Ordinal));
    }
}
