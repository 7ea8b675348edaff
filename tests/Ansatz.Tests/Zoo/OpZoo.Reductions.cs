using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

internal static partial class OpZoo
{
    private static Shape[][] ReductionCases =>
    [
        [[1]], [[17]], [[5000]], [[3, 4]], [[300, 70]], [[1, 33]], [[33, 1]], [[2, 3, 4]], [[5, 70, 3]], [[2, 3, 2, 3, 2]], [[70, 130, 18]], [[3, 20000]], [[2, 0, 3]],
    ];

    private static IEnumerable<OpRow> Reductions() =>
    [
        Reduction("Sum", x => x.Sum(), x => new Doubles([], [x.Values.Sum()])) with { Cases = [[[]], .. ReductionCases, [[0]], [[70000]]] },
        Reduction("Mean", x => x.Mean(), x => new Doubles([], [x.Values.Sum() / x.Length])) with { Cases = [[[]], .. ReductionCases[..^1]] },
        Reduction("Sum along 0", x => x.Sum(0), x => Sum(x, 0)),
        Reduction("Sum along the last", x => x.Sum(-1), x => Sum(x, x.Shape.Rank - 1)),
        Reduction("Sum along 1, kept", x => x.Sum(1, keepDimension: true), x => Keep(Sum(x, 1), 1)) with { Cases = [.. ReductionCases.Where(c => c[0].Rank > 1)], Batched = [true] },
        Reduction("Mean along 0", x => x.Mean(0), x => Sum(x, 0).Map(s => s / x.Shape[0])),
        Reduction("Sum of the last two", x => x.SumLast(2), x => Sum(Sum(x, x.Shape.Rank - 1), x.Shape.Rank - 2)) with { Cases = [.. ReductionCases.Where(c => c[0].Rank > 1)] },
        LogSumExp("LogSumExp", x => x.LogSumExp(), x => Along(x, x.Shape.Rank - 1, LogSumExp)) with { Batched = [true] },
        LogSumExp("LogSumExp along 0, kept", x => x.LogSumExp(0, keepDimension: true), x => Keep(Along(x, 0, LogSumExp), 0)),
        LogSumExp("LogSoftmax", x => x.LogSoftmax(), x => Minus(x, Along(x, x.Shape.Rank - 1, LogSumExp))) with { Batched = [true], Magnitude = x => BelowLargest(x[0]).Map(v => 1 + Math.Abs(v)) },
        LogSumExp("Softmax", x => x.Softmax(), x => Minus(x, Along(x, x.Shape.Rank - 1, LogSumExp)).Map(Math.Exp)) with { Batched = [true], Magnitude = x => BelowLargest(x[0]).Map(v => Math.Exp(v) * (1 + Math.Abs(v))) },
        Maximum("Max along 0", x => x.Max(0), x => Along(x, 0, row => row.Max())),
        Maximum("Max along 1", x => x.Max(1), x => Along(x, 1, row => row.Max())) with { Batched = [true] },
        Maximum("Max along the last, kept", x => x.Max(-1, keepDimension: true), x => Keep(Along(x, x.Shape.Rank - 1, row => row.Max()), x.Shape.Rank - 1)),
        Maximum("Min along 0", x => x.Min(0), x => Along(x, 0, row => row.Min())),
        Maximum("Min along 1, kept", x => x.Min(1, keepDimension: true), x => Keep(Along(x, 1, row => row.Min()), 1)) with { Batched = [true] },
        Maximum("ArgMax along 0", x => x.ArgMax(0), x => Along(x, 0, row => Array.IndexOf(row, row.Max()))),
        Maximum("ArgMax along 1, kept", x => x.ArgMax(1, keepDimension: true), x => Keep(Along(x, 1, row => Array.IndexOf(row, row.Max())), 1)) with { Batched = [true] },
        CumulativeSum("CumulativeSum", x => x.CumulativeSum(), 1),
        CumulativeSum("CumulativeSum along 0", x => x.CumulativeSum(0), 0),
        Pooling("MaxPool2D", x => x.MaxPool2D(2), 2, window => window.Max(), 0),
        Pooling("AveragePool2D", x => x.AveragePool2D(3), 3, window => window.Average(), 4),
    ];

