using System.Globalization;
using System.Xml;
using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>
/// Draws the SVG of charts into pixels: the elements svg, g, rect, line, circle, path, text and image, with fill, stroke, opacity, dashes and transforms.
/// Texts have the letters of <see cref="StrokeFont"/>, so the picture is the same on every machine, whatever fonts it has.
/// </summary>
internal sealed class SvgImage
{
    private const double CapitalHeight = 0.72, LetterWidth = 0.8, PenWidth = 0.09, BoldPenWidth = 0.125;

    private readonly Image image;
    private readonly Canvas canvas;

    private SvgImage(int width, int height)
    {
        image = new Image(width, height, 3);
        image.Pixels.Fill(255);
        canvas = new Canvas(image);
    }

    /// <summary>The picture of an SVG document.</summary>
    /// <param name="scale">Pixels of the picture per pixel of the document.</param>
    /// <exception cref="ArgumentException">The scale is not positive, or an element is none of those above.</exception>
    public static Image Of(string svg, double scale)
    {
        if (!(scale > 0) || double.IsInfinity(scale)) throw new ArgumentException($"chart: the scale is {scale}; expected a positive number, such as 2.", nameof(scale));
        var document = new XmlDocument { XmlResolver = null };
        document.LoadXml(svg);
        var root = document.DocumentElement!;
        var picture = new SvgImage((int)Math.Ceiling(scale * Length(root, "width")), (int)Math.Ceiling(scale * Length(root, "height")));
        picture.Draw(root, new SvgStyle(), PlaneMap.Scaling(scale));
        return picture.image;
    }

    private void Draw(XmlElement element, SvgStyle inherited, PlaneMap outer)
    {
        var style = inherited.With(element);
        var map = outer.Then(PlaneMap.Parse(element.GetAttribute("transform")));
        switch (element.LocalName)
        {
            case "svg": DrawWindow(element, style, map); break;
            case "g": DrawAll(element, style, map); break;
            case "rect": DrawRectangle(element, style, map); break;
            case "line":
                Stroke([[(Length(element, "x1"), Length(element, "y1")), (Length(element, "x2"), Length(element, "y2"))]], style, map);
                break;
            case "circle": DrawCircle(element, style, map); break;
            case "path":
                var pieces = SvgPath.Parse(element.GetAttribute("d"));
                Fill(pieces, style, map);
                Stroke(pieces, style, map);
                break;
            case "text": DrawText(element, style, map); break;
            case "image": DrawImage(element, map); break;
            case "title" or "desc": break;
            default: throw new ArgumentException($"chart: found the SVG element '{element.LocalName}'; a picture expects rect, line, circle, path, text, image or g, so draw it with these.", nameof(element));
        }
    }

    private void DrawAll(XmlElement element, SvgStyle style, PlaneMap map)
    {
        foreach (XmlNode child in element.ChildNodes)
            if (child is XmlElement inner) Draw(inner, style, map);
    }

