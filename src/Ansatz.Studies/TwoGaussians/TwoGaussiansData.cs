namespace Ansatz.Studies.TwoGaussians;

/// <summary>The study's samples: drawn from a known mixture of two Gaussians and rounded to integers.</summary>
internal sealed class TwoGaussiansData
{
    public TwoGaussiansData(Rng rng, int trainingCount, int testCount)
    {
        Training = Draw(rng.Fork("training"), trainingCount);
        Test = Draw(rng.Fork("test"), testCount);
    }

    /// <summary>φ of component 1 is 0.7; (μ, σ) are (5, 2) and (20, 3).</summary>
    public static MixtureDensity Truth { get; } = MixtureDensity.Of([0.3, 0.7], [5, 20], [2 * 2, 3 * 3]);

    public double[] Training { get; }
    public double[] Test { get; }
    public static Dataset ToDataset(double[] samples) => Dataset.FromFloats([.. samples.Select(x => (float)x)], [1]);

    private static double[] Draw(Rng rng, int count)
    {
        var choice = new float[count];
        var noise = new float[count];
        rng.Fork("component").Uniform(choice);
        rng.Fork("noise").Normal(noise);
        return [.. choice.Zip(noise, (u, e) => Math.Round(u < Truth.Weights[0] ? Truth.Mean(0)[0] + 2 * e : Truth.Mean(1)[0] + 3 * e))];
    }
}
