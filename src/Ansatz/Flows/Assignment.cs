namespace Ansatz.Flows;

/// <summary>The cheapest one-to-one assignment of n rows to n columns, exactly, in O(n³) steps.</summary>
/// <remarks>
/// Shortest augmenting paths with dual prices: one row after the other is added, and the others move to the columns that are then best.
/// Kuhn, The Hungarian method (1955); Jonker and Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems (1987).
/// </remarks>
internal static class Assignment
{
    /// <param name="cost">[n, n], finite.</param>
    /// <param name="n">1 or more.</param>
    /// <returns>The column of each row.</returns>
    public static int[] Solve(ReadOnlySpan<double> cost, int n)
    {
        // Row and column 0 stand for "none yet"; rowOf[0] is the row that looks for a column.
        double[] rowPrice = new double[n + 1], columnPrice = new double[n + 1], distance = new double[n + 1];
        int[] rowOf = new int[n + 1], before = new int[n + 1];
        var isReached = new bool[n + 1];
        for (var row = 1; row <= n; row++)
        {
            rowOf[0] = row;
            Array.Fill(distance, double.PositiveInfinity);
            Array.Clear(isReached);
            var column = 0;
            do
            {
                isReached[column] = true;
                int from = rowOf[column], next = 0;
                var least = double.PositiveInfinity;
                for (var j = 1; j <= n; j++)
                {
                    if (isReached[j]) continue;
                    var reduced = cost[(from - 1) * n + j - 1] - rowPrice[from] - columnPrice[j];
                    if (reduced < distance[j]) (distance[j], before[j]) = (reduced, column);
                    if (distance[j] < least) (least, next) = (distance[j], j);
                }
                for (var j = 0; j <= n; j++)
                {
                    if (isReached[j])
                    {
                        rowPrice[rowOf[j]] += least;
                        columnPrice[j] -= least;
                    }
                    else distance[j] -= least;
                }
                column = next;
            }
            while (rowOf[column] != 0);
            while (column != 0)
            {
                rowOf[column] = rowOf[before[column]];
                column = before[column];
            }
        }
        var columns = new int[n];
        for (var j = 1; j <= n; j++) columns[rowOf[j] - 1] = j - 1;
        return columns;
    }
}