    // An inner drawing begins at (x, y), shows what lies in its view box, and cuts off the rest.
    private void DrawWindow(XmlElement element, SvgStyle style, PlaneMap map)
    {
        double x = Length(element, "x"), y = Length(element, "y"), width = Length(element, "width"), height = Length(element, "height");
        double[] box = [.. element.GetAttribute("viewBox").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SvgPath.Number)];
        var outer = canvas.Clip;
        canvas.Clip = outer.Within(map.Apply((x, y)), map.Apply((x + width, y + height)));
        DrawAll(element, style, box.Length == 4 ? map.Then(PlaneMap.Moving(x - box[0] * width / box[2], y - box[1] * height / box[3])).Then(new PlaneMap(width / box[2], 0, 0, height / box[3], 0, 0)) : map.Then(PlaneMap.Moving(x, y)));
        canvas.Clip = outer;
    }

    private void DrawRectangle(XmlElement element, SvgStyle style, PlaneMap map)
    {
        double x = Length(element, "x"), y = Length(element, "y"), right = x + Length(element, "width"), bottom = y + Length(element, "height");
        (double X, double Y)[] corners = [.. new[] { (x, y), (right, y), (right, bottom), (x, bottom), (x, y) }.Select(map.Apply)];
        if (style.IsCrisp) corners = [.. corners.Select(c => (Math.Round(c.X), Math.Round(c.Y)))];
        Fill([corners], style, PlaneMap.Scaling(1));
        Stroke([corners], style with { StrokeWidth = style.StrokeWidth * map.Scale }, PlaneMap.Scaling(1));
    }

    private void DrawCircle(XmlElement element, SvgStyle style, PlaneMap map)
    {
        (double X, double Y) center = (Length(element, "cx"), Length(element, "cy"));
        if (style.Fill is { } color && style.FillOpacity > 0) canvas.Curve([map.Apply(center), map.Apply(center)], 2 * Length(element, "r") * map.Scale, color, _ => style.FillOpacity);
        if (style.Stroke is not null) Stroke([SvgPath.Circle(center, Length(element, "r"))], style with { HasRoundEnds = true }, map);
    }

    private void Fill(IReadOnlyList<(double X, double Y)[]> pieces, SvgStyle style, PlaneMap map)
    {
        if (style.Fill is { } color) canvas.Polygon([.. pieces.Select(p => p.Select(map.Apply).ToArray())], style.IsEvenOdd, color, style.FillOpacity);
    }

    private void Stroke(IReadOnlyList<(double X, double Y)[]> pieces, SvgStyle style, PlaneMap map)
    {
        if (style.Stroke is not { } color || !(style.StrokeWidth > 0)) return;
        var width = style.StrokeWidth * map.Scale;
        var lines = pieces.Select(p => p.Select(map.Apply).ToArray());
        if (style.Dashes.Count > 0) lines = lines.SelectMany(l => SvgPath.Dashed(l, [.. style.Dashes.Select(d => d * map.Scale)]));
        (double X, double Y)[][] all = [.. lines];
        if (style.HasRoundEnds || all.Any(l => l.Length > 2)) canvas.Curves(all, width, color, style.StrokeOpacity);
        else canvas.Polygon([.. all.Select(l => SvgPath.Bar(l[0], l[^1], width))], isEvenOdd: false, color, style.StrokeOpacity);
    }

    private void DrawText(XmlElement element, SvgStyle style, PlaneMap map)
    {
        var text = element.InnerText;
        var size = CapitalHeight * style.FontSize;
        var width = LetterWidth * StrokeFont.Width(text, size);
        var left = Length(element, "x") - (style.Anchor == "end" ? width : style.Anchor == "middle" ? width / 2 : 0);
        var top = Length(element, "y") - size;
        var pen = (style.IsBold ? BoldPenWidth : PenWidth) * style.FontSize * map.Scale;
        canvas.Curves([.. StrokeFont.Strokes(text, size).Select(s => s.Select(p => map.Apply((left + LetterWidth * p.X, top + p.Y))).ToArray())], pen, style.Fill ?? Rgb.Of(0), style.FillOpacity);
    }

    // Each pixel takes the colour of the nearest one, as for image-rendering: pixelated.
    private void DrawImage(XmlElement element, PlaneMap map)
    {
        const string Prefix = "data:image/png;base64,";
        var data = element.GetAttribute("href");
        if (!data.StartsWith(Prefix, StringComparison.Ordinal)) throw new ArgumentException("chart: an SVG image is no PNG picture within the document; expected data:image/png;base64,….", nameof(element));
        double x = Length(element, "x"), y = Length(element, "y");
        canvas.Picture(Png.Decode(Convert.FromBase64String(data[Prefix.Length..])).ToRgb(), map.Apply((x, y)), map.Apply((x + Length(element, "width"), y + Length(element, "height"))));
    }

    private static double Length(XmlElement element, string name) =>
        element.GetAttribute(name) is { Length: > 0 } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
