using System.Globalization;
using System.Xml.Linq;

namespace Chat.Bench.Peers.Plots;

/// <summary>A drawing on a light ground of its own, so that it can be read where pages are dark. All lengths are in px, from the upper left corner.</summary>
internal sealed class SvgDrawing
{
    public const string Ink = "#1f2328";
    public const string Pale = "#59636e";
    public const string Grid = "#d8dee4";

    private const string Ground = "#ffffff";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    /// <param name="width">Of all.</param>
    /// <param name="height">Of all.</param>
    /// <param name="title">What it shows, in one line; drawn, and told to those who cannot see it.</param>
    public SvgDrawing(double width, double height, string title)
    {
        _root = Element(
            "svg",
            ("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            ("width", Number(width)),
            ("height", Number(height)),
            ("role", "img"),
            ("font-family", "system-ui, -apple-system, 'Segoe UI', sans-serif"));
        _root.Add(new XElement(Svg + "title", title));
        Rectangle(0, 0, width, height, Ground);
        Text(20, 30, title, size: 16, isBold: true);
    }

    public void Rectangle(double x, double y, double width, double height, string colour, double corner = 0) =>
        Add("rect", ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)), ("rx", Number(corner)), ("fill", colour));

    public void Line(double x1, double y1, double x2, double y2, string colour, double thickness = 1) =>
        Add("line", ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)), ("stroke", colour), ("stroke-width", Number(thickness)));

    public void Circle(double x, double y, double radius, string colour) =>
        Add("circle", ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)), ("fill", colour));

    public void Path(IEnumerable<(double X, double Y)> points, string colour) =>
        Add("polyline", ("points", string.Join(' ', points.Select(static point => $"{Number(point.X)},{Number(point.Y)}"))), ("fill", "none"), ("stroke", colour), ("stroke-width", "2"));

    /// <param name="x">Where it starts, ends or has its middle, by the anchor.</param>
    /// <param name="y">Of its base line.</param>
    /// <param name="text">Any text.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="size">Of the letters.</param>
    /// <param name="colour">Of the letters.</param>
    /// <param name="isBold">Whether it is a heading.</param>
    /// <remarks>Letters have a pale edge, so that they can be read where a line passes.</remarks>
    public void Text(double x, double y, string text, string anchor = "start", double size = 12, string colour = Ink, bool isBold = false)
    {
        var element = Element(
            "text",
            ("x", Number(x)),
            ("y", Number(y)),
            ("text-anchor", anchor),
            ("font-size", Number(size)),
            ("fill", colour),
            ("font-weight", isBold ? "600" : "400"),
            ("stroke", Ground),
            ("stroke-width", "3"),
            ("paint-order", "stroke"));
        element.Value = text;
        _root.Add(element);
    }

    /// <summary>Text that goes upwards, for the name of an axis.</summary>
    public void UprightText(double x, double y, string text)
    {
        var element = Element(
            "text", ("transform", $"translate({Number(x)} {Number(y)}) rotate(-90)"), ("text-anchor", "middle"), ("font-size", "12"), ("fill", Pale));
        element.Value = text;
        _root.Add(element);
    }

    public override string ToString() => _root + "\n";

    private void Add(string name, params (string Name, string Value)[] attributes) => _root.Add(Element(name, attributes));

    private static XElement Element(string name, params (string Name, string Value)[] attributes) =>
        new(Svg + name, attributes.Select(static attribute => new XAttribute(attribute.Name, attribute.Value)));

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
