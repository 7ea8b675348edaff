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
        new("LogSumExp", x => x[0].LogSumExp(), x => Reduce(x[0], row => row.Max() + Math.Log(row.Sum(v => Math.Exp(v - row.Max())))))
        {
            Cases = [[[1, 1]], [[1, 17]], [[3, 4]], [[20, 7]], [[33, 1]], [[2, 3, 33]], [[0, 3]]],
            Domains = [Domain.Reals],
            Ulps = 4,
            Magnitude = x => Reduce(x[0], row => 1 + row.Max(Math.Abs)),
            Batched = [true],
        },
    ];

    private static Doubles Reduce(Doubles x, Func<double[], double> f)
    {
        var count = x.Shape[^1];
        return new Doubles(x.Shape[..^1], [.. Enumerable.Range(0, x.Shape[..^1].Size).Select(r => f(x.Values[(r * count)..((r + 1) * count)]))]);
    }

    private static OpRow Reduction(string name, Func<Tensor, Tensor> apply, Func<Doubles, Doubles> reference) =>
        new(name, x => apply(x[0]), x => reference(x[0]))
        {
            Cases = ReductionCases,
            Domains = [Domain.Reals],
            // A chain of 64 rows, or of 4096/16 elements a lane, then a tree; the errors of that many roundings hardly ever add up.
            Ulps = 8,
            Magnitude = x => reference(x[0].Map(Math.Abs)),
        };

    private static Doubles Sum(Doubles x, int axis) =>
        Doubles.Build(x.Shape[..axis].Concat(x.Shape[(axis + 1)..]), index =>
        {
            var sum = 0.0;
            for (var n = 0; n < x.Shape[axis]; n++) sum += x[[.. index[..axis], n, .. index[axis..]]];
            return sum;
        });

    private static Doubles Keep(Doubles x, int axis) => new([.. x.Shape.Dimensions[..axis], 1, .. x.Shape.Dimensions[axis..]], x.Values);
}