    private static OpRow LogSumExp(string name, Func<Tensor, Tensor> apply, Func<Doubles, Doubles> reference) =>
        new(name, x => apply(x[0]), x => reference(x[0]))
        {
            Cases = [[[1, 1]], [[2, 17]], [[3, 4]], [[20, 7]], [[33, 1]], [[2, 3, 33]], [[300, 70]]],
            Domains = [Domain.Reals],
            Ulps = 4,
            Magnitude = x => reference(x[0]).Map(v => 1 + Math.Abs(v)),
            GradientTolerance = 1e-5,
        };

    private static double LogSumExp(double[] row) => row.Max() + Math.Log(row.Sum(v => Math.Exp(v - row.Max())));

    private static OpRow Maximum(string name, Func<Tensor, Tensor> apply, Func<Doubles, Doubles> reference) =>
        new(name, x => apply(x[0]), x => reference(x[0]))
        {
            Cases = [[[1, 1]], [[5, 17]], [[3, 4]], [[2, 5, 3]], [[4, 33, 20]], [[2, 3, 2, 3, 2]], [[300, 70]]],
            Domains = [Domain.Reals],
            Ulps = 0,
        };

    private static OpRow CumulativeSum(string name, Func<Tensor, Tensor> apply, int axis) =>
        new(name, x => apply(x[0]), x => Cumulate(x[0], axis))
        {
            Cases = [[[1, 1]], [[3, 4]], [[2, 17]], [[40, 3]], [[300, 70]], [[0, 2]]],
            Domains = [Domain.Reals],
            Ulps = 4,
            Magnitude = x => Cumulate(x[0].Map(Math.Abs), axis),
        };

    private static OpRow Pooling(string name, Func<Tensor, Tensor> apply, int size, Func<double[], double> f, double ulps)
    {
        Doubles Reference(Doubles x) => Doubles.Build([x.Shape[0], x.Shape[1] / size, x.Shape[2] / size, x.Shape[3]], i =>
            f([.. from u in Enumerable.Range(0, size) from v in Enumerable.Range(0, size) select x[i[0], size * i[1] + u, size * i[2] + v, i[3]]]));
        return new(name, x => apply(x[0]), x => Reference(x[0]))
        {
            Cases = [[[1, size, size, 1]], [[2, 6, 7, 3]], [[3, 8, 5, 17]]],
            Domains = [Domain.Reals],
            Ulps = ulps,
            Magnitude = x => Reference(x[0].Map(Math.Abs)),
            Batched = [true],
        };
    }

    private static IEnumerable<OpRow> Moments() =>
    [
        Moment("Variance", x => x.Variance(), x => new Doubles([], [Variance(x.Values, 0)])),
        Moment("Variance along 0", x => x.Variance(0), x => Along(x, 0, row => Variance(row, 0))),
        Moment("Variance along 1, unbiased, kept", x => x.Variance(1, keepDimension: true, correction: 1), x => Keep(Along(x, 1, row => Variance(row, 1)), 1)) with { Batched = [true], Cases = [.. MomentCases.Where(c => c[0][1] > 1)] },
        Moment("Norm", x => x.Norm(), x => new Doubles([], [Norm(x.Values)])) with { Magnitudes = [1e-30f, 1, 1e30f], Domains = [Domain.Everything] },
        Moment("Norm along 0, kept", x => x.Norm(0, keepDimension: true), x => Keep(Along(x, 0, Norm), 0)) with { Magnitudes = [1e-30f, 1, 1e30f], Domains = [Domain.Everything] },
        Moment("Norm along the last", x => x.Norm(-1), x => Along(x, x.Shape.Rank - 1, Norm)) with { Batched = [true] },
        Product("Prod", x => x.Prod(), x => new Doubles([], [Product(x.Values)])),
        Product("Prod along 0", x => x.Prod(0), x => Along(x, 0, Product)),
        Product("Prod along the last, kept", x => x.Prod(-1, keepDimension: true), x => Keep(Along(x, x.Shape.Rank - 1, Product), x.Shape.Rank - 1)) with { Batched = [true] },
    ];

