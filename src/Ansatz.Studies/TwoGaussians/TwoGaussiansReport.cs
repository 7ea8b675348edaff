namespace Ansatz.Studies.TwoGaussians;

/// <summary>The report of <c>study two-gaussians</c>, and its numbers for the terminal.</summary>
internal static class TwoGaussiansReport
{
    public static Finding Finding(TwoGaussiansMetrics m, TwoGaussiansConfig config, Origin origin) => new Finding<TwoGaussiansMetrics>(m, TwoGaussiansJson.Default.TwoGaussiansMetrics, Page(m, config, origin),
        writer => NumberText.Write(writer, Rows(m), "By gradient, and by expectation-maximization:"), m.ParametersSha256,
        $"{Words.Of(m.Epochs, "step")} by gradient in {m.Seconds.Gradient:0.00} s, expectation-maximization in {m.Seconds.Em:0.00} s, {m.Seconds.Total:0.0} s in all");

    private static ReportPage Page(TwoGaussiansMetrics m, TwoGaussiansConfig config, Origin origin) => new(
        "Two Gaussians, found twice",
        $"From {config.TrainingSamples} samples of a mixture of two Gaussians, maximum likelihood recovers its five numbers: by gradient, and by expectation-maximization. The two ways differ by at most {m.LargestDifference:0.0e0}.",
        new KeyNumbers(
            new KeyNumber($"{m.Em.Phi:0.000}", "φ, the share of component 1", $"truth {m.Truth.Phi:0.0} ± {m.StandardErrors.Phi:0.000}"),
            new KeyNumber($"{m.Em.Mu0:0.00}, {m.Em.Sigma0:0.00}", "μ₀, σ₀", $"truth {m.Truth.Mu0:0}, {m.Truth.Sigma0:0}"),
            new KeyNumber($"{m.Em.Mu1:0.00}, {m.Em.Sigma1:0.00}", "μ₁, σ₁", $"truth {m.Truth.Mu1:0}, {m.Truth.Sigma1:0}"),
            new KeyNumber($"{m.LargestDifference:0.0e0}", "largest difference", "of φ, μ and σ, gradient against EM")),
        new Section("What was done",
            new Prose(
                $"Each sample comes from N({m.Truth.Mu1:0}, {m.Truth.Sigma1:0}²) with probability {m.Truth.Phi:0.0}, else from N({m.Truth.Mu0:0}, {m.Truth.Sigma0:0}²), and is rounded to an integer; {config.TrainingSamples} train and {config.TestSamples} test. "
                + "The model knows that there are two Gaussians and nothing else. Its weights are a softmax and its standard deviations exponentials, so that the likelihood can be maximized over all real numbers.",
                $"By gradient: Adam, learning rate {config.LearningRate}, {Words.Of(m.Epochs, "step")} on all training samples, beginning with φ = ½, means at the ends of the samples’ range and σ = e² ≈ 7.4. By expectation-maximization: the best of {config.EmStarts} starts, "
                + $"{Words.Of(m.EmSteps, "step")} until the likelihood gained no more. Both climb the same likelihood."),
            Listing.OfSettings(TwoGaussiansConfig.Settings.Rows(config)),
            origin.Picture("density.svg", "Densities over the histogram of the samples", "The training samples, the density they were drawn from, and the two that were found; where these are one, gradient and expectation-maximization agree.")),
        new Section("The numbers",
            new NumberTable(Rows(m)) { Heading = "By gradient, by EM" },
            new Prose("The standard errors are those of an estimate that knows each sample’s component, √(φ(1 − φ)/N), σ/√n and σ/√(2n); the components hardly overlap, so little is missing. "
                + "Rounding to integers adds a variance of about 1/12 to each component, which lifts σ by 0.02 and 0.01.")),
        new Section("Learning", origin.Picture("learning.svg", "Negative log-likelihood by step", "Mean negative log-likelihood while the gradient is followed. The dashed line is where expectation-maximization ended on the training samples.")),
        origin.Again(m.Seed, m.ParametersSha256));

    private static IReadOnlyList<NumberRow> Rows(TwoGaussiansMetrics m)
    {
        return
        [
            Row("φ", p => p.Phi, m.StandardErrors.Phi, "The probability of component 1."),
            Row("μ₀", p => p.Mu0, m.StandardErrors.Mu0, "The mean of component 0."),
            Row("σ₀", p => p.Sigma0, m.StandardErrors.Sigma0, "Its standard deviation."),
            Row("μ₁", p => p.Mu1, m.StandardErrors.Mu1, "The mean of component 1."),
            Row("σ₁", p => p.Sigma1, m.StandardErrors.Sigma1, "Its standard deviation."),
            new NumberRow("log-likelihood, training", $"{m.Gradient.LogLikelihood:0.0000}  {m.Em.LogLikelihood:0.0000}", $"truth {m.Truth.LogLikelihood:0.0000}",
                "Nats over all training samples. What is fitted to them stands above the truth."),
            new NumberRow("log-likelihood, test", $"{m.TestLogLikelihood.Gradient:0.0000}  {m.TestLogLikelihood.Em:0.0000}", $"truth {m.TestLogLikelihood.Truth:0.0000}",
                "The same over samples that nothing was fitted to."),
            Criterion("BIC", c => c.Bic),
            Criterion("AIC", c => c.Aic),
            new NumberRow("largest difference", $"{m.LargestDifference:0.0e0}", "", "Of φ, μ and σ between gradient and expectation-maximization."),
        ];

        NumberRow Criterion(string name, Func<ComponentCriteria, double> of) => new(
            $"{name} of {string.Join(", ", m.ByComponents.Select(c => $"{c.Components}"))} components", string.Join("  ", m.ByComponents.Select(c => $"{of(c):0.0}")), $"smallest: {m.ByComponents.MinBy(of)!.Components}",
            "Of fits by expectation-maximization with so many components; the smallest speaks for its number. A number is missing where every fit left a component on a single value.");

        NumberRow Row(string name, Func<TwoGaussiansNumbers, double> of, double error, string meaning) =>
            new(name, $"{of(m.Gradient):0.00000}  {of(m.Em):0.00000}", $"truth {of(m.Truth):0.0} ± {error:0.000}", meaning);
    }
}
