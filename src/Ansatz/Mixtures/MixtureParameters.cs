using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>A mixture's parameters, single and unconstrained, to and from its double-precision density.</summary>
internal static class MixtureParameters
{
    public static MixtureDensity Read(GaussianMixture mixture)
    {
        int k = mixture.ComponentCount, d = mixture.Dimension;
        double[] logits = Doubles(mixture.Logits), s = Doubles(mixture.LogScales);
        var total = DoubleMath.LogSumExp(logits);
        var size = mixture.Lower is null ? d : d * d;
        var factors = new double[k * size];
        var scalesEach = s.Length / mixture.LogScales.Shape[0];
        var lower = mixture.Lower is null ? [] : Doubles(mixture.Lower);
        for (var c = 0; c < k; c++)
        {
            var own = mixture.LogScales.Shape[0] == 1 ? 0 : c;
            for (var i = 0; i < d; i++)
            {
                var scale = DoubleMath.Exp(s[own * scalesEach + Math.Min(i, scalesEach - 1)]);
                if (mixture.Lower is null)
                {
                    factors[c * size + i] = scale;
                    continue;
                }
                var row = factors.AsSpan(c * size + i * d, d);
                for (var j = 0; j < i; j++) row[j] = scale * lower[own * mixture.Lower.Shape[1] + i * (i - 1) / 2 + j];
                row[i] = scale;
            }
        }
        return new MixtureDensity([.. logits.Select(l => DoubleMath.Exp(l - total))], Means(mixture), factors);
    }

    public static void Write(MixtureDensity density, GaussianMixture mixture)
    {
        var d = density.Dimension;
        var scalesEach = mixture.LogScales.Shape[1];
        List<float> s = [], lower = [];
        for (var c = 0; c < mixture.LogScales.Shape[0]; c++)
        {
            var factor = density.Factor(c);
            for (var i = 0; i < d; i++)
            {
                var scale = density.HasCorrelations ? factor[i * (d + 1)] : factor[i];
                if (i < scalesEach) s.Add((float)DoubleMath.Log(scale));
                for (var j = 0; density.HasCorrelations && j < i; j++) lower.Add((float)(factor[i * d + j] / scale));
            }
        }
        float[] logits = new float[density.ComponentCount];
        for (var k = 0; k < logits.Length; k++) logits[k] = (float)DoubleMath.Log(density.Weights[k]);
        mixture.Logits.Assign(logits);
        WriteMeans(density.Means, mixture);
        mixture.LogScales.Assign([.. s]);
        mixture.Lower?.Assign([.. lower]);
    }

    // A remainder is added only while its mean is the rounded mean of the fit, not after other means were assigned or learnt.
    private static double[] Means(GaussianMixture mixture)
    {
        var means = Doubles(mixture.Means);
        if (mixture.MeanRemainder is null) return means;
        var remainders = mixture.MeanRemainder.Value.ToArray();
        for (var i = 0; i < means.Length; i++)
        {
            var exact = means[i] + remainders[i] + remainders[means.Length + i];
            if ((float)exact == means[i]) means[i] = exact;
        }
        return means;
    }

    // 3 · 24 bits hold the 53 of a double.
    private static void WriteMeans(ReadOnlySpan<double> means, GaussianMixture mixture)
    {
        float[] rounded = new float[means.Length], remainders = new float[2 * means.Length];
        for (var i = 0; i < means.Length; i++)
        {
            rounded[i] = (float)means[i];
            remainders[i] = (float)(means[i] - rounded[i]);
            remainders[means.Length + i] = (float)(means[i] - rounded[i] - remainders[i]);
        }
        mixture.Means.Assign(rounded);
        mixture.KeepRemainder(true);
        mixture.MeanRemainder!.Assign(remainders);
    }

    private static double[] Doubles(Parameter parameter) => [.. parameter.Value.ToArray().Select(v => (double)v)];
}
