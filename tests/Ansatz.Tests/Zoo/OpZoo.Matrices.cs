using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

internal static partial class OpZoo
{
    private static IEnumerable<OpRow> Matrices() =>
    [
        new("Cholesky", x => ((x[0] + x[0].Transpose()) * 0.5f).Cholesky(), x => Cholesky(x[0]))
        {
            Cases = [[[1, 1]], [[2, 2]], [[5, 5]], [[3, 4, 4]], [[2, 1, 3, 3]], [[0, 3, 3]], [[2, 0, 0]]],
            Domains = [Domain.Reals],
            Ulps = 4,
            Magnitude = x => DiagonalRoot(x[0]),
            GradientTolerance = 1e-5,
            Prepare = (_, x) => PositiveDefinite(x),
        },
        new("LogDet", x => ((x[0] + x[0].Transpose()) * 0.5f).LogDet(), x => LogDet(x[0]))
        {
            Cases = [[[1, 1]], [[2, 2]], [[5, 5]], [[3, 4, 4]], [[2, 1, 3, 3]], [[0, 3, 3]], [[2, 0, 0]]],
            Domains = [Domain.Reals],
            Ulps = 1,
            Magnitude = x => LogDet(x[0]).Map(v => 1 + Math.Abs(v)),
            GradientTolerance = 1e-5,
            Prepare = (_, x) => PositiveDefinite(x),
        },
        new("MatMul", x => x[0].MatMul(x[1]), x => MatMul(x[0], x[1]))
        {
            Cases =
            [
                [[1, 1], [1, 1]], [[2, 3], [3, 4]], [[17, 33], [33, 5]], [[3, 2, 4], [3, 4, 5]], [[2, 1, 2, 3], [3, 3, 2]], [[2, 2], [3, 2, 3]],
                [[70, 130], [130, 40]], [[2, 5000], [5000, 1]], [[0, 3], [3, 2]], [[2, 0], [0, 3]], [[2, 3], [3, 0]], [[0, 2, 3], [0, 3, 2]],
            ],
            Domains = [Domain.Reals, Domain.Reals],
            Ulps = 8,
            Magnitude = x => MatMul(x[0].Map(Math.Abs), x[1].Map(Math.Abs)),
        },
        new("MatMul by one matrix", x => x[0].MatMul(x[1]), x => MatMul(x[0], x[1]))
        {
            Cases = [[[5, 2, 4], [4, 3]], [[3, 1, 2, 17], [17, 33]]],
            Domains = [Domain.Reals, Domain.Reals],
            Ulps = 8,
            Magnitude = x => MatMul(x[0].Map(Math.Abs), x[1].Map(Math.Abs)),
            Batched = [true, false],
        },
        Linear("Linear", 1),
        Linear("Linear, rectified", 0),
        Linear("Linear, leaky", 0.1f),
        new("RectifierNetwork", x => x[0].RectifierNetwork(x.AsSpan(1)), x => Network(x, Linear))
        {
            Cases =
            [
                [[1, 1], [1, 1], [1]], [[5, 3], [3, 17], [17], [17, 2], [2]], [[200, 2], [2, 33], [33], [33, 20], [20], [20, 5], [5]], [[2, 70, 4], [4, 16], [16], [16, 1], [1]],
                [[0, 3], [3, 2], [2]],
            ],
            Domains = [.. Enumerable.Repeat(Domain.Reals, 7)],
            Ulps = 8,
            Magnitude = x => Network([.. x.Select(t => t.Map(Math.Abs))], Linear),
            Magnitudes = [1e-3f, 1],
            GradientTolerance = 1e-5,
            Batched = [true, false, false, false, false, false, false],
        },
        new("RowChain", x => new RowChain([new LinearRows(x[1], turn, isInverse: false), new LinearRows(x[2], turn, isInverse: false)], hasContext: false).Apply(x), x => TwoLinearMaps(x, v => v))
        {
            Cases = [[[1, 3], [3, 3], [3, 3]], [[2, 65, 3], [3, 3], [3, 3]], [[0, 3], [3, 3], [3, 3]]],
            Domains = [Domain.Reals, Domain.Reals, Domain.Reals],
            Ulps = 16,
            Magnitude = x => TwoLinearMaps(x, Math.Abs),
            Magnitudes = [1e-3f, 1],
            GradientTolerance = 1e-5,
        },
        new("LowerUpperProduct", x => x[0].LowerUpperProduct(), x => LowerUpperProduct(x[0]))
        {
            Cases = [[[1, 1]], [[2, 2]], [[8, 8]], [[21, 21]]],
            Domains = [Domain.Reals],
            Ulps = 8,
            Magnitude = x => LowerUpperProduct(x[0].Map(Math.Abs)),
        },
        new("ExpDiagonal", x => x[0].ExpDiagonal(), x => Doubles.Build(x[0].Shape, i => i[0] == i[1] ? Math.Exp(x[0][i]) : x[0][i]))
        {
            Cases = [[[1, 1]], [[5, 5]], [[18, 18]]],
            Domains = [Domain.Reals],
            Ulps = 1,
        },
        TriangularSolve("TriangularSolve", transposed: false),
        TriangularSolve("TriangularSolve, transposed", transposed: true),
    ];

