namespace Ansatz.Figures;

/// <summary>
/// Lines of equal number through a grid, by marching squares: between neighbouring points the number is linear, and a saddle is decided by the mean of its
/// four points. Source: Lorensen and Cline, "Marching cubes", 1987, in the plane.
/// </summary>
internal sealed class Isolines
{
    private readonly double[] xs, ys;
    private readonly double[,] values;

    /// <param name="grid">Its numbers stand at the centres of the cells, and on the edge of the rectangle are those of the nearest centre.</param>
    /// <param name="isClosed">Whether lines are closed along the edge of the rectangle, around all that is higher.</param>
    public Isolines(PlaneGrid grid, bool isClosed)
    {
        var rim = isClosed ? 2 : 1;
        xs = Places(grid.X, grid.Columns, rim);
        ys = Places(grid.Y, grid.Rows, rim);
        values = new double[xs.Length, ys.Length];
        for (var i = 0; i < xs.Length; i++)
            for (var j = 0; j < ys.Length; j++)
            {
                var value = grid[Math.Clamp(i - rim, 0, grid.Columns - 1), Math.Clamp(j - rim, 0, grid.Rows - 1)];
                var isOutside = isClosed && (i == 0 || j == 0 || i == xs.Length - 1 || j == ys.Length - 1);
                values[i, j] = isOutside || double.IsNaN(value) ? double.NegativeInfinity : value;
            }
    }

    /// <summary>The lines of a level; a closed one ends where it starts.</summary>
    public IEnumerable<(double X, double Y)[]> At(double level)
    {
        var neighbours = new Dictionary<int, List<int>>();
        for (var j = 0; j < ys.Length - 1; j++)
            for (var i = 0; i < xs.Length - 1; i++)
                foreach (var (a, b) in Segments(i, j, level))
                {
                    Link(a, b);
                    Link(b, a);
                }
        var unvisited = new HashSet<int>(neighbours.Keys);
        // Open lines first, from one of their ends.
        foreach (var start in neighbours.Keys.OrderBy(e => neighbours[e].Count))
        {
            if (!unvisited.Remove(start)) continue;
            var line = new List<int> { start };
            for (var at = Next(start); at >= 0; at = Next(at))
            {
                unvisited.Remove(at);
                line.Add(at);
            }
            if (neighbours[line[^1]].Contains(start) && line.Count > 2) line.Add(start);
            yield return [.. line.Select(e => Point(e, level))];
        }

        int Next(int edge) => neighbours[edge].FirstOrDefault(unvisited.Contains, -1);

        void Link(int from, int to)
        {
            if (!neighbours.TryGetValue(from, out var list)) neighbours[from] = list = [];
            list.Add(to);
        }
    }

    // An edge is a number: twice its first point, plus 1 if it goes up.
    private int Across(int i, int j) => 2 * (j * xs.Length + i);

    private int Up(int i, int j) => 2 * (j * xs.Length + i) + 1;

    private IEnumerable<(int A, int B)> Segments(int i, int j, double level)
    {
        double a = values[i, j], b = values[i + 1, j], c = values[i + 1, j + 1], d = values[i, j + 1];
        bool isA = a >= level, isB = b >= level, isC = c >= level, isD = d >= level;
        int bottom = Across(i, j), right = Up(i + 1, j), top = Across(i, j + 1), left = Up(i, j);
        if (isA == isC && isB == isD && isA != isB)
        {
            // A saddle: the middle belongs to one pair of opposite corners, and lines part the other two from it.
            var isMiddleHigh = (a + b + c + d) / 4 >= level;
            if (isMiddleHigh == isA) return [(bottom, right), (top, left)];
            return [(bottom, left), (top, right)];
        }
        var crossed = new List<int>(2);
        if (isA != isB) crossed.Add(bottom);
        if (isB != isC) crossed.Add(right);
        if (isC != isD) crossed.Add(top);
        if (isD != isA) crossed.Add(left);
        return crossed.Count == 2 ? [(crossed[0], crossed[1])] : [];
    }

    private (double X, double Y) Point(int edge, double level)
    {
        int i = edge / 2 % xs.Length, j = edge / 2 / xs.Length, toI = i + (edge % 2 == 0 ? 1 : 0), toJ = j + edge % 2;
        double from = values[i, j], to = values[toI, toJ];
        var share = double.IsInfinity(from) || double.IsInfinity(to) ? 0.5 : (level - from) / (to - from);
        return (xs[i] + share * (xs[toI] - xs[i]), ys[j] + share * (ys[toJ] - ys[j]));
    }

    // The centres, and on both sides the end of the range: twice, where a rim of lowest numbers stands on it.
    private static double[] Places((double Min, double Max) range, int count, int rim) =>
        [.. Enumerable.Range(-rim, count + 2 * rim).Select(i => range.Min + Math.Clamp((i + 0.5) / count, 0, 1) * (range.Max - range.Min))];
}
