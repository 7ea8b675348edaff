namespace Ansatz.Figures;

/// <summary>The rectangle of a chart where a <see cref="Mark"/> draws. Positions are pixels, x to the right and y downwards.</summary>
public sealed class PlotArea
{
    private readonly SvgWriter svg;
    private readonly Plot plot;

    internal PlotArea(SvgWriter svg, Plot plot) => (this.svg, this.plot) = (svg, plot);

    public double Left => plot.Left;

    public double Right => plot.Right;

    public double Top => plot.Top;

    public double Bottom => plot.Bottom;

    /// <summary>Where a number lies on the x axis.</summary>
    public double X(double value) => plot.X.At(value);

    /// <summary>Where a number lies on the y axis.</summary>
    public double Y(double value) => plot.Y.At(value);

    /// <summary>The <c>d</c> of an SVG path through points of the data, broken where a number is not finite.</summary>
    public string Path(IEnumerable<(double X, double Y)> points) => plot.Path(points);

    /// <summary>Draws an SVG element without content. Lengths are rounded to a tenth of a pixel.</summary>
    public void Element(string name, params ReadOnlySpan<(string Name, SvgValue Value)> attributes) => svg.Element(name, attributes);

    /// <summary>Draws an SVG element of text.</summary>
    public void Text(string content, string name, params ReadOnlySpan<(string Name, SvgValue Value)> attributes) => svg.Text(content, name, attributes);
}