    private static Doubles LowerUpperProduct(Doubles a) => Doubles.Build(a.Shape, i =>
    {
        var sum = 0.0;
        for (var k = 0; k <= Math.Min(i[0], i[1]); k++) sum += (k == i[1] ? 1 : a[i[1], k]) * a[k, i[0]];
        return sum;
    });

    /// <summary>Layers with rectifiers between them.</summary>
    private static Doubles Network(Doubles[] x, Func<Doubles[], double, Doubles> layer)
    {
        var h = x[0];
        for (var i = 1; i < x.Length; i += 2) h = layer([h, x[i], x[i + 1]], i + 2 < x.Length ? 0 : 1);
        return h;
    }

    private static OpRow Linear(string name, float slope) =>
        new(name, x => x[0].Linear(x[1], x.Length > 2 ? x[2] : null, slope), x => Linear(x, slope))
        {
            Cases =
            [
                [[1, 1], [1, 1], [1]], [[3, 4], [4, 5]], [[5, 3], [3, 17], [17]], [[33, 70], [70, 16], [16]], [[2, 3, 4], [4, 2], [2]], [[4], [4, 3], [3]],
                [[70, 130], [130, 33], [33]], [[0, 3], [3, 2], [2]], [[2, 0], [0, 3], [3]],
            ],
            Domains = [Domain.Reals, Domain.Reals, Domain.Reals],
            Ulps = 8,
            Magnitude = x => Linear([.. x.Select(v => v.Map(Math.Abs))], 1),
        };

    private static OpRow TriangularSolve(string name, bool transposed) =>
        new(name, x => x[0].TriangularSolve(x[1], transposed), x => Solve(x[0], x[1], transposed))
        {
            Cases = [[[1, 1], [1, 1]], [[3, 3], [3, 2]], [[2, 4, 4], [2, 4, 3]], [[5, 5], [2, 5, 1]], [[2, 1, 2, 2], [3, 2, 4]], [[0, 2, 2], [0, 2, 1]], [[0, 0], [0, 2]], [[2, 2], [2, 0]]],
            Domains = [Domain.Reals, Domain.Reals],
            Ulps = 1,
            GradientTolerance = 1e-5,
            Prepare = (i, x) => i == 0 ? WithStrongDiagonal(x) : x,
        };

    private static Doubles MatMul(Doubles a, Doubles b)
    {
        var batch = Shape.Broadcast(a.Shape[..^2], b.Shape[..^2]);
        return Doubles.Build(batch.Concat([a.Shape[^2], b.Shape[^1]]), i =>
        {
            var sum = 0.0;
            for (var k = 0; k < a.Shape[^1]; k++) sum += a.Broadcast([.. i[..^1], k]) * b.Broadcast([.. i[..^2], k, i[^1]]);
            return sum;
        });
    }

    private static Doubles Linear(Doubles[] x, double slope) =>
        Doubles.Build(x[0].Shape[..^1].Concat([x[1].Shape[1]]), i =>
        {
            var sum = x.Length > 2 ? x[2][i[^1]] : 0;
            for (var k = 0; k < x[0].Shape[^1]; k++) sum += x[0][[.. i[..^1], k]] * x[1][k, i[^1]];
            return sum < 0 ? slope * sum : sum;
        });

