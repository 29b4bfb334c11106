using System.Globalization;
using System.Xml;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>Writes shapes as SVG.</summary>
internal sealed class SvgWriter(XmlWriter xml)
{
    public const string Namespace = "http://www.w3.org/2000/svg";

    /// <summary>A picture as an image of its own, with title and description for those who do not see it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="id">What the ids of its title and description begin with; of another picture in the document another one.</param>
    public void WriteImage(Picture picture, string id)
    {
        Start("svg", ("viewBox", $"0 0 {Number(picture.Width)} {Number(picture.Height)}"), ("width", Number(picture.Width)), ("height", Number(picture.Height)));
        xml.WriteAttributeString("role", "img");
        xml.WriteAttributeString("aria-labelledby", $"{id}-title {id}-desc");
        WriteContent(picture, id);
        xml.WriteEndElement();
    }

    /// <summary>A picture as a group.</summary>
    public void WriteGroup(Picture picture, string id, double y)
    {
        Start("g", ("transform", $"translate(0 {Number(y)})"), ("role", "img"), ("aria-labelledby", $"{id}-title {id}-desc"));
        WriteContent(picture, id);
        xml.WriteEndElement();
    }

    private void WriteContent(Picture picture, string id)
    {
        Start("title", ("id", $"{id}-title"));
        xml.WriteString(picture.Title);
        xml.WriteEndElement();
        Start("desc", ("id", $"{id}-desc"));
        xml.WriteString(picture.Description);
        xml.WriteEndElement();
        foreach (var shape in picture.Shapes) Write(shape);
    }

    private void Write(Shape shape)
    {
        switch (shape)
        {
            case TextShape text:
                Start("text", ("x", Number(text.X)), ("y", Number(text.Y)), ("font-size", Number(text.Size)), ("class", text.Class));
                if (text.Anchor != TextAnchor.Start) xml.WriteAttributeString("text-anchor", text.Anchor == TextAnchor.Middle ? "middle" : "end");
                xml.WriteString(text.Text);
                break;
            case BoxShape box:
                Start("rect", ("x", Number(box.X)), ("y", Number(box.Y)), ("width", Number(box.Width)), ("height", Number(box.Height)), ("rx", Number(box.Radius)), ("class", box.Class));
                break;
            case LineShape line:
                Start("line", ("x1", Number(line.X1)), ("y1", Number(line.Y1)), ("x2", Number(line.X2)), ("y2", Number(line.Y2)), ("class", line.Class));
                break;
            case MarkShape mark:
                Start("g", ("transform", $"translate({Number(mark.X)} {Number(mark.Y)})"), ("class", mark.Class));
                if (mark.Title is not null) WriteTitle(mark.Title);
                WriteForm(mark.Form);
                xml.WriteEndElement();
                return;
        }
        if (shape.Title is not null) WriteTitle(shape.Title);
        xml.WriteEndElement();
    }

    private void WriteForm(MarkForm form)
    {
        switch (form)
        {
            case MarkForm.Dot: Circle(4.5); break;
            case MarkForm.SmallDot: Circle(3.2); break;
            case MarkForm.Triangle: Path("M0-5.8 5.8 4.6-5.8 4.6Z"); break;
            case MarkForm.Square: Path("M-4-4H4V4H-4Z"); break;
            case MarkForm.Ring:
                Circle(4.4, ("stroke-width", "2"), ("stroke-dasharray", "2.6 1.6"));
                break;
            case MarkForm.CrossedRing:
                Circle(4.4, ("stroke-width", "1.6"));
                Path("M-3-3 3 3M3-3-3 3", ("stroke-width", "1.6"));
                break;
            case MarkForm.Diamond: Path("M0-6 6 0 0 6-6 0Z"); break;
            case MarkForm.HollowDiamond: Path("M0-5 5 0 0 5-5 0Z", ("stroke-width", "1.6")); break;
            case MarkForm.Check: Ended("M-4 .3-1.2 3.1 4.2-2.9"); break;
            case MarkForm.Back: Ended("M4 2.5H-2.6M.2-.6-2.9 2.5.2 5.6M4 2.5V-3.5H-1"); break;
            default: Ended("M-3.2-3.2 3.2 3.2M3.2-3.2-3.2 3.2"); break;
        }
    }

    private void Ended(string sign)
    {
        Circle(8.5);
        Start("path", ("d", sign), ("fill", "none"), ("class", "sign"), ("stroke-width", "2"), ("stroke-linecap", "round"), ("stroke-linejoin", "round"));
        xml.WriteEndElement();
    }

    private void Circle(double radius, params ReadOnlySpan<(string, string)> more)
    {
        Start("circle", [("r", Number(radius)), .. more]);
        xml.WriteEndElement();
    }

    private void Path(string path, params ReadOnlySpan<(string, string)> more)
    {
        Start("path", [("d", path), .. more]);
        xml.WriteEndElement();
    }

    private void WriteTitle(string title)
    {
        Start("title");
        xml.WriteString(title);
        xml.WriteEndElement();
    }

    private void Start(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name, Namespace);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, value);
    }

    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
