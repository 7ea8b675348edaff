using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>One layer of a chart: data and how they are drawn.</summary>
/// <remarks>To write one, say which <see cref="Points"/> the axes must cover, and draw SVG elements. Band.cs is the file to copy.</remarks>
public abstract class Mark
{
    /// <summary>What the legend calls it; without a name it is not in the legend.</summary>
    public string? Name { get; init; }

    /// <summary>The colour; by default the next of the palette.</summary>
    public Rgb? Color { get; init; }

    /// <summary>The colour where none is given and none should be taken from the palette.</summary>
    internal virtual Rgb? OwnColor => null;

    /// <summary>Points that the axes must cover.</summary>
    protected virtual IEnumerable<(double X, double Y)> Points => [];

    /// <summary>Draws the mark.</summary>
    /// <param name="area">Where, and the elements drawn so far.</param>
    /// <param name="color">Its <see cref="Color"/>, or the next of the palette.</param>
    protected virtual void Draw(PlotArea area, Rgb color) { }

    /// <summary>The data's extents, which the axes cover.</summary>
    internal virtual (Extent X, Extent Y) Extents => (Extent.Of(Points.Select(p => p.X)), Extent.Of(Points.Select(p => p.Y)));

    /// <summary>Whether points lie anywhere in the plane, so that the chart has grid lines both ways and room on every side.</summary>
    internal virtual bool IsPlanar => false;

    /// <summary>Whether it covers a rectangle of the plane, so that both axes end where it does.</summary>
    internal virtual bool IsFilled => false;

    /// <summary>Names for places on the x axis, instead of numbers.</summary>
    internal virtual IReadOnlyList<Tick>? Categories => null;

    /// <summary>The bar that explains its colours.</summary>
    internal virtual ColorBar? ColorBar => null;

    internal virtual void Draw(SvgWriter svg, Plot plot, Rgb color) => Draw(new PlotArea(svg, plot), color);

    internal virtual IEnumerable<LegendEntry> LegendEntries(Rgb color) =>
        Name is null ? [] : [new LegendEntry(Name, color, Symbol)];

    internal virtual LegendSymbol Symbol => LegendSymbol.Box;

    /// <summary>Refuses sequences of different lengths.</summary>
    /// <param name="what">Who asks, for the message.</param>
    /// <param name="lengths">The length of each sequence.</param>
    protected static void RequireEqualLengths(string what, params ReadOnlySpan<int> lengths)
    {
        foreach (var length in lengths)
            if (length != lengths[0]) throw new ArgumentException($"{what}: sequences of {string.Join(", ", lengths.ToArray())} numbers; expected equally many.", nameof(lengths));
    }
}
