namespace Ansatz.Studies.TwoGaussians;

/// <summary>The pictures of the study of two Gaussians.</summary>
internal static class TwoGaussiansFigures
{
    private const int CurvePoints = 400;

    public static void Write(string folder, TwoGaussiansData data, MixtureDensity gradient, MixtureFit fit, IReadOnlyList<EpochRecord> history)
    {
        File.WriteAllText(Path.Combine(folder, "density.svg"), Density(data, gradient, fit.Density));
        File.WriteAllText(Path.Combine(folder, "learning.svg"), Learning(data, fit, history));
    }

    // Samples are integers: a bin for each.
    private static string Density(TwoGaussiansData data, MixtureDensity gradient, MixtureDensity em)
    {
        double least = data.Training.Min() - 0.5, most = data.Training.Max() + 0.5;
        double[] xs = [.. Enumerable.Range(0, CurvePoints + 1).Select(i => least + (most - least) * i / CurvePoints)];
        double[] Curve(MixtureDensity p) => [.. p.LogProb(xs).Select(Math.Exp)];
        return Draw.Chart("Two Gaussians", new Axis("x"), new Axis("density"),
            new Histogram("training samples", data.Training, (least, most), (int)(most - least)),
            new Line("truth", xs, Curve(TwoGaussiansData.Truth)),
            new Line("by gradient", xs, Curve(gradient)),
            new Line("by expectation-maximization", xs, Curve(em)) { IsDashed = true });
    }

    private static string Learning(TwoGaussiansData data, MixtureFit fit, IReadOnlyList<EpochRecord> history)
    {
        double[] steps = [.. history.Select(r => (double)r.Epoch)];
        double[] Of(Func<EpochRecord, double> value) => [.. history.Select(value)];
        return Draw.Chart("Negative log-likelihood by gradient", new Axis("step") { IsInteger = true, IsLogarithmic = history.Count > 1 }, new Axis("nats per sample"),
            new Line("training samples", steps, Of(r => r.Train.Objective)),
            new Line("test samples", steps, Of(r => r.Validation!.Objective)),
            ReferenceLine.Horizontal("expectation-maximization, training samples", -fit.LogLikelihood / data.Training.Length));
    }
}
