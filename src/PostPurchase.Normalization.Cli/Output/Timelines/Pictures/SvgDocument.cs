using System.Text;
using System.Xml;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>One SVG document with the pictures of shipments, one under the other.</summary>
internal static class SvgDocument
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n", CloseOutput = false };

    public static void Write(Stream stream, IReadOnlyList<Shipment> shipments)
    {
        var pictures = shipments.Select(shipment => PictureLayout.Of(shipment, PictureLayout.Wide, hasHead: true)).ToList();
        var height = Math.Max(1, pictures.Sum(picture => picture.Height));
        using var xml = XmlWriter.Create(stream, Settings);
        var svg = new SvgWriter(xml);
        xml.WriteStartElement("svg", SvgWriter.Namespace);
        xml.WriteAttributeString("viewBox", $"0 0 {SvgWriter.Number(PictureLayout.Wide)} {SvgWriter.Number(height)}");
        xml.WriteAttributeString("width", SvgWriter.Number(PictureLayout.Wide));
        xml.WriteAttributeString("height", SvgWriter.Number(height));
        xml.WriteAttributeString("style", "max-width:100%;height:auto");
        xml.WriteElementString("title", SvgWriter.Namespace, pictures.Count == 1 ? pictures[0].Title : $"{pictures.Count} shipments");
        xml.WriteElementString("style", SvgWriter.Namespace, PictureStyle.Css);
        xml.WriteStartElement("rect", SvgWriter.Namespace);
        xml.WriteAttributeString("width", "100%");
        xml.WriteAttributeString("height", "100%");
        xml.WriteAttributeString("class", "page");
        xml.WriteEndElement();
        var y = 0.0;
        for (var i = 0; i < pictures.Count; i++)
        {
            svg.WriteGroup(pictures[i], $"s{i + 1}", y);
            y += pictures[i].Height;
        }
        xml.WriteEndElement();
    }
}