    /// <summary>The factor column by column, from L·Lᵀ = A read off element by element.</summary>
    private static Doubles Cholesky(Doubles a)
    {
        var l = new Doubles(a.Shape);
        var n = a.Shape[^1];
        for (var start = 0; start < a.Length; start += n * n)
            for (var j = 0; j < n; j++)
                for (var i = j; i < n; i++)
                {
                    var rest = (a.Values[start + i * n + j] + a.Values[start + j * n + i]) / 2;
                    for (var k = 0; k < j; k++) rest -= l.Values[start + i * n + k] * l.Values[start + j * n + k];
                    l.Values[start + i * n + j] = i == j ? Math.Sqrt(rest) : rest / l.Values[start + j * n + j];
                }
        return l;
    }

    private static Doubles LogDet(Doubles a)
    {
        var l = Cholesky(a);
        return Doubles.Build(a.Shape[..^2], batch => Enumerable.Range(0, a.Shape[^1]).Sum(i => 2 * Math.Log(l[[.. batch, i, i]])));
    }

    // |Lᵢⱼ| ≤ √Aᵢᵢ.
    private static Doubles DiagonalRoot(Doubles a) => Doubles.Build(a.Shape, i => Math.Sqrt(a[[.. i[..^1], i[^2]]]));

    private static Doubles PositiveDefinite(Doubles m)
    {
        var n = m.Shape[^1];
        return Doubles.Build(m.Shape, i =>
        {
            var sum = 0.0;
            for (var k = 0; k < n; k++) sum += m[[.. i[..^1], k]] * m[[.. i[..^2], i[^1], k]];
            return i[^1] == i[^2] ? 1.5 * sum : sum;
        });
    }

    private static Doubles WithStrongDiagonal(Doubles l) => Doubles.Build(l.Shape, i => i[^1] == i[^2] ? 2 * l[i] : l[i]);

    /// <summary>Substitution, row by row; what stands above the diagonal is not looked at.</summary>
    private static Doubles Solve(Doubles l, Doubles b, bool transposed)
    {
        int n = b.Shape[^2], columns = b.Shape[^1];
        var batch = Shape.Broadcast(l.Shape[..^2], b.Shape[..^2]);
        var x = new Doubles(batch.Concat(b.Shape[^2..]));
        double L(int[] m, int i, int j) => l.Broadcast([.. m, i, j]);
        Doubles.Build(batch, m =>
        {
            for (var c = 0; c < columns; c++)
                for (var step = 0; step < n; step++)
                {
                    var i = transposed ? n - 1 - step : step;
                    var rest = b.Broadcast([.. m, i, c]);
                    for (var k = transposed ? i + 1 : 0; k < (transposed ? n : i); k++) rest -= (transposed ? L(m, k, i) : L(m, i, k)) * x[[.. m, k, c]];
                    x[[.. m, i, c]] = rest / L(m, i, i);
                }
            return 0;
        });
        return x;
    }

    // Element i of a permuted row is element turnᵢ of the row.
    private static readonly int[] turn = [1, 2, 0];

    /// <summary>Rows mapped by P·L·U twice, with the factors of two matrices, and behind them the sums of the logarithms on both diagonals; the sizes of the terms if the size of a number is its magnitude.</summary>
    private static Doubles TwoLinearMaps(Doubles[] x, Func<double, double> size)
    {
        var n = turn.Length;
        var rows = x[0].Values.Length / n;
        double[] values = [.. x[0].Values.Select(size)], result = new double[rows * (n + 1)];
        for (var row = 0; row < rows; row++)
        {
            var v = values[(row * n)..((row + 1) * n)];
            foreach (var w in x[1..])
            {
                var upper = new double[n];
                for (var i = 0; i < n; i++)
                {
                    upper[i] = Math.Exp(w[i, i]) * v[i];
                    for (var j = i + 1; j < n; j++) upper[i] += size(w[i, j]) * v[j];
                    result[rows * n + row] += size(w[i, i]);
                }
                var product = (double[])upper.Clone();
                for (var i = 0; i < n; i++)
                    for (var j = 0; j < i; j++) product[i] += size(w[i, j]) * upper[j];
                v = [.. turn.Select(i => product[i])];
            }
            v.CopyTo(result, row * n);
        }
        return Doubles.Build([result.Length], i => result[i[0]]);
    }
}
