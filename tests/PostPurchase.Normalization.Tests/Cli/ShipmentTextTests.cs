using PostPurchase.Normalization.Cli.Output;
using PostPurchase.Normalization.Cli.Output.Timelines;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

/// <summary>Shipments as a terminal shows them.</summary>
public sealed class ShipmentTextTests
{
    [Theory]
    [InlineData(null, "ShipmentText.wide")]
    [InlineData(100, "ShipmentText.100")]
    [InlineData(60, "ShipmentText.60")]
    public void Reads_well_at_any_width(int? width, string snapshot) =>
        Snapshot.Verify(Text(width, SampleShipments.Held, SampleShipments.Pieces, SampleShipments.HandedOver, SampleShipments.ReturnedThenMoved), "Cli", snapshot);

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(140)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        var text = Text(width, SampleShipments.All);
        Assert.All(text.Split('\n'), line => Assert.True(Terminal.Cells(line) <= width, line));
    }

    [Fact]
    public void Words_of_carriers_do_not_steer_the_terminal()
    {
        var text = Text(null, Timeline(Scans.Event("03T10:00+01 delivered") with { Raw = new() { Label = "\u001B[31mred\u0007 [bold]x[/] \u202Eevil\u200B\r\nnext\u0085" } }));
        Assert.Contains("\uFFFD[31mred\uFFFD [bold]x[/] \uFFFDevil\uFFFD next", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
    }

    private static Shipment Timeline(TrackingEvent one)
    {
        var timeline = new ShipmentTimeline();
        timeline.Add(one);
        return timeline.Shipment;
    }

    private static string Text(int? width, params Shipment[] shipments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new ShipmentText(new(output, width, isPlain: true)).Write(shipments);
        return output.ToString();
    }
}
