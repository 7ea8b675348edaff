using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>One layer of a chart: data and how they are drawn.</summary>
public abstract class Mark
{
    /// <summary>What the legend calls it; without a name it is not in the legend.</summary>
    public string? Name { get; init; }

    /// <summary>The colour; by default the next of the palette.</summary>
    public Rgb? Color { get; init; }

    /// <summary>The colour where none is given and none should be taken from the palette.</summary>
    internal virtual Rgb? OwnColor => null;

    /// <summary>The data's extents, which the axes cover.</summary>
    internal abstract (Extent X, Extent Y) Extents { get; }

    /// <summary>Whether points lie anywhere in the plane, so that the chart has grid lines both ways and room on every side.</summary>
    internal virtual bool IsPlanar => false;

    /// <summary>Names for places on the x axis, instead of numbers.</summary>
    internal virtual IReadOnlyList<Tick>? Categories => null;

    /// <summary>The bar that explains its colours.</summary>
    internal virtual ColorBar? ColorBar => null;

    internal abstract void Draw(SvgWriter svg, Plot plot, Rgb color);

    internal virtual IEnumerable<LegendEntry> LegendEntries(Rgb color) =>
        Name is null ? [] : [new LegendEntry(Name, color, Symbol)];

    internal virtual LegendSymbol Symbol => LegendSymbol.Box;

    private protected static void RequireEqualLengths(string what, params ReadOnlySpan<int> lengths)
    {
        foreach (var length in lengths)
            if (length != lengths[0]) throw new ArgumentException($"{what}: sequences of {string.Join(", ", lengths.ToArray())} numbers; expected equally many.", nameof(lengths));
    }
}
