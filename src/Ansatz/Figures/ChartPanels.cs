using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>Several charts in one drawing: columns from left to right, in each the charts from top to bottom.</summary>
public sealed class ChartPanels(params IReadOnlyList<IReadOnlyList<Chart>> columns)
{
    /// <summary>The charts as one stand-alone SVG document.</summary>
    public string ToSvg()
    {
        using var svg = new SvgWriter();
        var title = string.Join("; ", columns.SelectMany(c => c).Select(c => c.Title).Where(t => t.Length > 0));
        svg.OpenPage("panels", title, columns.Sum(Width), columns.Max(c => c.Sum(chart => chart.Height)));
        var left = 0;
        foreach (var column in columns)
        {
            var top = 0;
            foreach (var chart in column)
            {
                ChartDrawing.Draw(svg, chart, left, top);
                top += chart.Height;
            }
            left += Width(column);
        }
        svg.Close();
        return svg.ToString();
    }

    /// <summary>The charts as one RGB picture, the same on every machine.</summary>
    /// <param name="scale">Pixels of the picture per pixel of the charts.</param>
    /// <exception cref="ArgumentException">The scale is not positive, or a mark draws an SVG element that pictures do not have.</exception>
    public Image ToImage(double scale = 2) => SvgImage.Of(ToSvg(), scale);

    private static int Width(IReadOnlyList<Chart> column) => column.Max(chart => chart.Width);
}
