using System.Text;
using System.Xml;
using System.Xml.Linq;
using PostPurchase.Normalization.Cli.Output.Timelines.Pictures;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Cli;

/// <summary>Pictures of shipments: well-formed, self-contained, and nothing in them hides anything else.</summary>
public sealed class PictureTests
{
    private const string Hostile = "<script>alert(\"1\")</script> & ' ]]> \u202Eevil\u0000\u0007\uFFFF javascript:x http://evil.example/";

    public static TheoryData<int, double> AllPictures() => new(SampleShipments.All.SelectMany((_, i) => new[] { PictureLayout.Wide, PictureLayout.Narrow }.Select(width => (i, width))));

    [Theory, MemberData(nameof(AllPictures))]
    public void Texts_do_not_touch_and_stay_within(int shipment, double width)
    {
        var picture = PictureLayout.Of(SampleShipments.All[shipment], width, hasHead: true);
        var texts = picture.Shapes.OfType<TextShape>().ToList();
        foreach (var text in texts)
        {
            Assert.True(text.Left >= 0 && text.Left + text.Width <= picture.Width && text.Y <= picture.Height, $"'{text.Text}' leaves the picture");
            foreach (var other in texts.Where(other => !ReferenceEquals(other, text)))
            {
                var isApart = other.Left >= text.Left + text.Width || text.Left >= other.Left + other.Width || Math.Abs(other.Y - text.Y) >= Math.Min(text.Size, other.Size) * 0.9;
                Assert.True(isApart, $"'{text.Text}' touches '{other.Text}'");
            }
        }
    }

    [Theory, MemberData(nameof(AllPictures))]
    public void Every_scan_has_a_mark_of_its_own(int shipment, double width)
    {
        var one = SampleShipments.All[shipment];
        var picture = PictureLayout.Of(one, width, hasHead: true);
        var scans = picture.Shapes.OfType<MarkShape>().Where(mark => mark.Title is not null && mark.Form is not (MarkForm.SmallDot or MarkForm.Diamond or MarkForm.HollowDiamond)).ToList();
        Assert.Equal(one.History.Count + one.History.Count(scan => one.Pieces.Any(piece => piece.Number == scan.Piece)), scans.Count);
        foreach (var mark in scans)
        {
            Assert.InRange(mark.X, 0, picture.Width);
            Assert.DoesNotContain(scans, other => !ReferenceEquals(other, mark) && Math.Abs(other.X - mark.X) < 6 && Math.Abs(other.Y - mark.Y) < 6);
        }
    }

    [Fact]
    public void Phases_end_in_that_of_the_shipment() =>
        Assert.All(SampleShipments.All.Where(one => one.Pieces.Count == 0), one => Assert.Equal(one.Milestone, Phases.After(one, null)[^1]));

    [Fact]
    public void Phases_of_pieces_end_in_those_of_the_pieces() =>
        Assert.All(SampleShipments.Pieces.Pieces, piece => Assert.Equal(piece.Milestone, Phases.After(SampleShipments.Pieces, piece.Number)[^1]));

    [Fact]
    public void Shows_what_there_is_to_show()
    {
        Assert.Contains(Forms(SampleShipments.Held), form => form == MarkForm.HollowDiamond);
        Assert.Contains(Forms(SampleShipments.Held), form => form == MarkForm.Check);
        Assert.Contains(Forms(SampleShipments.ReturnedThenMoved), form => form == MarkForm.Ring);
        Assert.Contains(Forms(SampleShipments.ReturnedThenMoved), form => form == MarkForm.Back);
        Assert.Contains("3 d 1 h", Texts(SampleShipments.Held));
        Assert.Contains("7 Mar 12:00", Texts(SampleShipments.Held));
        Assert.Contains("11 Mar 18:00", Texts(SampleShipments.Held));
        Assert.Contains("usps", Texts(SampleShipments.HandedOver));
        Assert.Contains("P2", Texts(SampleShipments.Pieces));
        Assert.DoesNotContain(Texts(SampleShipments.WithoutTime), text => text.Contains("1970", StringComparison.Ordinal));

        static IEnumerable<MarkForm> Forms(Shipment one) => PictureLayout.Of(one, PictureLayout.Wide, hasHead: false).Shapes.OfType<MarkShape>().Select(mark => mark.Form);
        static IEnumerable<string> Texts(Shipment one) => PictureLayout.Of(one, PictureLayout.Narrow, hasHead: false).Shapes.OfType<TextShape>().Select(text => text.Text);
    }

    [Fact]
    public void Days_have_labels_before_hours_have()
    {
        var labels = Labels(PictureLayout.Narrow, "03T20:00+01 pickup.completed", "04T07:00+01 transit.facility_arrived", "05T16:00+01 delivered");
        Assert.Contains("4 Mar", labels);
        Assert.Contains("5 Mar", labels);
        Assert.Contains("12:00", Labels(PictureLayout.Wide, "03T10:00+01 pickup.completed", "03T16:00+01 delivered"));

        static IEnumerable<string> Labels(double width, params string[] scans) =>
            PictureLayout.Of(Scans.Shipment(scans), width, hasHead: false).Shapes.OfType<TextShape>().Where(text => text.Anchor == TextAnchor.Middle).Select(text => text.Text);
    }

