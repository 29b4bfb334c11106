using System.Globalization;
using System.Text;
using System.Xml;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>A page that needs nothing but itself: of each shipment its state, its picture at the width of the reader's window, and all its scans.</summary>
internal static class HtmlDocument
{
    private const string Css = """

        :root{color-scheme:light dark;--ink:#0f172a;--muted:#475569;--page:#f1f5f9;--card:#ffffff;--line:#e2e8f0;--good:#15803d;--bad:#b91c1c;--warn:#b45309;--calm:#1d4ed8;--flag:#9f1239}
        @media (prefers-color-scheme:dark){:root{--ink:#f1f5f9;--muted:#a9b6c8;--page:#020617;--card:#0f172a;--line:#334155;--good:#4ade80;--bad:#f87171;--warn:#fbbf24;--calm:#93c5fd;--flag:#fda4af}}
        *{box-sizing:border-box}
        body{margin:0;padding:24px 16px;background:var(--page);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
        main{max-width:1200px;margin:0 auto}
        section{background:var(--card);border:1px solid var(--line);border-radius:14px;margin:0 0 24px;overflow:hidden}
        header{padding:20px 20px 4px}
        h1{font-size:20px;margin:0;overflow-wrap:anywhere}
        header p{margin:6px 0 0;color:var(--muted);overflow-wrap:anywhere}
        .state{display:inline-block;border:1.5px solid currentColor;border-radius:999px;padding:1px 12px;font-weight:600}
        .good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.calm{color:var(--calm)}
        figure{margin:0}
        figure svg{display:block;width:100%;height:auto}
        .narrow{display:none}
        table{width:100%;border-collapse:collapse;border-top:1px solid var(--line)}
        caption{text-align:left;padding:14px 20px 8px;font-weight:600}
        th,td{text-align:left;vertical-align:top;padding:7px 10px;border-top:1px solid var(--line);overflow-wrap:anywhere}
        th:first-child,td:first-child{padding-left:20px;white-space:nowrap;font-variant-numeric:tabular-nums}
        th{white-space:nowrap;color:var(--muted);font-weight:600;font-size:13px}
        small{display:block;color:var(--muted);font-size:12.5px}
        .flag{color:var(--flag);font-weight:600}
        @media (max-width:760px){
        body{padding:10px 8px}
        .wide{display:none}.narrow{display:block}
        header{padding:16px 16px 0}
        thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        table,tbody,tr,td,caption{display:block}
        tr{border-top:1px solid var(--line);padding:8px 16px}
        td,td:first-child{border:0;padding:1px 0;white-space:normal}
        td:first-child{color:var(--muted);font-size:13px}
        td:empty{display:none}
        caption{padding:14px 16px 8px}
        }
        @media print{body{background:none;padding:0}section{break-inside:avoid;border:0}}

        """;

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineChars = "\n",
        OmitXmlDeclaration = true,
        CloseOutput = false,
    };

    public static void Write(Stream stream, IReadOnlyList<Shipment> shipments)
    {
        stream.Write("<!DOCTYPE html>\n"u8);
        using var xml = XmlWriter.Create(stream, Settings);
        xml.WriteStartElement("html");
        xml.WriteAttributeString("lang", "en");
        xml.WriteStartElement("head");
        Empty(xml, "meta", ("charset", "utf-8"));
        Empty(xml, "meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        Element(xml, "title", shipments.Count == 1 ? $"{Words.Name(shipments[0])}: {Words.Status(shipments[0].Status).ToLowerInvariant()}" : $"{shipments.Count} shipments");
        Element(xml, "style", Css.Replace("\r", "", StringComparison.Ordinal) + PictureStyle.Css);
        xml.WriteEndElement();
        xml.WriteStartElement("body");
        xml.WriteStartElement("main");
        for (var i = 0; i < shipments.Count; i++) WriteShipment(xml, shipments[i], string.Create(CultureInfo.InvariantCulture, $"s{i + 1}"));
        xml.WriteFullEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteShipment(XmlWriter xml, Shipment shipment, string id)
    {
        xml.WriteStartElement("section");
        xml.WriteAttributeString("aria-labelledby", $"{id}-head");
        xml.WriteStartElement("header");
        Element(xml, "h1", Words.Name(shipment), ("id", $"{id}-head"));
        xml.WriteStartElement("p");
        Element(xml, "span", Words.Status(shipment.Status), ("class", $"state {ClassOf(shipment)}"));
        if (shipment.Since.IsKnown) xml.WriteString($" since {Words.Moment(shipment.Since)} {Words.Zone(shipment.Since)}".TrimEnd());
        xml.WriteEndElement();
        if (Words.About(shipment).Any()) Element(xml, "p", string.Join(" · ", Words.About(shipment)));
        xml.WriteEndElement();
        WriteFigure(xml, shipment, PictureLayout.Wide, id, "wide");
        WriteFigure(xml, shipment, PictureLayout.Narrow, id, "narrow");
        WriteScans(xml, shipment);
        xml.WriteEndElement();
    }

    private static void WriteFigure(XmlWriter xml, Shipment shipment, double width, string id, string @class)
    {
        xml.WriteStartElement("figure");
        xml.WriteAttributeString("class", @class);
        new SvgWriter(xml).WriteImage(PictureLayout.Of(shipment, width, hasHead: false), $"{id}-{@class}");
        xml.WriteEndElement();
    }

    private static void WriteScans(XmlWriter xml, Shipment shipment)
    {
        xml.WriteStartElement("table");
        Element(xml, "caption", shipment.History.Count == 1 ? "1 scan" : $"{shipment.History.Count} scans");
        xml.WriteStartElement("thead");
        xml.WriteStartElement("tr");
        var hasRemarks = shipment.History.Any(scan => Words.Remarks(scan, shipment).Length > 0);
        string[] heads = ["Local time", "What happened", "Place", "In the carrier's words", .. hasRemarks ? (string[])["Remarks"] : []];
        foreach (var head in heads) Element(xml, "th", head, ("scope", "col"));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("tbody");
        var severalCarriers = shipment.History.Select(scan => scan.Event.Carrier).Distinct(StringComparer.Ordinal).Count() > 1;
        foreach (var scan in shipment.History)
        {
            xml.WriteStartElement("tr");
            Element(xml, "td", $"{Words.Moment(scan.Time)} {Words.Zone(scan.Time)}".TrimEnd());
            xml.WriteStartElement("td");
            xml.WriteString(Words.Of(scan.Type));
            Element(xml, "small", severalCarriers ? PlainText.Of($"{scan.Event.Carrier} {scan.Type.Code}") : PlainText.Of(scan.Type.Code));
            xml.WriteEndElement();
            Element(xml, "td", EventText.Place(scan.Event.Place));
            Element(xml, "td", EventText.Label(scan.Event));
            if (hasRemarks) Element(xml, "td", Words.Remarks(scan, shipment), scan.Flags == ScanFlags.None ? [] : [("class", "flag")]);
            xml.WriteEndElement();
        }
        xml.WriteFullEndElement();
        xml.WriteEndElement();
    }

    private static string ClassOf(Shipment shipment) => EventText.Style(shipment.Milestone, shipment.Condition) switch
    {
        "green" => "good",
        "red" => "bad",
        "yellow" => "warn",
        _ => "calm",
    };

    private static void Element(XmlWriter xml, string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, value);
        xml.WriteString(text);
        xml.WriteFullEndElement();
    }

    private static void Empty(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
    }
}
