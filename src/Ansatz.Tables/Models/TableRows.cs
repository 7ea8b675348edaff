using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>Rows as a model sees them: numbers, and codes of categories behind them.</summary>
/// <param name="values">[rows, width].</param>
/// <param name="width">Numbers and codes of a row.</param>
/// <param name="positions">The position in the table of each row.</param>
/// <param name="logSlopes">For each row the log-determinant from cells to numbers; −∞ where a cell lies outside its column's bounds.</param>
internal sealed class TableRows(float[] values, int width, int[] positions, double[] logSlopes) : IExampleSource
{
    public int Count => positions.Length;

    public Shape ExampleShape => [width];

    public ReadOnlySpan<float> Values => values;

    public IReadOnlyList<int> Positions => positions;

    public IReadOnlyList<double> LogSlopes => logSlopes;

    public double MeanLogSlope => logSlopes.Average();

    /// <summary>Some of the rows, in this order.</summary>
    /// <param name="rows">Their places among these rows.</param>
    public TableRows Pick(int[] rows)
    {
        var picked = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++) values.AsSpan(rows[i] * width, width).CopyTo(picked.AsSpan(i * width));
        return new TableRows(picked, width, Array.ConvertAll(rows, r => positions[r]), Array.ConvertAll(rows, r => logSlopes[r]));
    }

    public void CopyTo(int position, Span<float> destination) => values.AsSpan(position * width, width).CopyTo(destination);
}
