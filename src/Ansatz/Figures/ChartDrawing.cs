namespace Ansatz.Figures;

/// <summary>Draws a chart as an SVG element. Nothing has an id, so that many charts can stand on one page.</summary>
internal static class ChartDrawing
{
    public const string AxisColor = "#888888";
    private const string GridColor = "#e9e9e9";
    private const double Bleed = 4, TickLength = 4;

    /// <param name="left">Where the chart lies within the drawing.</param>
    /// <param name="top">Where the chart lies within the drawing.</param>
    public static void Draw(SvgWriter svg, Chart chart, double left = 0, double top = 0)
    {
        var layout = new ChartLayout(chart);
        svg.OpenPage("chart", chart.Title, chart.Width, chart.Height, left, top);
        var y = ChartLayout.Margin + TextStyle.Title.LineHeight / 2;
        foreach (var line in layout.Title)
        {
            TextStyle.Title.Write(svg, line, ChartLayout.Margin, y, "start", "title");
            y += TextStyle.Title.LineHeight;
        }
        layout.Legend.Draw(svg, ChartLayout.Margin, layout.LegendTop);
        DrawGrid(svg, layout);
        DrawAxes(svg, chart, layout);
        DrawMarks(svg, layout);
        layout.ColorBar?.Draw(svg, chart.Width - ChartLayout.Margin, layout.Plot.Top, layout.Plot.Bottom);
        svg.Close();
    }

    private static void DrawGrid(SvgWriter svg, ChartLayout layout)
    {
        var plot = layout.Plot;
        svg.Open("g", ("class", "grid"), ("stroke", GridColor));
        foreach (var tick in layout.YTicks) svg.Element("line", ("x1", plot.Left), ("x2", plot.Right), ("y1", plot.Y.At(tick.Value)), ("y2", plot.Y.At(tick.Value)));
        if (layout.IsPlanar)
            foreach (var tick in layout.XTicks) svg.Element("line", ("x1", plot.X.At(tick.Value)), ("x2", plot.X.At(tick.Value)), ("y1", plot.Top), ("y2", plot.Bottom));
        svg.Close();
    }

    private static void DrawAxes(SvgWriter svg, Chart chart, ChartLayout layout)
    {
        var plot = layout.Plot;
        svg.Open("g", ("class", "axis x"));
        svg.Element("line", ("x1", plot.Left), ("x2", plot.Right), ("y1", plot.Bottom), ("y2", plot.Bottom), ("stroke", AxisColor));
        foreach (var tick in layout.XTicks)
        {
            var x = plot.X.At(tick.Value);
            svg.Element("line", ("x1", x), ("x2", x), ("y1", plot.Bottom), ("y2", plot.Bottom + TickLength), ("stroke", AxisColor));
            TextStyle.Tick.Write(svg, tick.Label, x, plot.Bottom + ChartLayout.TickGap + TextStyle.Tick.LineHeight / 2, "middle", "tick");
        }
        TextStyle.Label.Write(svg, chart.X.Label, (plot.Left + plot.Right) / 2, chart.Height - ChartLayout.Margin - TextStyle.Label.LineHeight / 2, "middle", "label");
        svg.Close();

        svg.Open("g", ("class", "axis y"));
        foreach (var tick in layout.YTicks) TextStyle.Tick.Write(svg, tick.Label, plot.Left - ChartLayout.TickGap, plot.Y.At(tick.Value), "end", "tick");
        TextStyle.Label.WriteUpward(svg, chart.Y.Label, ChartLayout.Margin + TextStyle.Label.LineHeight / 2, (plot.Top + plot.Bottom) / 2, "label");
        svg.Close();
    }

    // A drawing of its own cuts off what lies beyond explicit ends of the axes, a few pixels outside so that dots at the edge stay whole.
    private static void DrawMarks(SvgWriter svg, ChartLayout layout)
    {
        var plot = layout.Plot;
        var (x, y, width, height) = (plot.Left - Bleed, plot.Top - Bleed, plot.Right - plot.Left + 2 * Bleed, plot.Bottom - plot.Top + 2 * Bleed);
        svg.Open("svg", ("class", "marks"), ("x", x), ("y", y), ("width", width), ("height", height),
            ("viewBox", $"{SvgWriter.Number(x)} {SvgWriter.Number(y)} {SvgWriter.Number(width)} {SvgWriter.Number(height)}"));
        foreach (var (mark, color) in layout.Marks) mark.Draw(svg, plot, color);
        svg.Close();
    }
}
