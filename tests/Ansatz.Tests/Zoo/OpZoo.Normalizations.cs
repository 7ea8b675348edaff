using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

internal static partial class OpZoo
{
    private const float Epsilon = 1e-3f;

    private static IEnumerable<OpRow> Normalizations() =>
    [
        BatchNormalize("BatchNormalize", 1), BatchNormalize("BatchNormalize, rectified", 0.1f), NormalizeBy("NormalizeBy", 1), NormalizeBy("NormalizeBy, rectified", 0.1f),
    ];

    private static OpRow BatchNormalize(string name, float slope) =>
        new(name, x => new BatchNormalize(Epsilon, slope).Apply(x), x => BatchNormalize(x, slope))
        {
            Cases = BatchNormalizeCases,
            Domains = [Domain.Reals, Domain.Reals, Domain.Reals],
            Ulps = 16,
            Magnitude = TypicalNormalized,
            GradientTolerance = 2e-5,
            Magnitudes = [0.1f, 1, 30],
        };

    // Channel c has mean c/4 − 1 and variance 1/2 + c.
    private static OpRow NormalizeBy(string name, float slope) =>
        new(name, x => x[0].Normalize(Of(x[0], c => c / 4f - 1), Of(x[0], c => 0.5f + c), x[1], x[2], Epsilon, slope),
            x => Doubles.Build(x[0].Shape, i =>
            {
                var c = i[^1];
                var v = x[1][c] * (x[0][i] - (c / 4.0 - 1)) / Math.Sqrt(0.5 + c + Epsilon) + x[2][c];
                return v > 0 ? v : slope * v;
            }))
        {
            Cases = BatchNormalizeCases,
            Domains = [Domain.Reals, Domain.Reals, Domain.Reals],
            Ulps = 16,
            Magnitude = x => Doubles.Build(x[0].Shape, i => Math.Abs(x[1][i[^1]]) * (1 + Math.Abs(x[0][i])) + Math.Abs(x[2][i[^1]])),
            GradientTolerance = 2e-5,
        };

    private static Tensor Of(Tensor x, Func<int, float> statistic) => Tensor.From([.. Enumerable.Range(0, x.Shape[^1]).Select(statistic)]);

    // x, γ, β; blocks are 64 rows and 64 channels.
    private static Shape[][] BatchNormalizeCases =>
    [
        [[3, 3], [3], [3]], [[63, 16], [16], [16]], [[64, 17], [17], [17]], [[65, 2], [2], [2]], [[200, 70], [70], [70]], [[2, 3, 4, 5], [5], [5]],
    ];

    private static Doubles BatchNormalize(Doubles[] x, double negativeSlope)
    {
        int channels = x[0].Shape[^1], rows = x[0].Length / channels;
        var y = new Doubles(x[0].Shape);
        for (var c = 0; c < channels; c++)
        {
            double mean = 0, variance = 0;
            for (var r = 0; r < rows; r++) mean += x[0].Values[r * channels + c] / rows;
            for (var r = 0; r < rows; r++) variance += Math.Pow(x[0].Values[r * channels + c] - mean, 2) / rows;
            for (var r = 0; r < rows; r++)
            {
                var v = x[1][c] * (x[0].Values[r * channels + c] - mean) / Math.Sqrt(variance + Epsilon) + x[2][c];
                y.Values[r * channels + c] = v > 0 ? v : negativeSlope * v;
            }
        }
        return y;
    }

    // x̂ is about 1.
    private static Doubles TypicalNormalized(Doubles[] x) => Doubles.Build(x[0].Shape, i => Math.Abs(x[1][i[^1]]) + Math.Abs(x[2][i[^1]]));
}