    private static Shape[][] MomentCases => [[[1, 1]], [[3, 4]], [[2, 17]], [[33, 1]], [[300, 70]], [[2, 5, 3]], [[7, 40, 20]], [[2, 70000]], [[2, 3, 2, 3, 2]]];

    /// <summary>The sums are in double, so the result is the exact one, rounded.</summary>
    private static OpRow Moment(string name, Func<Tensor, Tensor> apply, Func<Doubles, Doubles> reference) =>
        new(name, x => apply(x[0]), x => reference(x[0])) { Cases = MomentCases, Domains = [Domain.Reals], Ulps = 0.501 };

    private static OpRow Product(string name, Func<Tensor, Tensor> apply, Func<Doubles, Doubles> reference) =>
        new(name, x => apply(x[0]), x => reference(x[0]))
        {
            Cases = [[[1, 1]], [[3, 4]], [[2, 17]], [[33, 1]], [[2, 5, 3]], [[2, 3, 2, 3, 2]], [[24, 4]], [[3000, 4]]],
            Domains = [Domain.Everything],
            Magnitudes = [0.5f, 2, 1],
            Ulps = 0.501,
        };

    private static double Variance(double[] row, int correction) => row.Average() is var mean ? row.Sum(v => (v - mean) * (v - mean)) / (row.Length - correction) : 0;

    private static double Norm(double[] row) => Math.Sqrt(row.Sum(v => v * v));

    private static double Product(double[] row) => row.Aggregate(1.0, (product, v) => product * v);

    private static Doubles Cumulate(Doubles x, int axis) =>
        Doubles.Build(x.Shape, index =>
        {
            var sum = 0.0;
            for (var n = 0; n <= index[axis]; n++) sum += x[[.. index[..axis], n, .. index[(axis + 1)..]]];
            return sum;
        });

    private static Doubles BelowLargest(Doubles x) => Minus(x, Along(x, x.Shape.Rank - 1, row => row.Max()));

    private static Doubles Minus(Doubles x, Doubles rows) => Doubles.Build(x.Shape, index => x[index] - rows[index.AsSpan(0, index.Length - 1)]);

    private static OpRow Reduction(string name, Func<Tensor, Tensor> apply, Func<Doubles, Doubles> reference) =>
        new(name, x => apply(x[0]), x => reference(x[0]))
        {
            Cases = ReductionCases,
            Domains = [Domain.Reals],
            // A chain of 64 rows, or of 4096/16 elements a lane, then a tree; the errors of that many roundings hardly ever add up.
            Ulps = 8,
            Magnitude = x => reference(x[0].Map(Math.Abs)),
        };

    private static Doubles Sum(Doubles x, int axis) => Along(x, axis, row => row.Sum());

    /// <summary>A function of all elements along a dimension, in its place.</summary>
    private static Doubles Along(Doubles x, int axis, Func<double[], double> f)
    {
        var row = new double[x.Shape[axis]];
        return Doubles.Build(x.Shape[..axis].Concat(x.Shape[(axis + 1)..]), index =>
        {
            for (var n = 0; n < row.Length; n++) row[n] = x[[.. index[..axis], n, .. index[axis..]]];
            return f(row);
        });
    }

    private static Doubles Keep(Doubles x, int axis) => new([.. x.Shape.Dimensions[..axis], 1, .. x.Shape.Dimensions[axis..]], x.Values);
}
