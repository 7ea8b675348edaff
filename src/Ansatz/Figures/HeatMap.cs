using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>Numbers on a grid as colours, with the bar that explains them: a density, or a matrix of correlations. A cell whose number is not finite stays white.</summary>
/// <remarks>The cells are one small picture within the SVG, so that many stay a small file.</remarks>
public sealed class HeatMap : Mark
{
    private readonly PlaneGrid grid;

    public HeatMap(string? name, PlaneGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        (Name, this.grid) = (name, grid);
    }

    /// <summary>The colours of the numbers.</summary>
    public ColorScale Colors { get; init; } = ColorScale.Viridis;

    /// <summary>How the bar of colours shows the numbers: its label, its ends, and whether equal ratios are equal distances.</summary>
    public Axis ValueAxis { get; init; } = new();

    internal override Rgb? OwnColor => Colors.At(0.5);

    // The bar of colours explains it.
    internal override IEnumerable<LegendEntry> LegendEntries(Rgb color) => [];

    internal override bool IsFilled => true;

    internal override (Extent X, Extent Y) Extents => grid.Extents;

    internal override ColorBar? ColorBar => new(Colors, ValueAxis, grid.Values);

    internal override void Draw(SvgWriter svg, Plot plot, Rgb color)
    {
        if (plot.X.IsLogarithmic || plot.Y.IsLogarithmic) throw new InvalidOperationException("HeatMap: an axis is logarithmic; expected linear axes, so give the grid's ranges as logarithms.");
        double left = plot.X.At(grid.X.Min), right = plot.X.At(grid.X.Max), top = plot.Y.At(grid.Y.Max), bottom = plot.Y.At(grid.Y.Min);
        svg.Element("image", ("class", "heatmap"), ("aria-label", Name ?? ""), ("x", left), ("y", top), ("width", right - left), ("height", bottom - top), ("preserveAspectRatio", "none"),
            ("style", "image-rendering:pixelated"), ("href", $"data:image/png;base64,{Convert.ToBase64String(Png.Encode(Cells()))}"));
    }

    private Image Cells()
    {
        var bar = ColorBar!;
        var image = new Image(grid.Columns, grid.Rows, 3);
        for (var row = 0; row < grid.Rows; row++)
            for (var column = 0; column < grid.Columns; column++)
            {
                var share = bar.Share(grid[column, row]);
                var color = double.IsFinite(share) ? Colors.At(share) : Rgb.Of(0xFFFFFF);
                var pixel = image.Row(grid.Rows - 1 - row).Slice(3 * column, 3);
                (pixel[0], pixel[1], pixel[2]) = (color.R, color.G, color.B);
            }
        return image;
    }
}
