using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

internal static partial class OpZoo
{
    private static IEnumerable<OpRow> Mixtures() =>
    [
        new("NormalMixture", x => x[0].NormalMixture(x[1], x[2], x[3]), x => LogSum(x, (score, _) => score))
        {
            Cases = [[[1, 1], [1], [1, 1], [1, 1]], [[17, 1], [2], [2, 1], [2, 1]], [[5, 33, 3], [4], [4, 3], [4, 3]], [[2100, 2], [3], [3, 2], [3, 2]], [[0, 2], [3], [3, 2], [3, 2]]],
            Domains = [Domain.Reals, Domain.Reals, Domain.Reals, Domain.Between(0.1f, 10)],
            Magnitudes = [0.1f, 1, 3],
            Ulps = 8,
            Magnitude = x => LogSum(x, (_, size) => size),
            GradientTolerance = 1e-5,
            Batched = [true, false, false, false],
        },
    ];

    /// <summary>The log of the sum of the densities where the score is asked for; else the size of its largest terms.</summary>
    private static Doubles LogSum(Doubles[] x, Func<double, double, double> choose)
    {
        var (points, weights, means, scales) = (x[0], x[1], x[2], x[3]);
        return Doubles.Build(points.Shape[..^1], n =>
        {
            var (scores, sizes) = (new double[weights.Length], new double[weights.Length]);
            for (var k = 0; k < weights.Length; k++)
            {
                (scores[k], sizes[k]) = (weights[k], Math.Abs(weights[k]));
                for (var i = 0; i < means.Shape[1]; i++)
                {
                    double deviation = (points[[.. n, i]] - means[k, i]) / scales[k, i], half = 0.5 * deviation * deviation, log = Math.Log(scales[k, i]), constant = 0.5 * Math.Log(2 * Math.PI);
                    scores[k] -= half + log + constant;
                    sizes[k] += half + Math.Abs(log) + constant;
                }
            }
            return choose(LogSumExp(scores), sizes.Max());
        });
    }
}
