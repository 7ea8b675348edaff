using Ansatz.Tensors;

namespace Ansatz.Figures;

/// <summary>Numbers in the cells of a grid over a rectangle of the plane: what a <see cref="HeatMap"/> and <see cref="Contours"/> draw.</summary>
public sealed class PlaneGrid
{
    private readonly IReadOnlyList<double> values;

    /// <param name="values">Row by row, from the lowest y up, in each row from the lowest x on.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="x">Where the first cell of a row starts and the last one ends.</param>
    /// <param name="y">Where the first row starts and the last one ends.</param>
    /// <exception cref="ArgumentException">The values do not fill whole rows, or a range is empty.</exception>
    public PlaneGrid(IReadOnlyList<double> values, int columns, (double Min, double Max) x, (double Min, double Max) y)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (columns < 1 || values.Count == 0 || values.Count % columns != 0) throw new ArgumentException($"PlaneGrid: {values.Count} values in rows of {columns}; expected whole rows, at least one.", nameof(values));
        if (!(x.Min < x.Max) || !(y.Min < y.Max)) throw new ArgumentException($"PlaneGrid: x from {x.Min} to {x.Max}, y from {y.Min} to {y.Max}; expected ends beyond the starts.", nameof(x));
        (this.values, Columns, Rows, X, Y) = (values, columns, values.Count / columns, x, y);
    }

    public int Columns { get; }

    public int Rows { get; }

    public (double Min, double Max) X { get; }

    public (double Min, double Max) Y { get; }

    /// <summary>The number in a cell.</summary>
    /// <param name="column">0 at the lowest x.</param>
    /// <param name="row">0 at the lowest y.</param>
    public double this[int column, int row] => values[row * Columns + column];

    /// <summary>A function at the centre of each cell, such as <c>points => flow.Score(points)</c>.</summary>
    /// <param name="function">From all points, [count, 2], to a number for each.</param>
    /// <param name="x">Where the grid starts and ends.</param>
    /// <param name="y">Where the grid starts and ends.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Rows.</param>
    /// <exception cref="ArgumentException">The function gives another number of values than there are points.</exception>
    public static PlaneGrid Of(Func<Tensor, IEnumerable<double>> function, (double Min, double Max) x, (double Min, double Max) y, int columns = 120, int rows = 120)
    {
        ArgumentNullException.ThrowIfNull(function);
        var points = new float[2 * columns * rows];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                points[2 * (row * columns + column)] = (float)(x.Min + (column + 0.5) / columns * (x.Max - x.Min));
                points[2 * (row * columns + column) + 1] = (float)(y.Min + (row + 0.5) / rows * (y.Max - y.Min));
            }
        double[] found = [.. function(Tensor.From(points, [columns * rows, 2]))];
        return found.Length == columns * rows ? new PlaneGrid(found, columns, x, y) : throw new ArgumentException($"PlaneGrid: the function gave {found.Length} values; expected {columns * rows}, one for each point.", nameof(function));
    }

    internal (Extent X, Extent Y) Extents => (new(X.Min, X.Max), new(Y.Min, Y.Max));

    internal Extent Values => Extent.Of(values);
}