    [Fact]
    public void A_clock_that_is_far_off_leaves_room_for_the_rest()
    {
        var timeline = new ShipmentTimeline();
        foreach (var scan in (string[])["03T10:00+01 pickup.completed", "04T10:00+01 transit.facility_arrived", "05T10:00+01 delivered"]) timeline.Add(Scans.Event(scan));
        timeline.Add(Scans.Event("03T10:00+01 transit.facility_departed") with { Time = EventTime.AtLocal(new(1970, 1, 1, 0, 0)) });
        timeline.Add(Scans.Event("03T10:00+01 transit.facility_departed") with { Time = EventTime.AtLocal(new(9998, 12, 31, 23, 59)) });
        var places = PictureLayout.Of(timeline.Shipment, PictureLayout.Wide, hasHead: false).Shapes.OfType<MarkShape>().Where(mark => mark.Title is not null).Select(mark => mark.X).Order().ToList();
        Assert.True(places[3] - places[1] > 300, string.Join(' ', places));
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("html")]
    public void Documents_are_well_formed_and_need_nothing_else(string form)
    {
        var text = Write(form, [.. SampleShipments.All, OfHostileWords()]);
        var document = Parse(text);
        Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "link" or "image" or "img" or "iframe" or "foreignObject" or "use" or "a");
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "href" or "src");
        var style = string.Concat(document.Descendants().Where(element => element.Name.LocalName == "style").Select(element => element.Value));
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme", style, StringComparison.Ordinal);
        Assert.DoesNotContain("http", Write(form, SampleShipments.All).Replace(SvgWriter.Namespace, "", StringComparison.Ordinal), StringComparison.Ordinal);

        var ids = document.Descendants().Attributes("id").Select(attribute => attribute.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(document.Descendants().Attributes("aria-labelledby"), attribute => Assert.All(attribute.Value.Split(' '), id => Assert.Contains(id, ids)));
        Assert.All(document.Descendants().Where(element => (string?)element.Attribute("role") == "img"), image =>
        {
            Assert.NotEqual("", image.Elements().First(element => element.Name.LocalName == "title").Value);
            Assert.NotEqual("", image.Elements().First(element => element.Name.LocalName == "desc").Value);
        });
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("html")]
    public void Words_of_carriers_stay_words(string form)
    {
        var text = Write(form, [OfHostileWords()]);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => letter is '\u202E' or '\u0007' or '\0' or '\uFFFF');
        Assert.Contains("\uFFFDevil", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_lists_every_scan_in_a_table()
    {
        var rows = Parse(Write("html", [SampleShipments.HandedOver])).Descendants("tbody").Elements("tr").ToList();
        Assert.Equal(SampleShipments.HandedOver.History.Count, rows.Count);
        Assert.Equal(["2025-03-06 10:10 local", "Acceptance completedusps acceptance.completed", "Orlando, US", "acceptance.completed"], rows[4].Elements("td").Select(cell => cell.Value));
    }

    [Fact]
    public void The_same_shipments_give_the_same_bytes() => Assert.Equal(Write("html", SampleShipments.All), Write("html", SampleShipments.All));

    [Fact]
    public void Every_class_has_a_style()
    {
        var used = SampleShipments.All.SelectMany(one => PictureLayout.Of(one, PictureLayout.Wide, hasHead: true).Shapes).SelectMany(shape => shape.Class.Split(' ')).Distinct();
        Assert.All(used, name => Assert.Contains($".{name}", PictureStyle.Css, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Milestone>(), milestone => Assert.Contains($".f-{milestone.ToText()}{{", PictureStyle.Css, StringComparison.Ordinal));
    }

    [Fact]
    public void Svg_is_as_verified() => Snapshot.Verify(Write("svg", [SampleShipments.Held]).Replace("><", ">\n<", StringComparison.Ordinal), "Cli", "Picture.held");

    private static Shipment OfHostileWords()
    {
        var timeline = new ShipmentTimeline();
        timeline.Add(new ShipmentReport(
            new() { Service = Hostile, Partners = [new(Hostile, Hostile)], Pieces = [Hostile, "2"], PieceCount = 2 },
            [
                Scans.Event("03T10:00+01 pickup.completed") with { TrackingNumber = Hostile, Carrier = Hostile, Piece = Hostile, Place = new() { City = Hostile }, Raw = new() { Label = Hostile } },
                Scans.Event("04T10:00+01 x.y") with { Type = EventType.FromCode(Hostile), Piece = "2" },
            ]));
        return timeline.Shipment;
    }

    private static string Write(string form, IReadOnlyList<Shipment> shipments)
    {
        using var stream = new MemoryStream();
        if (form == "svg") SvgDocument.Write(stream, shipments);
        else HtmlDocument.Write(stream, shipments);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static XDocument Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
