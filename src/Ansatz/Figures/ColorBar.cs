namespace Ansatz.Figures;

/// <summary>The bar beside a chart that shows which colour means which number.</summary>
internal sealed class ColorBar(ColorScale colors, Axis axis, Extent data)
{
    private const double Thickness = 12, Gap = 18, TickLength = 4;
    private const int MostTicks = 6, Steps = 64;

    private readonly Extent domain = axis.Domain(data, MostTicks, AxisEnds.AtData);

    private IReadOnlyList<Tick> Ticks => axis.TicksWithin(domain, MostTicks);

    /// <summary>The room it takes to the right of the chart.</summary>
    public double Width => Gap + Thickness + TickLength + 4 + TextStyle.Tick.Widest(Ticks.Select(t => t.Label)) + (axis.Label.Length > 0 ? TextStyle.Label.LineHeight + 4 : 0);

    /// <summary>How far along the bar a number is, 0 to 1.</summary>
    public double Share(double value) => new PixelScale(domain, 0, 1, axis.IsLogarithmic).At(value);

    public void Draw(SvgWriter svg, double right, double top, double bottom)
    {
        var left = right - Width + Gap;
        var scale = new PixelScale(domain, bottom, top, axis.IsLogarithmic);
        svg.Open("g", ("class", "colorbar"));
        for (var i = 0; i < Steps; i++)
        {
            // Each reaches up to the top, under the next: no seams.
            var y = bottom + (top - bottom) * i / Steps;
            svg.Element("rect", ("x", left), ("y", top), ("width", Thickness), ("height", y - top), ("fill", colors.At((i + 0.5) / Steps)));
        }
        foreach (var tick in Ticks)
        {
            var y = scale.At(tick.Value);
            svg.Element("line", ("x1", left + Thickness), ("x2", left + Thickness + TickLength), ("y1", y), ("y2", y), ("stroke", ChartDrawing.AxisColor));
            TextStyle.Tick.Write(svg, tick.Label, left + Thickness + TickLength + 4, y, "start", "tick");
        }
        if (axis.Label.Length > 0) TextStyle.Label.WriteUpward(svg, axis.Label, right - TextStyle.Label.LineHeight / 2, (top + bottom) / 2, "label");
        svg.Close();
    }
}
